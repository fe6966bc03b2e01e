"""Which values of one field a condition names: "status == 'paid'", "status in ['paid', 'sent']", either with "or"."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from scaffolder import syntax


def values_of(expr: str) -> tuple[str, list[str]] | None:
    """The field and its values; None where the condition says anything else."""
    try:
        return _values(syntax.expression(expr).body)
    except (SyntaxError, ValueError, RecursionError):
        return None


def one_of(field: str, values: Iterable[str]) -> str:
    """The condition that the field has one of these values, each named once."""
    named = list(dict.fromkeys(values))
    return f"{field} == {named[0]!r}" if len(named) == 1 else f"{field} in {named!r}"


def _values(node: ast.expr) -> tuple[str, list[str]] | None:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        parts = [_values(value) for value in node.values]
        named = [part for part in parts if part is not None]
        same = len(named) == len(parts) and len({field for field, _ in named}) == 1
        return (named[0][0], [v for _, values in named for v in values]) if same else None
    if not (isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.left, ast.Name)):
        return None
    operator, right = node.ops[0], node.comparators[0]
    listed = isinstance(operator, ast.In) and isinstance(right, ast.List)
    texts = right.elts if isinstance(right, ast.List) and listed else [right] if isinstance(operator, ast.Eq) else []
    values = [t.value for t in texts if isinstance(t, ast.Constant) and isinstance(t.value, str)]
    return (node.left.id, values) if values and len(values) == len(texts) else None
