"""Which kinds of values can be added, multiplied, divided, and what comes of it."""

from __future__ import annotations

from scaffolder.expr.literals import whole_days
from scaffolder.expr.nodes import NUMBERS, Binary, ExprError, Kind, Node, Type
from scaffolder.expr.parsing import text


def arithmetic(node: Binary, left: Type, right: Type) -> Kind:
    """The kind of the result. Raises ExprError where there is none."""
    pair = (left.kind, right.kind)
    if left.kind in NUMBERS and right.kind in NUMBERS:
        return _numeric(node, left, right)
    if node.op == "+" and pair == ("string", "string"):
        return "string"
    if node.op in ("+", "-") and right.kind == "duration" and left.kind in ("date", "datetime", "duration"):
        if left.kind == "date" and not whole_days(node.right):
            raise _wrong(node.right, f"only days() and weeks() can be added to the date {text(node.left)}")
        return left.kind
    if node.op == "+" and left.kind == "duration" and right.kind in ("date", "datetime"):
        raise _wrong(node, f"write the date first: {text(node.right)} + {text(node.left)}")
    if node.op == "-" and pair in (("date", "date"), ("datetime", "datetime")):
        return "duration"
    if node.op == "*" and left.kind == "duration" and right.kind == "integer":
        return "duration"
    if node.op in ("/", "//") and pair == ("duration", "duration"):
        return "decimal" if node.op == "/" else "integer"
    if node.op in ("+", "-") and left.kind in ("date", "datetime") and right.kind in NUMBERS:
        amount = text(node.right)
        raise _wrong(node.right, f"say how long: {text(node.left)} {node.op} days({amount})")
    raise _wrong(node, f"{left.words} {node.op} {right.words} has no meaning: {text(node)}")


def _numeric(node: Binary, left: Type, right: Type) -> Kind:
    both_whole = left.kind == right.kind == "integer"
    if node.op in ("//", "%"):
        if not both_whole:
            raise _wrong(node, f"{node.op} needs whole numbers: {text(node)}")
        return "integer"
    if node.op == "/" or "decimal" in (left.kind, right.kind):
        return "decimal"
    return "integer" if both_whole else "float"


def _wrong(node: Node, message: str) -> ExprError:
    return ExprError(message, offset=node.offset)
