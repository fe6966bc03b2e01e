"""The web stack: an application from English through every check, and what its pages say."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scaffolder import pipeline
from scaffolder.config import Settings
from scaffolder.environment import Environments
from scaffolder.types import Event, Request, Run
from tests import api_apps
from tests.conftest import ENVIRONMENTS, ROOT
from tests.extent import deep

SHOP = """\
A bookshop.

A Book has a title (required, up to 120 characters), an ISBN (unique), a price in euros of at least 0, notes and tags.
A Book has a format (hardcover, paperback or ebook), a publication date, a flag whether it is signed (default no).
A Book has a web address, a secret code and an arrival date (default today).
A Book belongs to a Publisher. A Book has many Genres, and a Genre has many Books.
A Publisher has a name (unique), an e-mail address and a phone number.
A Genre has a name.
"""
CLUB = """\
A book club.

A Book has a title and a number of copies. A Book has many Genres, and a Genre has many Books. A Genre has a name.
A Member has a name and an email (unique).
A Member can borrow a Book for 14 days, at most 2 at a time.
Members can return their own Loans.
Members can only see their own Loans.
Librarians can create, update and delete Books.
Search Books by title.
List overdue Loans.
Show the number of Loans per Book and month.
Remind the Member 2 days before the due date.
Export Books to CSV.
Calculate the charge from the days: days times 0.5.
"""

# A member sees the loans of nobody else.
KEPT_BACK = """\
from django.test import Client

from tests.answers import created
from tests.pages import submit


def test_loans_of_others(as_admin: Client, as_member: Client, users: dict[str, str]) -> None:
    book = created(submit(as_admin, "/books/new/", {"title": "The Quiet River", "copies": 5}))
    made = []
    for name, user in (("Ana Silva", "member"), ("Ben Carter", "other member")):
        values = {"name": name, "email": f"{name[:3]}@example.org", "user": users[user]}
        member = created(submit(as_admin, "/members/new/", values))
        made.append(created(submit(as_admin, "/loans/new/", {"book": book["id"], "member": member["id"]})))
    mine, other = (f'href="/loans/{loan["id"]}/"' for loan in made)
    beside = as_member.get(f"/books/{book['id']}/").content.decode()
    assert mine in beside and other not in beside
    assert other in as_admin.get(f"/books/{book['id']}/").content.decode()
    narrowed = as_member.get("/loans/").content.decode()
    assert "Ana Silva" in narrowed and "Ben Carter" not in narrowed


def test_who_has_no_profile_is_told_so(as_admin: Client, as_member: Client) -> None:
    book = created(submit(as_admin, "/books/new/", {"title": "The Quiet River", "copies": 5}))
    told = "There is no member for your login yet."
    assert told in as_member.get(f"/books/{book['id']}/").content.decode()
    answer = as_member.post(f"/books/{book['id']}/borrow/")
    assert answer.status_code == 409 and told in answer.content.decode()
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """A run over the description above, and the project that it wrote."""
    root = tmp_path_factory.mktemp("web") / "shop"
    events: list[Event] = []
    request = Request(text=SHOP, source="shop", directory=root, stack="web", git=False)
    run = pipeline.new(request, Settings(cache_dir=str(ROOT / ".cache")), events.append)
    return run, root


@pytest.mark.slow
def test_an_application_of_pages_is_proven_by_every_check(shop: tuple[Run, Path]) -> None:
    proven(shop[0])


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    root = tmp_path_factory.mktemp("web") / "club"
    request = Request(text=CLUB, source="club", directory=root, stack="web", git=False)
    return pipeline.new(request, Settings(cache_dir=str(ROOT / ".cache")), lambda event: None), root


@deep
@pytest.mark.slow
def test_logins_rights_actions_reports_messages_and_files_are_proven_too(club: tuple[Run, Path]) -> None:
    proven(club[0])


@deep
@pytest.mark.slow
def test_pages_name_no_rows_that_one_may_not_see(club: tuple[Run, Path]) -> None:
    """Beside a row, among the choices of a form, among those by which a list is narrowed."""
    root = club[1]
    (root / "tests" / "test_kept_back.py").write_text(KEPT_BACK)
    lock = (root / "requirements-dev.lock").read_text()
    environment = Environments(ENVIRONMENTS).ensure(lock, lambda event: None)
    done = subprocess.run(
        [environment.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_kept_back.py"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@deep
@pytest.mark.slow
def test_its_tests_pass_on_postgresql(club: tuple[Run, Path], tmp_path: Path, postgresql: str) -> None:
    """Those of lists and actions of one kind of row, eight at once among them, and those of reports."""
    root = shutil.copytree(club[1], tmp_path / "club")
    environment = Environments(ENVIRONMENTS).ensure((root / "requirements-dev.lock").read_text(), lambda event: None)
    server = api_apps.new_database(postgresql).replace("+psycopg", "")
    tests = [f"tests/test_{name}.py" for name in ("books_actions", "loans_lists", "reports")]
    done = subprocess.run(
        [environment.python, "-m", "pytest", "-p", "no:cacheprovider", *tests],
        cwd=root, env={**os.environ, "TEST_DATABASE_URL": server}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def proven(run: Run) -> None:
    """By every check, to the last requirement."""
    found = [(c.name, d.path, d.line, d.message) for c in run.checks for d in c.diagnostics]
    assert (found, run.exit_code) == ([], 0)
    assert {c.name: c.status for c in run.checks} == dict.fromkeys(
        ["contract", "format", "lint", "types", "migrations", "tests", "boot", "delivery", "requirements"], "passed"
    )
    assert {r.status for r in run.requirements if r.kind == "functional"} == {"proven"}


@pytest.mark.slow
def test_its_constraints_stand_in_models_and_migration(shop: tuple[Run, Path]) -> None:
    _, root = shop
    for path in ("app/models/books.py", "app/migrations/0001_initial.py"):
        text = (root / path).read_text()
        assert "unique=True" in text and "MinValueValidator(Decimal(" in text
