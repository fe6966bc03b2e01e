"""What lies in a project never runs outside of a sandbox: not by linters, not by git. What it says breaks nothing."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import types
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scaffolder import checks, environment, installed, programs, repo, server
from scaffolder.checks import boot, delivery, migrations, tests
from scaffolder.types import CheckResult, Diagnostic, EmittedFile, Result
from tests import notes_app

SOUND = ["contract", "format", "lint"]  # the checks that start none of its code
CONFIGS = {
    "pyproject.toml": "[tool.ruff]\nextend = '/nonexistent.toml'\n[tool.black]\nextend-exclude = '.*'\n"
    "[tool.mypy]\nplugins = ['evil.py']\n[tool.pytest.ini_options]\naddopts = '-p evil'\n",
    "ruff.toml": "extend = '/nonexistent.toml'\n",
    ".gitattributes": "* filter=evil diff=evil merge=evil\n",
    ".pre-commit-config.yaml": "repos: [{repo: local, hooks: [{id: x, entry: ./evil, language: script}]}]\n",
}
SHADOWS = ("black", "ruff", "pip", "uv", "mypy", "typing", "json", "click", "git", "evil")
LOADED = ("conftest.py", "sitecustomize.py", "usercustomize.py", *(f"{name}.py" for name in SHADOWS))


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """There, once any trap has run."""
    return tmp_path / "ran"


@pytest.fixture
def trapped(tmp_path: Path, mark: Path) -> Any:
    """A project full of files that tools load by themselves."""
    code = f'"""Trap."""\n\nopen({str(mark)!r}, "w").close()\n'
    tree = {**notes_app.SOUND, **CONFIGS, **dict.fromkeys(LOADED, code), "evil.pth": f"import os; {code}"}
    project = notes_app.project(tmp_path / "p", notes_app.SOUND)
    for path, text in tree.items():
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        (project.root / path).write_text(text)
    return project


def test_a_trap_works_where_it_is_loaded(trapped: Any, mark: Path) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--version"], cwd=trapped.root, capture_output=True)
    assert mark.exists()


def test_checks_that_start_no_code_load_none(trapped: Any, mark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trapped.root)
    results = checks.run_checks(trapped, SOUND)
    assert [r.name for r in results][:3] == SOUND and not mark.exists()


def test_what_is_started_for_an_environment_loads_nothing_of_the_folder_one_stands_in(
    trapped: Any, mark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trapped.root)
    failed = subprocess.CompletedProcess[str]([], 2, "", "invalid peer certificate")
    environment._settings_of_pip(failed)
    programs.uv()
    assert not mark.exists()


def test_git_runs_nothing_of_a_repository_around(trapped: Any, mark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a clone that somebody prepared: a project is built below it."""
    script = trapped.root / "evil"
    script.write_text(f"#!/bin/sh\ntouch {mark}\n")
    script.chmod(0o755)
    git = ["git", "-C", str(trapped.root)]
    subprocess.run([*git, "init", "-q"], check=True)
    names = ("core.fsmonitor", "filter.evil.clean", "filter.evil.process", "diff.external", "core.pager", "core.editor")
    for name in (*names, "core.sshCommand", "alias.ls-files", "credential.helper", "gpg.program"):
        subprocess.run([*git, "config", name, f"!{script}" if name.startswith("alias") else str(script)], check=True)
    for hook in ("pre-commit", "post-index-change", "reference-transaction", "post-checkout"):
        place = trapped.root / ".git" / "hooks" / hook
        place.write_text(script.read_text())
        place.chmod(0o755)
    monkeypatch.chdir(trapped.root)
    around = repo.enclosing(trapped.root / "new")
    assert around is not None and around.root == trapped.root.resolve()
    assert repo.identity()
    assert not mark.exists()


def test_a_commit_of_what_was_generated_runs_nothing_of_it(trapped: Any, mark: Path) -> None:
    assert len(repo.init_and_commit(trapped.root, "all of it")) == 40
    assert not mark.exists()


FORGED = [b"[" * 100_000, b"{" * 10, b"1" * 5000, b"\xff", b"null", b"[[]]", b'{"done": 1}', b'[{"node": 1}]']


@pytest.mark.parametrize("report", FORGED)
def test_a_report_that_was_forged_to_break_us_is_no_report(report: bytes) -> None:
    for name in (tests.REPORT, installed.REPORT):
        ended = Result((), 0, "", "", 0.1, files={name: report})
        assert tests._cases(checks.reported(ended, name)) is None
        assert installed.answers(ended) == []


class Forging:
    """A sandbox in which every program leaves this report, and does nothing."""

    def __init__(self, name: str, report: bytes) -> None:
        self.files = {name: report}

    def run(self, argv: list[str], root: Path, **_: Any) -> Result:
        return Result(tuple(argv), 0, "", "", 0.1, files=self.files)


@pytest.mark.parametrize("report", FORGED)
@pytest.mark.parametrize("check", [tests, migrations])
def test_a_check_says_that_it_was_told_nothing(tmp_path: Path, check: Any, report: bytes) -> None:
    here: Any = types.SimpleNamespace(root=tmp_path, python=tmp_path / "python", key="k")
    sandbox: Any = Forging(check.REPORT, report)
    result = check.check(notes_app.project(tmp_path, environment=here, sandbox=sandbox))
    assert result.status == "failed" and result.tests == {}


@pytest.mark.parametrize(
    "body", [*FORGED, b'{"paths": {"/notes": 5}}', b'{"paths": [1]}', b'{"paths": {"/notes": {"get": 1}}}']
)
def test_a_description_of_routes_that_was_forged_breaks_nothing(body: bytes) -> None:
    found = boot._offered(server.Reply(200, body))
    assert found is None or all(isinstance(item, dict) for item in found.values())


def test_an_answer_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_BYTES", 1000)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def flood() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                while True:
                    connection.sendall(b"x" * 65536)

        thread = threading.Thread(target=flood, daemon=True)
        thread.start()
        running: Any = None
        reply = server.Server("", listener.getsockname()[1], running).request("GET", "/")
    assert (reply.status, len(reply.body)) == (200, 1000)
    thread.join(10)


def test_what_a_check_says_cannot_steer_a_terminal(tmp_path: Path) -> None:
    project = notes_app.project(tmp_path)
    path = "app/\x1b[2Jx.py"
    hostile = replace(project, files=(*project.files, EmittedFile(path, "def broken(:\n", "person")))
    (project.root / path).write_text("def broken(:\n")
    results = checks.run_checks(hostile, SOUND)
    said = " ".join(f"{d.message} {d.path} {d.help}" for r in results for d in r.diagnostics)
    assert "x.py" in said and "\x1b" not in said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("PermissionError: [Errno 1] Operation not permitted", True),
        ("[Errno 13] Permission denied: '/home/me/.ssh/id_ed25519'", True),
        ("assert 1 == 2", False),
    ],
)
def test_what_the_sandbox_refused_is_explained(tmp_path: Path, said: str, told: bool) -> None:
    found = CheckResult("tests", "failed", diagnostics=(Diagnostic("tests.failed", "error", said),))
    module: Any = types.SimpleNamespace(check=lambda project: found)
    for isolates in (True, False):
        sandbox: Any = types.SimpleNamespace(isolates=isolates)
        result = checks._timed(module, "tests", notes_app.project(tmp_path / str(isolates), sandbox=sandbox))
        assert (checks.OF_THE_SANDBOX in result.diagnostics[0].help) == (told and isolates)


@pytest.mark.slow
def test_what_is_nested_too_deeply_is_a_finding(tmp_path: Path) -> None:
    project = notes_app.project(tmp_path)
    (project.root / "compose.yaml").write_text("[" * 3_000)
    found = [d.code for d in checks._timed(delivery, "delivery", project).diagnostics]
    assert found == ["delivery.depth"]


def test_a_file_that_is_called_like_an_option_is_a_file(tmp_path: Path) -> None:
    project = notes_app.project(tmp_path, {**notes_app.SOUND, "--fix.py": "import os\n", "-q.py": "import os\n"})
    (result,) = [r for r in checks.run_checks(project, ["lint"]) if r.name == "lint"]
    assert {d.path for d in result.diagnostics if d.code == "lint.F401"} == {"--fix.py", "-q.py"}
    assert (project.root / "--fix.py").read_text() == "import os\n"
