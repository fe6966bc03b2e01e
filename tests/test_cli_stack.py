"""A command-line tool, from its description to the terminal of a person."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder import checks, criteria, emitter, stacks
from scaffolder.checks import migrations
from scaffolder.compiler import compile_description
from scaffolder.environment import Environments
from scaffolder.plan import reading
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.types import Project
from tests import api_apps
from tests.conftest import ENVIRONMENTS
from tests.extent import deep

pytestmark = pytest.mark.slow
DESCRIPTION = """\
# Reading list

An Author has a name (unique) and a birth date (optional).
A Book has a title, an ISBN (unique, optional), a price (at least 0) and a number of pages (at least 1, optional).
A Book has a due date (optional), a priority (low, medium, high) and a status (new, reading, read).
A Book has a cover (image) and a receipt (file). A Book belongs to an Author.
The price per page of a Book is the price divided by the pages.
A Tag has a name (unique). A Book has many Tags and a Tag has many Books.
A Book starts as new.
Starting a Book changes the status from new to reading.
Finishing a Book changes the status from reading to read.
A Member has a name.
A Member can borrow a Book, at most 2 at a time.
Search Books by title.
List overdue Books.
Notify admins when an Author is created.
Show the total price of Books per Author.
Import Tags from CSV. Export Books to CSV.
"""
FUNCTION = """\
# Tip

Calculate the tip from the bill and the percentage: bill times percentage divided by 100.
"""
# A rule of the emitted code each (all of its places), broken, and the tests that must miss it.
MUTANTS: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("out_of_bounds", [("inputs/books.py", "amounts.Money(low=0)", "amounts.Money()")]),
    ("without_title_and_price", [("commands/books.py", 'required=True, help="Price"', 'help="Price"')]),
    ("limit_per_member|2_loans|many_borrow|room_for", [("rules/loans.py", "+ 1 > limit", "> limit")]),
    ("overdue_books_shows", [("lists/books.py", "due_date < today()", "due_date <= today()")]),
    ("searched_by_title", [("lists/books.py", 'asked, "", ["title"])', 'asked, "", ["isbn"])')]),
    ("report_total_price", [("commands/reported.py", "book.price for", "Decimal(1) for")]),
    ("is_computed", [("rows/books.py", "self.price / self.pages", "self.price * self.pages")]),
    ("import_can_be_tried", [("transfers/tags.py", "dry_run=dry_run", "dry_run=False")]),
    ("set_and_replaced", [("rows/books.py", 'execute("DELETE FROM book_tags WHERE book_id = ?", (book.id,))', "pass")]),
    ("start_a_book_that_is", [("actions/books.py", 'book.status == "new"', 'book.status != ""')]),
    ("finish|start|filtered_by_status", [("actions/books.py", 'book.status = "read"', 'book.status = "reading"')]),
    (
        "same_name_of_a_tag|never_have_the_same_name",
        [
            ("rows/tags.py", "AND id != ?", "AND id = ?"),
            ("migrations/0001_initial.sql", "CREATE UNIQUE INDEX tags_name", "CREATE INDEX tags_name"),
        ],
    ),
    (
        "with_books_cannot_be_deleted",
        [
            ("rows/authors.py", "len(book_rows.of_author(author.id))", "0"),
            ("migrations/0001_initial.sql", "REFERENCES authors (id)", "REFERENCES authors (id) ON DELETE CASCADE"),
        ],
    ),
    ("plan_a_day_is_read_as_people_say_it", [("dates.py", "- 1) % 7 + 1", ") % 7")]),
    ("plan_a_kind_of_value_takes", [("values.py", "found = exact or begun", "found = begun")]),
    ("plan_a_kind_of_value_refuses", [("amounts.py", "number != int(number)", "False")]),
    ("no_text_for_a_formula|csv_has_a_head", [("output.py", '("=", "+", ', '("+", ')]),
    (
        "table_has_columns|give_way_on_a_terminal|printed_in_the_form|names_for_people|report_have_cents",
        [("output.py", "{'>' if number else '<'}", "<")],
    ),
    ("order_of_several_names", [("listing.py", "reversed([name.strip()", "list([name.strip()")]),
    ("where_the_system_keeps_such", [("database.py", '/ ".local" / "share"', "")]),
    ("stored_whole_or_not_at_all", [("database.py", "sqlite3.IntegrityError", "KeyError")]),
]
ENV = {**os.environ, "SCAFFOLD_CACHE_DIR": str(ENVIRONMENTS.parent)}


def scaffold(*argv: str, cwd: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scaffolder", *argv], cwd=cwd, env=ENV, capture_output=True, text=True, input=text
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "books.md").write_text(DESCRIPTION)
    done = scaffold("new", "-f", "books.md", "-o", "books", "--stack", "cli", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "books"


def test_a_description_becomes_a_proven_command(built: Path) -> None:
    ledger = json.loads((built / ".scaffold" / "ledger.json").read_text())
    assert {c["name"]: c["status"] for c in ledger["checks"]} == {
        name: "passed"
        for name in ("contract", "format", "lint", "types", "migrations", "tests", "boot", "delivery", "requirements")
    }
    assert {r["status"] for r in ledger["requirements"]} == {"proven", "informational"}


def test_the_command_is_called_where_the_person_is_and_keeps_its_data(built: Path, tmp_path: Path) -> None:
    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return scaffold("run", str(built), "--", *words, cwd=tmp_path)

    assert call("authors", "add", "Ana Silva", "--birth-date", "1970-01-31").stdout == "Added author 1: Ana Silva\n"
    added = call("books", "add", "Home", "--price", "9.5", "--author", "ana silva", "--due-date", "yesterday")
    assert added.stdout == "Added book 1: Home\n", added.stderr
    assert [row["title"] for row in json.loads(call("books", "overdue", "--format", "json").stdout)] == ["Home"]
    table = call("report", "total-price-of-books-per-author").stdout
    assert table.split() == ["Author", "Total", "price", "Ana", "Silva", "9.50"]
    refused = call("authors", "remove", "1")
    assert (refused.returncode, refused.stderr) == (3, "Error: This author still has 1 book.\n")
    assert scaffold("run", str(built), "--port", "1", cwd=tmp_path).returncode == 2


def test_what_there_is_to_tell_is_printed_once_when_jobs_are_run(built: Path, tmp_path: Path) -> None:
    def call(*words: str) -> str:
        env = {**os.environ, "READING_LIST_FILE": str(tmp_path / "told.db"), "PYTHONPATH": str(built)}
        argv = [sys.executable, "-m", "reading_list_cli", *words]
        return subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, text=True).stdout

    call("authors", "add", "Ana Silva")
    assert call("run-jobs") == "Author was created: Author 1 was created.\n"
    assert call("run-jobs") == ""
    [message] = json.loads(call("messages", "--format", "json"))
    assert (message["recipient"], message["subject"]) == ("", "Author was created")
    assert "Author was created  Author 1 was created." in call("messages")


def test_files_of_a_row_are_copied_replaced_and_gone_with_it(built: Path, tmp_path: Path) -> None:
    folder, picture, note = tmp_path / "kept.files", tmp_path / "home.png", tmp_path / "note.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n of a house")
    note.write_text("paid")

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "READING_LIST_FILE": str(tmp_path / "kept.db"), "PYTHONPATH": str(built)}
        argv = [sys.executable, "-m", "reading_list_cli", *words]
        return subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, text=True)

    def held() -> list[str]:
        return sorted(path.name for path in folder.rglob("*.*"))

    call("authors", "add", "Ana Silva")
    files = ("--cover", "home.png", "--receipt", "note.txt")
    added = call("books", "add", "Home", "--price", "9.5", "--author", "1", *files)
    assert (added.returncode, held()) == (0, ["home.png", "note.txt"]), added.stderr
    picture.unlink()
    shown = json.loads(call("books", "show", "1", "--format", "json").stdout)
    assert Path(shown["cover"]).read_bytes() == b"\x89PNG\r\n\x1a\n of a house"
    for wrong, said in (("note.txt", "is no picture"), ("nowhere.png", "there is no file nowhere.png")):
        refused = call("books", "edit", "1", "--cover", wrong)
        assert refused.returncode == 2 and said in refused.stderr
    dear = call("books", "add", "Home", "--price", "-1", "--author", "1", "--receipt", "note.txt")
    assert (dear.returncode, held()) == (2, ["home.png", "note.txt"])
    assert call("books", "edit", "1", "--receipt", "").returncode == 0 and held() == ["home.png"]
    assert call("books", "remove", "1", "--yes").returncode == 0 and held() == []


def test_pipes_and_files_are_read_and_written(built: Path, tmp_path: Path) -> None:
    def call(*words: str, text: str = "") -> subprocess.CompletedProcess[str]:
        return scaffold("run", str(built), "--", *words, cwd=tmp_path, text=text)

    assert call("tags", "import", "-", text="name\nnovel\nessay\n").stdout == "Added 2 tags\n"
    refused = call("tags", "import", "-", text="name\nnovel\npoem\n")
    assert refused.returncode == 2 and "row 2: There is another tag with this name." in refused.stderr
    call("books", "export", "books.csv")
    assert (tmp_path / "books.csv").read_text().startswith("id,title,isbn,price,")


def test_a_calculation_alone_is_the_command_itself(tmp_path: Path) -> None:
    done = scaffold("new", FUNCTION, "-o", "tip", "--stack", "cli", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert scaffold("run", "tip", "--", "20", "10", cwd=tmp_path).stdout == "2.00\n"
    assert scaffold("run", "tip", "--", "-", "10", cwd=tmp_path, text="20\n").stdout == "2.00\n"
    assert scaffold("run", "tip", "--", "20", "much", cwd=tmp_path).returncode == 2


def test_values_without_a_result_are_refused(tmp_path: Path) -> None:
    pace = (
        "A command line tool that calculates the pace from a distance and a time. The pace is time divided by distance."
    )
    done = scaffold("new", pace, "-o", "pace", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert scaffold("run", "pace", "--", "10", "55", cwd=tmp_path).stdout == "5.5\n"
    refused = scaffold("run", "pace", "--", "0", "55", cwd=tmp_path)
    assert refused.returncode == 2 and "There is no result for these values." in refused.stderr


@pytest.mark.parametrize("name", ["cli", "web", "api"])
def test_what_is_said_at_length_needs_no_brackets_of_its_own(name: str) -> None:
    """A linter takes brackets around the only argument of a call for a slip."""
    text = (
        "A Conference Room has a name. A Weekly Booking belongs to a Conference Room and has a date and a time slot. "
        "No double bookings. There can be at most 4 Weekly Bookings per date."
    )
    compiled = compile_description(text)
    assert compiled.plan is not None and [c.kind for e in compiled.plan.entities for c in e.constraints]
    written = "\n".join(api_apps.emitted(compiled.plan, name).values())
    assert "with this conference room and date and time slot" in written
    assert re.findall(r"(?:Refused|Conflict|Invalid)\(\s*\(.*", written) == []


def test_the_tool_of_everything_that_can_be_kept_is_clean(tmp_path: Path) -> None:
    stack = stacks.load("cli")
    everything = reading.from_yaml((Path(__file__).parent / "cases" / "everything.yaml").read_text())
    plan = criteria.derive(everything, stack.not_offered)
    emitted = emitter.emit(plan, stack)
    for file in emitted:
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_text(file.text)
    environment = Environments(ENVIRONMENTS).ensure(stack.lock, lambda event: None)
    project = Project(tmp_path, plan, "cli", emitted, environment, ProcessSandbox(), lambda event: None)
    results = checks.run_checks(project, ["contract", "lint", "types"])
    assert [(r.name, d.path, d.line, d.message) for r in results[:-1] for d in r.diagnostics] == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("migrations/0001_initial.sql", "pages INTEGER", "leaves INTEGER", "drift: .*the table books lacks pages"),
        ("rows/tags.py", '"name": stored(tag.name),', "", "drift: .*nothing is kept in name of the table tags"),
        ("migrations/0001_initial.sql", "CREATE TABLE tags", "CREATE TABEL tags", 'upgrade: .*near "TABEL"'),
    ],
)
def test_what_the_rows_and_the_migrations_do_not_agree_about_is_found(
    built: Path, tmp_path: Path, path: str, old: str, new: str, said: str
) -> None:
    root = shutil.copytree(built, tmp_path / "broken")
    file = root / "reading_list_cli" / path
    code = file.read_text()
    file.write_text(code.replace(old, new, 1))
    assert code != file.read_text()
    plan = reading.from_yaml((root / ".scaffold" / "plan.yaml").read_text())
    environment = Environments(ENVIRONMENTS).ensure(stacks.load("cli").lock, lambda event: None)
    result = migrations.check(Project(root, plan, "cli", [], environment, ProcessSandbox(), lambda event: None))
    [found] = result.diagnostics
    assert re.match(said, f"{found.code.partition('.')[2]}: {found.message}"), found


@deep
def test_every_broken_rule_is_missed_by_its_own_tests_alone(built: Path, tmp_path: Path) -> None:
    root = shutil.copytree(built, tmp_path / "broken")
    for path, old, new in (edit for _, edits in MUTANTS for edit in edits):
        file = root / "reading_list_cli" / path
        code = file.read_text()
        assert old in code, path
        file.write_text(code.replace(old, new))
    environment = Environments(ENVIRONMENTS).ensure(stacks.load("cli").lock, lambda event: None)
    argv = [str(environment.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rf"]
    done = subprocess.run(argv, cwd=root, capture_output=True, text=True)
    failed = re.findall(r"^FAILED tests/\w+\.py::(\w+)", done.stdout, re.MULTILINE)
    assert [fit for fit, _ in MUTANTS if not any(re.search(fit, name) for name in failed)] == []
    assert [name for name in failed if not any(re.search(fit, name) for fit, _ in MUTANTS)] == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-03-31"), ("Tomorrow", "2026-04-01"), ("yesterday", "2026-03-30"), ("tuesday", "2026-04-07"),
        ("next friday", "2026-04-03"), ("in 3 days", "2026-04-03"), ("2 weeks ago", "2026-03-17"),
        ("in 1 month", "2026-04-30"), ("1 year ago", "2025-03-31"), ("2024-02-29", "2024-02-29"),
        ("monkeyday", "ValueError"), ("in 9999 years", "ValueError"), ("31.3.2026", "2026-03-31"),
        ("last friday", "2026-03-27"), ("last tuesday", "2026-03-24"), ("5 jan", "2026-01-05"),
        ("3/4/2026", "ValueError"),
    ],
)  # fmt: skip
def test_days_are_read_as_people_say_them(built: Path, said: str, day: str) -> None:
    script = (
        "import sys\nfrom reading_list_cli.dates import read_day\n"
        "try:\n    print(read_day(sys.argv[1]))\nexcept ValueError:\n    print('ValueError')"
    )
    env = {**os.environ, "READING_LIST_NOW": "2026-03-31T12:00:00+00:00", "TZ": "UTC"}
    done = subprocess.run([sys.executable, "-c", script, said], cwd=built, env=env, capture_output=True, text=True)
    assert done.stdout.strip() == day, done.stderr


def test_the_tests_of_a_command_run_against_an_installed_one_too(built: Path, tmp_path: Path) -> None:
    environment = Environments(ENVIRONMENTS).ensure(stacks.load("cli").lock, lambda event: None)
    command = tmp_path / "reading-list"
    command.write_text(
        f'#!/bin/sh\necho called >> {tmp_path}/calls\nexec {environment.python} -m reading_list_cli "$@"\n'
    )
    command.chmod(0o755)
    shutil.copytree(built, tmp_path / "app")
    argv = [str(environment.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_frame.py"]
    env = {**os.environ, "TEST_COMMAND": str(command)}
    done = subprocess.run(argv, cwd=tmp_path / "app", env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "calls").read_text().count("called") > 5


def test_starting_costs_little_more_than_click_itself(built: Path) -> None:
    """No module of a kind of row is loaded to print the help."""
    script = (
        "import sys; from reading_list_cli import main; print([m for m in sys.modules if m in ('sqlite3', 'decimal')])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=built, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
