"""Mutants that know nothing of plans: every node of a module changed in one of the ways that a slip of the hand would.

What only people or type checkers read is left alone: docstrings, descriptions, tags, annotations of plain variables,
type variables, `__all__`, imports for type checkers.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutants.edits import become, loosened
from tests.mutants.places import Edit
from tests.mutants.usual import usual

UNREAD = (
    "description", "docs_url", "examples", "help", "json_schema_extra", "metavar", "prog", "redoc_url", "summary",
    "tags", "title",
)  # fmt: skip
LEFT_OUT = (ast.If, ast.For, ast.Expr, ast.Raise, ast.AugAssign, ast.Return, ast.With)
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Slip:
    """A changed module; `first` and `last`: the lines of the statement that was changed."""

    path: str
    first: int
    last: int
    change: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.path}:{self.first}: {self.change}"


def slips(path: str, text: str) -> Iterator[Slip]:
    """Every mutant of a module, in a stable order."""
    tree = ast.parse(text)
    for place, (statement, node) in enumerate(_nodes(tree)):
        for change, edit in _changes(node):
            changed = copy.deepcopy(tree)
            other = next(n for at, (_, n) in enumerate(_nodes(changed)) if at == place)
            edit(other)
            first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
            last = statement.body[0].lineno - 1 if isinstance(statement, ast.FunctionDef) else _end(statement)
            told = f"{change} in `{_shortened(node)}`"
            yield Slip(path, first, last, told, ast.unparse(ast.fix_missing_locations(changed)))


def _end(statement: ast.stmt) -> int:
    inner = getattr(statement, "body", None)
    return inner[0].lineno - 1 if inner and isinstance(inner[0], ast.stmt) else statement.end_lineno or 0


def _shortened(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 100 else text[:97] + "..."


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """Every node that a test could notice, with the statement that it stands in."""
    for statement in tree.body:
        yield from _inside(statement, statement)


def _inside(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.stmt, ast.AST]]:
    if isinstance(node, (ast.Import, ast.ImportFrom)) or _is_text(node) or _for_types_alone(node):
        return
    if isinstance(node, ast.stmt):
        statement = node
    yield statement, node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.keyword) and child.arg in UNREAD:
            continue
        if child is getattr(node, "annotation", None) and not _enforced(child):
            continue
        if child is getattr(node, "returns", None):
            continue
        yield from _inside(child, statement)


def _is_text(node: ast.AST) -> bool:
    """Whether it is a docstring, or `...`."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _for_types_alone(node: ast.AST) -> bool:
    """Whether nothing that runs goes by it."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) == "__all__" or ast.unparse(node.value).startswith("TypeVar(")
    return False


def _enforced(annotation: ast.AST) -> bool:
    """Whether the annotation does something when the program runs."""
    words = {n.id for n in ast.walk(annotation) if isinstance(n, ast.Name)}
    return bool(words & {"Annotated", "Literal"})


def _changes(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    yield from loosened(node)
    yield from usual(node)
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield "another operator", lambda n: setattr(n, "op", ARITHMETIC[type(n.op)]())
    if isinstance(node, ast.Constant):
        yield from _constants(node)
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield "condition negated", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield from _parts(node, "decorator_list", "decorator left out")
    if isinstance(node, (ast.FunctionDef, ast.If, ast.For, ast.With, ast.Try)):
        yield from _statements(node)
    if isinstance(node, ast.Call):
        yield from _parts(node, "keywords", "argument left out")
        if len(node.args) > 1:
            yield from _parts(node, "args", "argument left out")
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield from _parts(node, "elts", "item left out")
    if isinstance(node, ast.Dict):
        for place in range(len(node.keys)):
            yield f"item {place + 1} left out", lambda n, p=place: (n.keys.pop(p), n.values.pop(p))


def _constants(node: ast.Constant) -> Iterator[tuple[str, Edit]]:
    value = node.value
    if isinstance(value, bool):
        yield "other", lambda n: setattr(n, "value", not n.value)
    elif isinstance(value, (int, float)):
        yield "one more", lambda n: setattr(n, "value", n.value + 1)
    elif isinstance(value, str):
        yield "other text", lambda n: setattr(n, "value", n.value + "x")


def _parts(node: ast.AST, field: str, said: str) -> Iterator[tuple[str, Edit]]:
    for place, part in enumerate(getattr(node, field)):
        if getattr(part, "arg", "") not in UNREAD:
            yield f"{said} ({_shortened(part)})", lambda n, p=place: getattr(n, field).pop(p)


def _statements(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    """Each statement that can go without taking a name with it."""
    for field in ("body", "orelse", "finalbody"):
        for place, statement in enumerate(getattr(node, field, [])):
            if isinstance(statement, LEFT_OUT) and not _is_text(statement) or _sets_a_part(statement):
                change = f"left out: `{_shortened(statement)}`"
                yield change, lambda n, f=field, p=place: become(getattr(n, f)[p], ast.Pass())


def _sets_a_part(statement: ast.AST) -> bool:
    """Whether it assigns to an attribute or an item, not to a name."""
    return isinstance(statement, ast.Assign) and not isinstance(statement.targets[0], ast.Name)
