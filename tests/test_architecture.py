"""The house: a module imports only floors below its own, there are no cycles, and `--help` imports next to nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "scaffolder"
STOREYS = (  # from the ground up
    ("", "errors", "types", "naming", "lifetime"),
    ("plan", "expr", "files", "render", "tidying", "console"),
    ("config", "journal", "ledger", "trail", "repo", "stacks", "sandboxes", "server", "commands", "installed"),
    ("environment",),
    ("criteria",),
    ("compiler", "emitter", "checks"),
    ("pipeline", "doctor"),
    ("batch", "report", "serving"),
    ("cli",),
    ("__main__",),
)
FLOORS = {room: floor for floor, rooms in enumerate(STOREYS) for room in rooms}
# One house of its own each: what stands inside may import what stands beside it, as long as there is no cycle.
HOUSES = ("plan", "expr", "criteria", "compiler")
# A plan holds expressions, and an expression is about a plan.
LANGUAGE = {"plan", "expr"}
# `requirements` judges what `tests` has found; the supervisor of a sandbox is a program, not a module.
NEIGHBOURS = {("checks.requirements", "checks.tests"), ("sandboxes.process", "sandboxes.starting")}
LINES = 300
# Longer still, until each is split by its ideas: this list only shrinks.
LONG = {
    "criteria.steps",
    "criteria.topics.actions",
    "criteria.topics.constraints",
    "criteria.topics.lists",
}
PRINTERS = ("console", "cli", "sandboxes.supervisor")


@cache
def modules() -> list[str]:
    found = [p.relative_to(ROOT).with_suffix("") for p in ROOT.rglob("*.py") if "templates" not in p.parts]
    return sorted(".".join(p.parts).removesuffix("__init__").strip(".") for p in found)


@cache
def source(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split(".")) if module else ROOT
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(module: str, *, on_load: bool = False) -> set[str]:
    """The modules of the house that a module imports; `on_load`: only those at its top, when it is loaded."""
    known = set(modules())
    return {name for raw in _names(source(module), on_load) if (name := _nearest(raw, known)) is not None}


def _names(tree: ast.Module, on_load: bool) -> Iterator[str]:
    for node in _nodes(tree, on_load):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _nodes(tree: ast.AST, on_load: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if on_load and isinstance(node, (ast.FunctionDef, ast.Lambda)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _nodes(node, on_load)


def _nearest(name: str, known: set[str]) -> str | None:
    if name.split(".")[0] != "scaffolder":
        return None
    parts = name.split(".")[1:]
    while parts and ".".join(parts) not in known:
        parts.pop()
    return ".".join(parts)


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_floors_below(module: str) -> None:
    room = module.split(".")[0]
    assert room in FLOORS, f"{room} has no floor yet: give it one here"
    for imported in imports(module) - {module}:
        other = imported.split(".")[0]
        if other != room and {other, room} != LANGUAGE:
            assert FLOORS[other] < FLOORS[room], f"{module} imports {imported}, which is not below it"
        elif room not in HOUSES and (module, imported) not in NEIGHBOURS:
            assert imported == room or module == room, f"{module} imports its neighbour {imported}"


def test_there_is_no_cycle() -> None:
    waiting = {m: imports(m, on_load=True) - {m} for m in modules()}
    while free := [m for m, wanted in waiting.items() if not wanted & waiting.keys()]:
        for module in free:
            del waiting[module]
    assert not waiting, f"these import each other: {sorted(waiting)}"


@pytest.mark.parametrize("module", [m for m in modules() if not m.startswith(PRINTERS)])
def test_only_the_console_prints(module: str) -> None:
    calls = [n.func.id for n in ast.walk(source(module)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert not {"print", "input"} & set(calls)


@pytest.mark.parametrize("module", [m for m in modules() if not m.startswith("cli")])
def test_the_console_is_for_the_command_line_alone(module: str) -> None:
    assert module.startswith("console") or not any(name.startswith("console") for name in imports(module))


@pytest.mark.parametrize("module", modules())
def test_a_file_is_short_enough_to_be_read(module: str) -> None:
    path = ROOT.joinpath(*module.split(".")) if module else ROOT
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= (500 if module in LONG else LINES), f"{module} has {lines} lines: which idea can stand on its own?"


def test_help_imports_next_to_nothing() -> None:
    program = (
        "import sys\nfrom scaffolder.cli import call\ncode = call(['--help'])\n"
        "heavy = {'openai', 'questionary', 'black', 'git', 'jinja2', 'pydantic', 'rich', 'yaml'}\n"
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "0 []"
