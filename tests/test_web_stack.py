"""The web stack: an application from English through every check, and what its pages say."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder import pipeline
from scaffolder.config import Settings
from scaffolder.types import Event, Request, Run
from tests.conftest import ROOT

SHOP = """\
A bookshop.

A Book has a title (required, up to 120 characters), an ISBN (unique), a price in euros of at least 0, notes and tags.
A Book has a format (hardcover, paperback or ebook), a publication date, a flag whether it is signed (default no).
A Book has a web address and a secret code.
A Book belongs to a Publisher. A Book has many Genres, and a Genre has many Books.
A Publisher has a name (unique), an e-mail address and a phone number.
A Genre has a name.
"""
CLUB = """\
A book club.

A Book has a title and a number of copies.
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


@pytest.mark.slow
def test_logins_rights_actions_reports_messages_and_files_are_proven_too(tmp_path: Path) -> None:
    request = Request(text=CLUB, source="club", directory=tmp_path / "club", stack="web", git=False)
    proven(pipeline.new(request, Settings(cache_dir=str(ROOT / ".cache")), lambda event: None))


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
