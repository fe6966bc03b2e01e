"""The opposite of a rule as SQL means it: when a row surely breaks it.

A rule that compares with a value that is not there is neither kept nor broken, and an SQL CHECK lets it pass.
"""

from __future__ import annotations

from typing import Any

from scaffolder.expr.nodes import Choose, Compare, Logic, Node, Unary, Value
from scaffolder.expr.parsing import logic

OPPOSITE: dict[str, Any] = {
    "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "in": "not in", "not in": "in",
    "is": "is not", "is not": "is",
}  # fmt: skip


def breach(rule: Node) -> Node:
    """A condition that holds where a checked condition is False, and neither where it is True nor where it is NULL."""
    match rule:
        case Compare(op=op, left=left, right=right):
            return Compare(OPPOSITE[op], left, right)
        case Logic(op=op, operands=operands):
            return logic("or" if op == "and" else "and", [breach(o) for o in operands])
        case Unary(operand=operand):
            return kept(operand)
        case Choose(test=test, then=then, other=other):
            return Choose(test, breach(then), breach(other))
        case Value(value=value):
            return Value(not value)
    return logic("and", [Compare("is not", rule, Value(None)), Unary("not", rule)])


def kept(rule: Node) -> Node:
    """A condition that holds where a checked condition is True."""
    match rule:
        case Logic(op=op, operands=operands):
            return logic(op, [kept(o) for o in operands])
        case Unary(operand=operand):
            return breach(operand)
        case Choose(test=test, then=then, other=other):
            return Choose(test, kept(then), kept(other))
    return rule
