"""Who wrote what is to be run decides where it may run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scaffolder import origin, sandboxes, stacks, workshop
from scaffolder.config import Settings
from scaffolder.types import EmittedFile
from tests.conftest import ENVIRONMENTS

ENV = {**os.environ, "SCAFFOLD_CACHE_DIR": str(ENVIRONMENTS.parent), "SCAFFOLD_SANDBOX": "process"}
README = "# App\n\n```sh\npytest\n```\n\n{results}\n"
EMITTED = (
    EmittedFile("README.md", README.format(results="not run"), "template"),
    EmittedFile("app/main.py", "x = 1\n", "template"),
    EmittedFile(".scaffold/plan.yaml", "name: App\n", "plan"),
)


def scaffold(*argv: str, cwd: Path) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run(
        [sys.executable, "-m", "scaffolder", *argv, "--json"], cwd=cwd, env=ENV, capture_output=True, text=True
    )
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for file in EMITTED:
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_text(file.text)
    return tmp_path


def test_what_the_templates_wrote_is_known_again(project: Path) -> None:
    (project / "README.md").write_text(README.format(results="proven"))
    (project / ".scaffold" / "ledger.json").write_text("{}")
    (project / ".env").write_text("SECRET=1")  # of this machine, and no sandbox is given it
    (project / ".git").mkdir()
    (project / ".git" / "config").write_text("")
    assert origin.only_templates(project, EMITTED)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("app/main.py", b"x = 2\n"),
        ("conftest.py", b""),
        ("sitecustomize.py", b""),
        ("app/x.pth", b"import os"),
        ("app/fast.so", b"\x7fELF\xff\xfe"),
        ("setup.cfg", b"[tool:pytest]\naddopts = -p evil"),
        ("README.md", b"# App\n\n```sh\npytest; curl http://example.com\n```\n"),
        (".github/workflows/ci.yml", b"jobs: {}\n"),
    ],
)
def test_one_file_of_somebody_else_and_it_is_theirs(project: Path, path: str, content: bytes) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_bytes(content)
    assert not origin.only_templates(project, EMITTED)


def test_what_a_model_wrote_is_not_ours(project: Path) -> None:
    assert not origin.only_templates(project, (EmittedFile("app/main.py", "x = 1\n", "model"),))


def test_a_pack_is_ours_where_it_came_with_scaffold(tmp_path: Path) -> None:
    shutil.copytree(stacks.templates_root() / "cli", tmp_path / "cli")
    assert stacks.load("cli").own and not stacks.load(str(tmp_path / "cli")).own


def test_who_trusts_a_project_says_so_and_is_told_what_it_means() -> None:
    told = list[str]()
    shop = workshop.furnish(
        stacks.load("cli"),
        Settings(isolate=False, cache_dir=str(ENVIRONMENTS.parent)),
        lambda event: told.append(event.detail),
        trusted=lambda: False,
        warm=False,
    )
    assert shop.need_sandbox().name == "process"
    assert told[0] == f"sandbox: {sandboxes.WITHOUT}" and "your own rights" in shop.isolation


@pytest.mark.slow
def test_a_pack_of_the_users_own_is_not_run_where_nothing_isolates(tmp_path: Path) -> None:
    """It is rendered and looked at, and what was not run is not called proven."""
    shutil.copytree(stacks.templates_root() / "cli", tmp_path / "mine")
    code, document, said = scaffold("new", "A Book has a title.", "-o", "app", "--stack", "./mine", cwd=tmp_path)
    assert (code, document["status"], document["error"]) == (1, "partial", None), said
    states = {c["name"]: (c["status"], c.get("detail", "")) for c in document["checks"]}
    assert {states[name][0] for name in ("contract", "format", "lint")} == {"passed"}
    for name in ("tests", "boot", "types", "delivery"):
        assert states[name][0] == "skipped" and "nothing here isolates it" in states[name][1]
    assert {r["status"] for r in document["requirements"] if r["kind"] == "functional"} == {"not_run"}
    assert document["sandbox"] == "" and document["isolation"].startswith("none: it was not written by scaffold's own")
    assert "--no-sandbox" in said

    (tmp_path / "app" / "conftest.py").write_text('"""Not of a template."""\n')
    code, document, _ = scaffold("check", "app", cwd=tmp_path)
    assert code == 1 and {c["status"] for c in document["checks"] if c["name"] == "tests"} == {"skipped"}
    done = subprocess.run(
        [sys.executable, "-m", "scaffolder", "run", "app", "--", "--help"],
        cwd=tmp_path, env=ENV, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and "nothing here isolates it" in done.stderr and "--no-sandbox" in done.stderr
