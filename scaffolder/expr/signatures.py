"""What the functions of the language take and give."""

from __future__ import annotations

from scaffolder.expr.nodes import NUMBERS, Kind

ARGUMENTS = {
    "round": (1, 2),
    "coalesce": (2, 8),
    "count": (1, 2),
    "sum": (1, 2),
    "avg": (1, 2),
    "min": (1, 2),
    "max": (1, 2),
}
DAY_KINDS: frozenset[Kind] = frozenset({"date", "datetime"})
WHOLE: frozenset[Kind] = frozenset({"integer"})
TEXT: frozenset[Kind] = frozenset({"string"})
CALLS: dict[str, tuple[frozenset[Kind], Kind | None]] = {
    "days": (WHOLE, "duration"), "weeks": (WHOLE, "duration"), "hours": (WHOLE, "duration"),
    "minutes": (WHOLE, "duration"), "year": (DAY_KINDS, "integer"), "month": (DAY_KINDS, "string"),
    "week": (DAY_KINDS, "string"), "day": (DAY_KINDS, "string"), "weekday": (DAY_KINDS, "integer"),
    "round": (NUMBERS, None), "abs": (NUMBERS, None), "len": (TEXT, "integer"), "lower": (TEXT, "string"),
    "upper": (TEXT, "string"),
}  # fmt: skip
