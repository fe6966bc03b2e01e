"""Names of entities that emitted code would like for itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scaffolder import emitter, files, stacks
from scaffolder.checks import types
from scaffolder.environment import Environments
from scaffolder.errors import StackError
from scaffolder.plan import Entity
from scaffolder.types import EmittedFile, Project
from tests.api_apps import sandbox
from tests.busy_names import busy_names
from tests.conftest import ENVIRONMENTS, TEMPLATES
from tests.extent import deep

pytestmark = pytest.mark.slow
STACKS = ("api", "web", "cli")
RUFF = ["ruff", "check", "--isolated", "--no-cache", "--select", "F,B,UP,SIM", "--quiet", "."]


@pytest.fixture(scope="module", params=["api", *(pytest.param(name, marks=deep) for name in STACKS[1:])])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    stack, root = str(request.param), tmp_path_factory.mktemp(request.param) / "app"
    emitted = emitter.emit(busy_names(stack), stacks.load(stack), cache=TEMPLATES)
    files.write_tree({f.path: f.text for f in emitted}, root, own=[f.path for f in emitted])
    return stack, root


def test_no_name_of_an_entity_hides_one_of_the_code(app: tuple[str, Path]) -> None:
    done = subprocess.run([sys.executable, "-m", *RUFF], cwd=app[1], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@deep
def test_no_name_of_an_entity_stands_for_something_else(app: tuple[str, Path]) -> None:
    stack, root = app
    pack = stacks.load(stack)
    code = [p for p in root.rglob("*.py") if "tests" not in p.relative_to(root).parts]
    found = tuple(EmittedFile(p.relative_to(root).as_posix(), "", "template") for p in code)
    environment = Environments(ENVIRONMENTS).ensure(pack.lock, lambda event: None)
    project = Project(root, busy_names(stack), str(pack.root), found, environment, sandbox(), lambda event: None)
    assert types.check(project).diagnostics == ()


def test_two_files_of_one_path_are_a_fault_of_the_stack() -> None:
    """And not the second one alone, without a word."""
    named = [Entity(name=name, plural="bases") for name in ("Base", "Basis")]
    plan = busy_names("api").model_copy(update={"entities": named, "actions": [], "jobs": [], "notifications": []})
    plan = plan.model_copy(update={"reports": [], "transfers": []})
    with pytest.raises(StackError, match=r"two templates of the stack write app/models/bases.py"):
        emitter.emit(plan, stacks.load("api"), cache=TEMPLATES)
