"""What an expression compares with: numbers and texts, and the values beside them that are worth trying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec import Struct

from scaffolder.criteria import values
from scaffolder.expr.nodes import Step, Typed, Value, walk
from scaffolder.plan import Entity, Field


class Literals(Struct, frozen=True):
    """The literals of an expression."""

    numbers: tuple[Decimal, ...]
    texts: tuple[str, ...]

    def near_numbers(self) -> list[Decimal]:
        near = [n + d for n in self.numbers for d in (0, 1, -1)]
        return list(dict.fromkeys([*near, *(Decimal(n) for n in (0, 1, 2, 3, 5, 10, 100, 1000))]))

    def days(self) -> list[int]:
        near = [int(n) + d for n in self.numbers if n == int(n) and abs(n) < 4000 for d in (0, 1, -1)]
        return list(dict.fromkeys([*near, 0, 1, 2, 30]))

    def dates(self) -> list[date]:
        today = values.NOW.date()
        offsets = [d for n in self.days() for d in (n, -n)]
        near = [today + timedelta(days=d) for d in dict.fromkeys([-1, 0, 1, *offsets])]
        return [*near, *(d for text in self.texts if (d := _date(text)) is not None)]

    def moments(self) -> list[datetime]:
        days = [datetime(d.year, d.month, d.day, 9, tzinfo=UTC) for d in self.dates()]
        hours = [values.NOW + timedelta(hours=int(n) + d) for n in self.numbers if 0 < n < 100 for d in (0, -1, 1)]
        return list(dict.fromkeys([*days, *hours]))

    def waits(self) -> list[timedelta]:
        days = [timedelta(days=d) for d in self.days() if d > 0]
        hours = [timedelta(hours=int(n) + d) for n in self.numbers if 0 < n < 100 for d in (0, 1)]
        return list(dict.fromkeys([*days, *hours, timedelta(days=60), timedelta(days=400)]))

    def other_texts(self, field: Field) -> list[str]:
        return [t for n in (0, 1) if (t := values.invent(Entity(name="Value"), field, n)) is not None]

    def of_kind(self, step: Step) -> list[Any]:
        kind = step.type.kind
        if kind in ("integer", "decimal", "float"):
            whole = [n for n in self.near_numbers() if kind != "integer" or n == int(n)]
            return [int(n) if kind == "integer" else n for n in whole]
        if kind == "date":
            return list(self.dates())
        if kind == "datetime":
            return list(self.moments())
        if kind == "boolean":
            return [True, False]
        if kind == "uuid":
            return list(self.texts)
        return [*self.texts, *step.type.choices] if kind == "string" else []


def literals_of(typed: Typed) -> Literals:
    numbers: list[Decimal] = []
    texts: list[str] = []
    for node in deep(typed):
        if isinstance(node, Value) and isinstance(node.value, str):
            texts.append(node.value)
        elif isinstance(node, Value) and node.value is not None and not isinstance(node.value, bool):
            numbers.append(Decimal(node.value))
    return Literals(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(texts)))


def deep(typed: Typed) -> Iterator[Any]:
    """The nodes of an expression and of the computed fields that it reads."""
    yield from walk(typed.node)
    for steps in typed.paths.values():
        for step in steps:
            if step.computed is not None:
                yield from deep(step.computed)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
