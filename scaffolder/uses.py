"""What a module reaches for, by full names: `from os import system as s` makes `s` "os.system".

This reads the text alone. Somebody who is clever enough gets round it; then the sandbox holds.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from msgspec import Struct

# The way from any value to the interpreter's own insides.
INTERNALS = frozenset(
    {
        "__builtins__", "__subclasses__", "__globals__", "__code__", "__closure__", "__base__", "__bases__", "__mro__",
        "__loader__", "__spec__", "__getattribute__", "__reduce__", "__reduce_ex__", "f_globals", "f_builtins",
        "f_locals", "f_back", "gi_frame", "cr_frame", "ag_frame", "tb_frame",
    }
)  # fmt: skip
# These reach for what a text says.
BY_NAME = {"getattr": 1, "setattr": 1, "delattr": 1, "operator.attrgetter": 0, "operator.methodcaller": 0}


class Use(Struct, frozen=True):
    """`name`: in full; empty for what is the module's own. `parts`: as they are written. `called`: where it is called,
    with what; None where it is only named."""

    name: str
    parts: tuple[str, ...]
    line: int
    called: ast.Call | None


def of_module(tree: ast.Module) -> Iterator[Use]:
    """Everything that is named, in no certain order."""
    imported, own = dict(_imported(tree)), set(_defined(tree))

    def walk(node: ast.AST, call: ast.Call | None = None) -> Iterator[Use]:
        parts = _parts(node)
        if parts and isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            head, *rest = parts
            hidden = not hasattr(builtins, head) or head in own and call is None
            known = imported.get(head, "" if hidden else head)
            name = ".".join([known, *rest]) if known else ""
            yield Use(name.removeprefix("builtins."), tuple(parts), node.lineno, call)
            return
        if isinstance(node, ast.Attribute):
            yield Use("", (node.attr,), node.lineno, None)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, node if isinstance(node, ast.Call) and child is node.func else None)

    yield from walk(tree)


def named(use: Use) -> str | None:
    """What a call reaches for by its name, where that is written out; None where it is put together."""
    place = BY_NAME[use.name]
    arguments = use.called.args if use.called else []
    given = arguments[place] if len(arguments) > place else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def texts(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The strings of a module, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that the module gives, with their lines."""
    for node in ast.walk(tree):
        name, line = _name(node), getattr(node, "lineno", 0)
        if name:
            yield name, line


def _defined(tree: ast.Module) -> Iterator[str]:
    return (name for name, _ in defined(tree))


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    return node.arg if isinstance(node, ast.arg) else ""


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What is imported: the name here, and its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                yield alias.asname or top, alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _parts(node: ast.AST) -> list[str]:
    """`a.b.c` as a list; empty for anything that is not names alone."""
    if isinstance(node, ast.Name):
        return [node.id]
    before = _parts(node.value) if isinstance(node, ast.Attribute) else []
    return [*before, node.attr] if before and isinstance(node, ast.Attribute) else []
