"""The checks that run the project, each met with a fault that it alone must find."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from scaffolder import checks, server, stacks
from scaffolder.checks import boot, migrations, requirements
from scaffolder.checks import tests as suite
from scaffolder.checks import types as typing_check
from scaffolder.errors import UsageError
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.types import CheckResult, Event, Project, PythonEnvironment
from tests import notes_app

pytestmark = pytest.mark.slow

ALL = ["contract", "format", "lint", "types", "migrations", "tests", "boot", "delivery"]


@pytest.fixture
def workshop(api_environment: PythonEnvironment) -> dict[str, Any]:
    sandbox = ProcessSandbox()
    sandbox.warm(api_environment.python, stacks.load("api").run["preload"])
    return {"environment": api_environment, "sandbox": sandbox}


def found(result: CheckResult) -> list[tuple[str, str, int]]:
    return [(d.code, d.path, d.line) for d in result.diagnostics]


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_a_sound_application_is_proven(tmp_path: Path, workshop: dict[str, Any], warm: bool) -> None:
    heard: list[Event] = []
    workshop["sandbox"] = workshop["sandbox"] if warm else ProcessSandbox()
    project = notes_app.project(tmp_path, on_event=heard.append, **workshop)
    before = {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()}
    results = {r.name: r for r in checks.run_checks(project, ALL)}
    assert {n: (r.status, [d.message for d in r.diagnostics]) for n, r in results.items()} == {
        name: ("passed", []) for name in [*ALL, "requirements"]
    }
    assert results["tests"].detail == "4 passed" and results["requirements"].detail == "3 of 3 proven"
    assert results["migrations"].detail == "1 up, down and up" and results["boot"].detail == "5 requests"
    assert results["tests"].cpu_s > 0 and results["types"].cpu_s > 0
    assert [(e.name, e.state) for e in heard].count(("tests", "finished")) == 1
    assert all(r.status == "proven" for r in requirements.join(project.plan, results.values()))
    assert {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()} == before


def test_a_failing_test_is_shown_with_its_line_and_requirement(tmp_path: Path, workshop: dict[str, Any]) -> None:
    tree = notes_app.changed("app/main.py", "max_length=200", "max_length=300")
    result = suite.check(notes_app.project(tmp_path, tree, **workshop))
    assert result.status == "failed" and result.detail == "3 passed, 1 failed"
    (fault,) = result.diagnostics
    line = notes_app.TESTS.splitlines().index(
        '    assert answer.status_code == 422, f"a title of {len(title)} characters"'
    )
    assert (fault.path, fault.line, fault.requirement) == ("tests/test_notes.py", line + 1, "R1.2")
    assert "a title of 201 characters" in fault.message and "assert answer.status_code == 422" in fault.help
    assert [n for n, passed in result.tests.items() if not passed] == [
        "tests/test_notes.py::test_r1_2_a_title_has_1_to_200_characters[title1]"
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("app/main.py", "app = FastAPI(", "app = FastAPI(debug=nothing, ", "NameError"),
        ("tests/test_notes.py", "from app.main import app", "from app.main import application as app", "ImportError"),
        ("tests/test_notes.py", 'command.upgrade(Config("alembic.ini"), "head")', "raise SystemExit(3)", "SystemExit"),
    ],
)
def test_a_suite_that_cannot_run_fails_with_the_reason(
    tmp_path: Path, workshop: dict[str, Any], path: str, old: str, new: str, said: str
) -> None:
    result = suite.check(notes_app.project(tmp_path, notes_app.changed(path, old, new), **workshop))
    assert result.status == "failed" and result.diagnostics
    assert said in "\n".join(d.message + d.help for d in result.diagnostics)
    assert not any(result.tests.values())


def test_a_suite_without_tests_and_one_that_exits_at_once_fail(tmp_path: Path, workshop: dict[str, Any]) -> None:
    tree = {"tests/test_nothing.py": "x = 1\n"}
    assert suite.check(notes_app.project(tmp_path / "a", tree, **workshop)).status == "failed"
    tree = {"tests/test_exit.py": "import os\n\nos._exit(0)\n"}
    assert suite.check(notes_app.project(tmp_path / "b", tree, **workshop)).status == "failed"


def test_a_skipped_test_proves_nothing(tmp_path: Path, workshop: dict[str, Any]) -> None:
    tree = notes_app.changed("tests/test_notes.py", "def test_r2", '@pytest.mark.skip(reason="later")\ndef test_r2')
    result = suite.check(notes_app.project(tmp_path, tree, **workshop))
    assert result.status == "passed" and result.detail == "3 passed, 1 skipped"
    judged = {r.id: r.status for r in requirements.join(notes_app.plan(), [result])}
    assert judged == {"R1": "proven", "R1.2": "proven", "R2": "uncovered"}


def test_types_are_strict_and_the_settings_are_ours(tmp_path: Path, workshop: dict[str, Any]) -> None:
    tree = notes_app.changed("app/main.py", "def ready() -> dict[str, str]:", "def ready():")
    tree |= {"mypy.ini": "[mypy]\nignore_errors = True\n", "pyproject.toml": "[tool.mypy]\nignore_errors = true\n"}
    result = typing_check.check(notes_app.project(tmp_path, tree, **workshop))
    line = notes_app.MAIN.splitlines().index("def ready() -> dict[str, str]:") + 1
    assert found(result) == [("types.no-untyped-def", "app/main.py", line)]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (
            "migrations/versions/0001_initial.py",
            "sa.String(200), nullable",
            "sa.String(2), nulable",
            "migrations.upgrade",
        ),
        (
            "app/models.py",
            "title: Mapped[str]",
            "text: Mapped[str] = mapped_column()\n    title: Mapped[str]",
            "migrations.drift",
        ),
        ("app/__main__.py", 'Note(title="A sample")', "Note(title=None)", "migrations.seed"),
        ("app/__main__.py", "session.commit()", "sys.exit(4)", "migrations.seed"),
        ("migrations/versions/0001_initial.py", 'drop_table("notes")', 'drop_table("note")', "migrations.downgrade"),
        ("migrations/versions/0001_initial.py", 'op.drop_table("notes")', "pass", "migrations.upgrade_again"),
    ],
)
def test_a_fault_in_a_migration_is_found_at_its_step(
    tmp_path: Path, workshop: dict[str, Any], path: str, old: str, new: str, code: str
) -> None:
    result = migrations.check(notes_app.project(tmp_path, notes_app.changed(path, old, new), **workshop))
    assert result.status == "failed" and [d.code for d in result.diagnostics] == [code]
    assert len(result.diagnostics[0].message.splitlines()) == 1


def test_a_project_without_migrations_skips_that_check(tmp_path: Path, workshop: dict[str, Any]) -> None:
    assert migrations.check(notes_app.project(tmp_path, {"app/x.py": ""}, **workshop)).status == "skipped"


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "said", "requirement"),
    [
        ("app/main.py", "app = FastAPI(", "raise OSError(7)\napp = FastAPI(", "boot.ready", "ends by itself", ""),
        ("app/main.py", '"/health/ready"', '"/health/reddy"', "boot.ready", "GET /health/ready gives 404", ""),
        ("app/main.py", 'FastAPI(title="Notes")', "FastAPI(openapi_url=None)", "boot.openapi", "no OpenAPI", ""),
        ("app/main.py", '@app.post("/notes/{note_id}/archive")', '@app.post("/archive")', "boot.route",
         "POST /notes/{id}/archive is not offered", "R2"),
        ("app/main.py", "rows = session", "rows = nothing", "boot.request", "GET /notes gives 500", "R1"),
    ],
)  # fmt: skip
def test_a_fault_that_only_a_running_server_shows_is_found(
    tmp_path: Path, workshop: dict[str, Any], path: str, old: str, new: str, code: str, said: str, requirement: str
) -> None:
    started = time.monotonic()
    result = boot.check(notes_app.project(tmp_path, notes_app.changed(path, old, new), **workshop))
    first = result.diagnostics[0]
    assert (first.code, first.requirement) == (code, requirement) and said in first.message
    assert time.monotonic() - started < 45  # it is not waited for where it has ended
    if "OSError" in new:
        assert "OSError: 7" in first.help


def test_a_server_runs_until_its_block_ends(tmp_path: Path, workshop: dict[str, Any]) -> None:
    project = notes_app.project(tmp_path, **workshop)
    database = f"sqlite:///{tmp_path}/kept.db"
    lines: list[str] = []
    program = stacks.load("api").run["serve"]
    options: dict[str, Any] = {"app": "app.main:app", "program": program, "on_output": lines.append}
    options["env"] = {"DATABASE_URL": database}
    with server.serve(project.root, project.environment, workshop["sandbox"], **options) as running:
        assert running.wait_ready("/health/ready").status == 200
        assert running.request("POST", "/notes", body=b'{"title": "Milk"}').status == 201
        assert running.running.alive and running.address == f"http://127.0.0.1:{running.port}"
        with pytest.raises(UsageError, match=f"port {running.port} cannot be used"):
            server._listen(running.port)
    assert running.request("GET", "/notes").status == 0
    assert "Uvicorn running" in "".join(lines)
    with server.serve(project.root, project.environment, workshop["sandbox"], **options) as running:
        running.wait_ready("/health/ready")
        assert b"Milk" in running.request("GET", "/notes").body


def test_an_interrupt_ends_the_checks_and_is_passed_on(tmp_path: Path, workshop: dict[str, Any]) -> None:
    tree = notes_app.changed("tests/test_notes.py", "def test_r1_a_note_is_kept", "def test_r1_sleeps")
    tree["tests/test_notes.py"] += "\n\ndef test_sleep() -> None:\n    import time\n\n    time.sleep(60)\n"
    timer = threading.Timer(1.0, os.kill, [os.getpid(), signal.SIGINT])
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        checks.run_checks(notes_app.project(tmp_path, tree, **workshop), ["tests", "boot"])
    assert time.monotonic() - started < 40  # the suite alone would take a minute
    assert workshop["sandbox"]._running == set()


def test_the_project_on_disk_is_what_is_judged(tmp_path: Path, workshop: dict[str, Any]) -> None:
    """The suite of scaffold plants faults in files after they were written: they must count."""
    project: Project = notes_app.project(tmp_path, **workshop)
    path = project.root / "app" / "main.py"
    path.write_text(path.read_text().replace("status_code=201", "status_code=200"))
    result = suite.check(project)
    assert [d.requirement for d in result.diagnostics] == ["R1"]
