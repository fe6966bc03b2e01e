"""What tools for mutation change besides: further slips of one node, for `generic.py`."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from tests.mutants.edits import become
from tests.mutants.places import Edit

SWAPPED = {
    "all": "any", "any": "all", "asc": "desc", "desc": "asc", "max": "min", "min": "max", "lower": "upper",
    "upper": "lower", "first": "last", "last": "first", "startswith": "endswith", "endswith": "startswith",
    "ceil": "floor", "floor": "ceil", "outerjoin": "join", "filter": "exclude", "exclude": "filter",
    "lstrip": "rstrip", "rstrip": "lstrip", "partition": "rpartition", "rpartition": "partition",
    "union": "intersection",
}  # fmt: skip


def usual(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    """The changes of a node, each with what is said of it."""
    if isinstance(node, ast.Compare):
        yield from _comparison(node)
    if isinstance(node, ast.BoolOp):
        for place, value in enumerate(node.values):
            yield f"left out of it: `{ast.unparse(value)}`", lambda n, p=place: _without(n, p)
    if isinstance(node, ast.Constant):
        yield from _constant(node)
    if isinstance(node, (ast.If, ast.IfExp)):
        for always in (True, False):
            yield f"always {always}", lambda n, a=always: setattr(n, "test", ast.Constant(a))
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield "None returned", lambda n: setattr(n, "value", ast.Constant(None))
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value and not _is_none(node.value):
        yield "None assigned", lambda n: setattr(n, "value", ast.Constant(None))
    if isinstance(node, ast.AugAssign):
        yield "assigned, not added", lambda n: become(n, ast.Assign([n.target], n.value, lineno=n.lineno))
        if isinstance(node.op, (ast.Add, ast.Sub)):
            swap = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
            yield "another operator", lambda n: setattr(n, "op", swap())
    if isinstance(node, ast.Call):
        yield from _call(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Invert)):
        yield "sign left out", lambda n: become(n, n.operand)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        for place, made in enumerate(node.generators):
            for at in range(len(made.ifs)):
                yield "condition left out", lambda n, p=place, a=at: n.generators[p].ifs.pop(a)
    if isinstance(node, ast.Slice):
        for end in ("lower", "upper"):
            if getattr(node, end):
                yield f"{end} end left out", lambda n, e=end: setattr(n, e, None)
    yield from _statement(node)


def _statement(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    if isinstance(node, ast.Break):
        yield "continue for break", lambda n: become(n, ast.Continue())
    if isinstance(node, ast.Continue):
        yield "break for continue", lambda n: become(n, ast.Break())
    if isinstance(node, ast.For):
        yield "no round", lambda n: setattr(n, "iter", ast.Tuple([], ast.Load()))
        yield "one round", lambda n: n.body.append(ast.Break())
    if isinstance(node, ast.With):
        yield "without it", lambda n: become(n, ast.If(ast.Constant(True), n.body, [])) if _nameless(n) else None
    if isinstance(node, ast.Try) and node.handlers:
        for place in range(len(node.handlers)):
            yield "not caught", lambda n, p=place: setattr(n.handlers[p], "body", [ast.Raise()])
            yield "swallowed", lambda n, p=place: setattr(n.handlers[p], "body", [ast.Pass()])
    if isinstance(node, ast.ClassDef):
        for place, part in enumerate(node.body):
            if isinstance(part, (ast.Assign, ast.AnnAssign, ast.FunctionDef)):
                name = ast.unparse(part).strip().splitlines()[0]
                yield f"left out of it: `{name}`", lambda n, p=place: n.body.__setitem__(p, ast.Pass())


def _comparison(node: ast.Compare) -> Iterator[tuple[str, Edit]]:
    turned: dict[type[ast.cmpop], type[ast.cmpop]] = {
        ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Is, ast.NotEq: ast.IsNot,
    }  # fmt: skip
    other = turned.get(type(node.ops[0]))
    if other and not (other in (ast.Is, ast.IsNot) and isinstance(node.comparators[0], (ast.Constant, ast.Attribute))):
        yield f"{other.__name__} for {type(node.ops[0]).__name__}", lambda n: n.ops.__setitem__(0, other())


def _constant(node: ast.Constant) -> Iterator[tuple[str, Edit]]:
    value = node.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield "one less", lambda n: setattr(n, "value", n.value - 1)
    elif isinstance(value, str) and value:
        yield "no text", lambda n: setattr(n, "value", "")


def _call(node: ast.Call) -> Iterator[tuple[str, Edit]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in SWAPPED:
        field = "attr" if isinstance(node.func, ast.Attribute) else "id"
        yield f"{SWAPPED[name]} for {name}", lambda n: setattr(n.func, field, SWAPPED[name])
    if isinstance(node.func, ast.Attribute):
        yield f"without .{name}()", lambda n: become(n, n.func.value)
    if len(node.args) == 2 and not any(isinstance(a, ast.Starred) for a in node.args):
        yield "arguments swapped", lambda n: n.args.reverse()
    if len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred):
        yield "its argument for it", lambda n: become(n, n.args[0])
    for place, given in enumerate(node.keywords):
        if given.arg and not _is_none(given.value) and given.arg not in ("description", "summary", "tags"):
            yield f"{given.arg}=None", lambda n, p=place: setattr(n.keywords[p], "value", ast.Constant(None))


def _without(node: ast.BoolOp, place: int) -> None:
    node.values.pop(place)
    if len(node.values) == 1:
        become(node, copy.copy(node.values[0]))


def _nameless(node: ast.With) -> bool:
    return all(i.optional_vars is None for i in node.items)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
