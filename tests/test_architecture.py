"""The house: a module imports only floors below its own, there are no cycles, and `--help` imports next to nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent / "scaffolder"
STOREYS = (  # from the ground up
    ("", "errors", "types", "naming", "lifetime", "temporary", "syntax", "kept", "uses", "programs"),
    ("plan", "expr", "files", "render", "tidying", "console", "prompts", "credentials", "locks"),
    ("config", "journal", "ledger", "trail", "repo", "stacks", "sandboxes", "server", "commands", "installed"),
    ("environment", "origin", "models"),
    ("workshop",),
    ("criteria",),
    ("compiler", "emitter", "checks"),
    ("author",),
    ("repairer",),
    ("scribe",),
    ("planning",),
    ("pipeline", "doctor"),
    ("batch", "report", "serving"),
    ("cli",),
    ("__main__",),
)
FLOORS = {room: floor for floor, rooms in enumerate(STOREYS) for room in rooms}
# One house of its own each: what stands inside may import what stands beside it, as long as there is no cycle.
HOUSES = ("plan", "expr", "criteria", "compiler", "sandboxes", "models", "cli")
# A plan holds expressions, and an expression is about a plan.
LANGUAGE = {"plan", "expr"}
# `requirements` judges what `tests` has found.
NEIGHBOURS = {("checks.requirements", "checks.tests")}
LINES = 300
PRINTERS = ("console", "cli", "sandboxes.launching")


@cache
def modules() -> list[str]:
    found = [p.relative_to(ROOT).with_suffix("") for p in ROOT.rglob("*.py") if "templates" not in p.parts]
    return sorted(".".join(p.parts).removesuffix("__init__").strip(".") for p in found)


def file_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split(".")) if module else ROOT
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def source(module: str) -> ast.Module:
    return ast.parse(file_of(module).read_text(encoding="utf-8"))


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
    """The statements, without those that only a checker of types reads."""
    waiting = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.expr) or (on_load and isinstance(node, ast.FunctionDef)):
                continue
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                continue
            yield node
            waiting.append(node)


def _nearest(name: str, known: set[str]) -> str | None:
    if name.split(".")[0] != "scaffolder":
        return None
    parts = name.split(".")[1:]
    while parts and ".".join(parts) not in known:
        parts.pop()
    return ".".join(parts)


def test_every_room_has_a_floor() -> None:
    assert {module.split(".")[0] for module in modules()} <= FLOORS.keys(), "give it one here"


def test_a_module_imports_only_floors_below() -> None:
    assert [f"{m} imports {other}" for m in modules() for other in imports(m) - {m} if not may_import(m, other)] == []


def may_import(module: str, imported: str) -> bool:
    """Is it below, or one of those that may stand beside?"""
    room, other = module.split(".")[0], imported.split(".")[0]
    if other != room and {other, room} != LANGUAGE:
        return FLOORS[other] < FLOORS[room]
    return room in HOUSES or (module, imported) in NEIGHBOURS or imported == room or module == room


def test_there_is_no_cycle() -> None:
    waiting = {m: imports(m, on_load=True) - {m} for m in modules()}
    while free := [m for m, wanted in waiting.items() if not wanted & waiting.keys()]:
        for module in free:
            del waiting[module]
    assert not waiting, f"these import each other: {sorted(waiting)}"


def test_only_the_console_prints() -> None:
    assert [m for m in modules() if not m.startswith(PRINTERS) and calls(m) & {"print", "input"}] == []


def calls(module: str) -> set[str]:
    """The functions that a module calls by their bare names."""
    nodes = (n for n in ast.walk(source(module)) if isinstance(n, ast.Call))
    return {n.func.id for n in nodes if isinstance(n.func, ast.Name)}


def test_the_console_is_for_the_command_line_alone() -> None:
    others = [m for m in modules() if not m.startswith(("cli", "console"))]
    assert [m for m in others if any(name.startswith("console") for name in imports(m))] == []


def test_a_file_is_short_enough_to_be_read() -> None:
    too_long = {m: n for m in modules() if (n := lines(m)) > LINES}
    assert too_long == {}, "which idea can stand on its own?"


def lines(module: str) -> int:
    return len(file_of(module).read_text(encoding="utf-8").splitlines())


def test_help_imports_next_to_nothing() -> None:
    program = (
        "import sys\nfrom scaffolder.cli import call\ncode = call(['--help'])\n"
        "heavy = {'openai', 'questionary', 'black', 'git', 'jinja2', 'pydantic', 'rich', 'yaml'}\n"
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "0 []"
