"""Values that are written out in an expression: what they mean, and how Python and SQLAlchemy write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from scaffolder.expr.nodes import Binary, Call, ExprError, Kind, Node, Type, Unary, Value

SECONDS = {"minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
READERS: dict[str, Callable[[str], date | time | UUID]] = {
    "date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat,
    "uuid": UUID,
}  # fmt: skip
EXAMPLES = {
    "date": "2026-03-31", "datetime": "2026-03-31T12:00:00+00:00", "time": "12:30",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
}  # fmt: skip


def literal_for(node: Node, kind: Kind) -> date | time | UUID | None:
    """What a text literal means beside a value of `kind` (UTC where it says no other), or None: no such literal."""
    if kind not in READERS or not isinstance(node, Value) or not isinstance(node.value, str):
        return None
    found: date | time | UUID | None
    try:
        found = READERS[kind](node.value)
    except ValueError:
        found = None
    if found is None or (isinstance(found, time) and found.tzinfo):
        raise ExprError(f'"{node.value}" is not {Type(kind).words} like {EXAMPLES[kind]}', offset=node.offset)
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and not found.tzinfo else found


def whole_days(node: Node) -> bool:
    """Whether a length of time is a number of days by how it is written."""
    match node:
        case Call(name="days" | "weeks"):
            return True
        case Binary(op="+", left=left, right=right):
            return whole_days(left) and whole_days(right)
        case Binary(op="-", left=left, right=right):
            return whole_days(left) and whole_days(right)
        case Unary(op="-", operand=operand):
            return whole_days(operand)
        case _:
            return False


def not_zero(node: Node) -> bool:
    """Whether a divisor is a number or length of time written out, and not zero."""
    if isinstance(node, Call) and node.name in ("days", "weeks", "hours", "minutes"):
        return not_zero(node.args[0])
    return isinstance(node, Value) and node.value != 0


def fixed_length(node: Node) -> timedelta | None:
    """A duration that is written out."""
    if isinstance(node, Call) and node.name in SECONDS and isinstance(node.args[0], Value):
        number = node.args[0].value
        return timedelta(seconds=SECONDS[node.name] * float(number)) if isinstance(number, int) else None
    return None


def literal(value: Any) -> str:
    """A value as Python writes it, with `dt` for the datetime module."""
    match value:
        case Decimal():
            return f'Decimal("{value:f}")'
        case datetime() | date() | time() | timedelta():
            return repr(value).replace("datetime.", "dt.").replace("dt.timezone.utc", "dt.UTC")
        case str():
            text = repr(value)
            return f'"{text[1:-1]}"' if text.startswith("'") and '"' not in value else text
        case UUID():
            return f'UUID("{value}")'
    return repr(value)


def constant(value: Any) -> str:
    """A value as SQLAlchemy writes it; a length of time is a number of seconds."""
    if value is None or isinstance(value, bool):
        return {None: "sa.null()", True: "sa.true()", False: "sa.false()"}[value]
    return str(int(value.total_seconds())) if isinstance(value, timedelta) else literal(value)
