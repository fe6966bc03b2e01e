"""From a description to a running application, through the command line and over a real socket."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scaffolder import report, sandboxes, server
from scaffolder.errors import SandboxError
from tests import api_apps
from tests.conftest import ENVIRONMENTS

pytestmark = pytest.mark.slow
DESCRIPTION = """\
A Book has a title (required), an ISBN (unique) and a number of copies (at least 0).
A Review belongs to a Book and has a text.
Search Books by title.
"""
ENV = {**os.environ, "SCAFFOLD_CACHE_DIR": str(ENVIRONMENTS.parent)}


def scaffold(*argv: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scaffolder", *argv], cwd=cwd, env=ENV, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "books.md").write_text(DESCRIPTION)
    done = scaffold("new", "-f", "books.md", "--stack", "api", "-o", "books", cwd=folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("books is written (commit ")
    assert lines[1] == "3 of 3 requirements proven"
    assert lines[2].startswith("next: ") and lines[2].endswith(" run books")
    return folder / "books"


def test_a_description_becomes_a_proven_committed_project(built: Path) -> None:
    ledger = json.loads((built / ".scaffold" / "ledger.json").read_text())
    assert {r["status"] for r in ledger["requirements"]} == {"proven"}
    assert all(r["tests"] for r in ledger["requirements"])
    assert {c["status"] for c in ledger["checks"]} <= {"passed", "skipped"}
    status = subprocess.run(["git", "status", "--porcelain"], cwd=built, capture_output=True, text=True, check=True)
    assert status.stdout == ""
    assert_readme_names_the_tests(built, ledger["requirements"])


def assert_readme_names_the_tests(root: Path, requirements: list[dict[str, Any]]) -> None:
    """In the row of each requirement: its words, the tests with links to files that hold them, the result."""
    rows = {line.split(" | ")[0]: line for line in (root / "README.md").read_text().splitlines()}
    for requirement in requirements:
        row = rows[f"| {requirement['id']}"]
        assert requirement["text"] in row and row.endswith(f"| {requirement['status']} |")
        linked = re.findall(r"\[`(\w+)`\]\(([\w./]+)\)(?: ×(\d+))?", row)
        assert sum(int(times or 1) for _, _, times in linked) == len(requirement["tests"]) > 0
        assert all(f"def {name}(" in (root / path).read_text() for name, path, _ in linked)


def test_check_on_a_clone_gives_the_same_ledger(built: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", str(built), str(tmp_path / "clone")], check=True)
    own = tmp_path / "own.db"  # somebody works with it there: nothing of theirs is read, and least of all written
    (tmp_path / "clone" / ".env").write_text(f"DATABASE_URL=sqlite:///{own}\n")
    (tmp_path / "clone" / "app.db").write_text("no database")
    done = scaffold("check", "clone", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not own.exists()
    document = json.loads(done.stdout)
    jsonschema.validate(document, report.schema("run"))
    assert (document["status"], document["diagnostics"]) == ("proven", [])


def test_check_sees_what_was_broken_by_hand(built: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", str(built), str(tmp_path / "clone")], check=True)
    model = tmp_path / "clone" / "app" / "models" / "books.py"
    assert "unique" in model.read_text()
    for path in (tmp_path / "clone" / "app").rglob("*.py"):
        path.write_text(path.read_text().replace("/books", "/tomes"))
    done = scaffold("check", "clone", "--json", cwd=tmp_path)
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["status"] == "failed"
    assert any("was proven and is failed" in d["message"] for d in document["diagnostics"])
    assert {"format", "lint", "types"} <= {c["name"] for c in document["checks"] if c["status"] == "passed"}


@contextmanager
def served(folder: Path, *options: str, **env: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    argv = [sys.executable, "-m", "scaffolder", "run", str(folder), "--port", "0", *options]
    with subprocess.Popen(
        argv, env={**ENV, **env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def ask(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    asked = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert re.search(r"^  ✔ start +\d", said, re.MULTILINE), said  # a stage, so whoever waits for it hears of it


def test_run_tells_the_address_keeps_the_data_and_stops_on_ctrl_c(built: Path) -> None:
    with served(built, "--fresh") as (address, process):
        assert address.startswith("http://127.0.0.1:")
        ask("POST", f"{address}/books", {"title": "Emma", "isbn": "1", "copies": 1})
        stop(process)
    assert (built / ".scaffold" / "data").is_dir()
    with served(built) as (address, process):
        assert [b["title"] for b in ask("GET", f"{address}/books")["items"]] == ["Emma"]
        stop(process)
    with served(built, "--fresh") as (address, process):
        assert ask("GET", f"{address}/books")["total"] == 0
        stop(process)


def test_a_port_that_is_taken_is_told(built: Path) -> None:
    with served(built) as (address, process):
        done = scaffold("run", str(built), "--port", address.rsplit(":", 1)[1], cwd=built)
        stop(process)
    assert done.returncode == 2 and "port" in done.stderr


@pytest.mark.parametrize("backend", [name for name in sandboxes.BACKENDS if name != "process"])
def test_an_isolated_application_reaches_its_database_server(built: Path, backend: str) -> None:
    binaries = api_apps.postgres_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL is installed")
    try:
        sandboxes.usable(backend)
    except SandboxError as error:
        pytest.skip(f"{backend}: {error.message}")
    with (
        server.free_port() as port,
        api_apps.postgres(binaries, port) as url,
        served(built, DATABASE_URL=url, SCAFFOLD_SANDBOX=backend) as (address, process),
    ):
        ask("POST", f"{address}/books", {"title": "Emma", "isbn": "1", "copies": 1})
        assert ask("GET", f"{address}/books")["total"] == 1
        stop(process)
