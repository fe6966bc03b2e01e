"""A command-line tool, from its description to the terminal of a person."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENTS

pytestmark = pytest.mark.slow
DESCRIPTION = """\
An Author has a name (unique) and a birth date (optional).
A Book has a title, an ISBN (unique, optional), a price (at least 0) and a number of pages (at least 1, optional).
A Book belongs to an Author.
A Tag has a name (unique). A Book has many Tags and a Tag has many Books.
"""
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
    assert "5 of 5 requirements proven" in done.stdout
    return folder / "books"


def test_a_description_becomes_a_proven_command(built: Path) -> None:
    ledger = json.loads((built / ".scaffold" / "ledger.json").read_text())
    assert {c["name"]: c["status"] for c in ledger["checks"]} == {
        name: "passed" for name in ("contract", "format", "lint", "types", "tests", "boot", "delivery", "requirements")
    }
    assert not [c["not_tried"] for c in ledger["checks"] if c["name"] == "delivery" and "docker" in str(c["not_tried"])]


def test_the_command_is_called_where_the_person_is_and_keeps_its_data(built: Path, tmp_path: Path) -> None:
    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return scaffold("run", str(built), "--", *words, cwd=tmp_path)

    assert call("authors", "add", "Ana Silva", "--birth-date", "1970-01-31").stdout == "Added author 1: Ana Silva\n"
    added = call("books", "add", "Home", "--price", "9.5", "--author", "ana silva")
    assert added.stdout == "Added book 1: Home\n", added.stderr
    assert call("books", "list").stdout.splitlines() == [
        "#  Title  ISBN  Price  Pages  Author",
        "1  Home          9.50         Ana Silva",
    ]
    refused = call("authors", "remove", "1")
    assert (refused.returncode, refused.stderr) == (3, "Error: There are still books of this author.\n")
    assert scaffold("run", str(built), "--port", "1", cwd=tmp_path).returncode == 2


def test_starting_costs_little_more_than_click_itself(built: Path) -> None:
    """No module of a kind of row is loaded to print the help."""
    script = "import sys; from book_cli import main; print([m for m in sys.modules if m in ('sqlite3', 'decimal')])"
    package = next(p for p in built.glob("*_cli"))
    done = subprocess.run(
        [sys.executable, "-c", script.replace("book_cli", package.name)], cwd=built, capture_output=True, text=True
    )
    assert done.stdout == "[]\n", done.stderr
