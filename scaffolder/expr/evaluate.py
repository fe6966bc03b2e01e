"""The reference meaning of an expression: what tests expect and what every compiler must agree with.

Rows are mappings: a field gives its value, a to-one relation a row or None, a to-many path a list of rows, `id` the
key by which rows are compared, the owner link (under its name) a row of the login user, whose keys are id, email, role
and the snake-case name of each profile entity. Computed fields are computed here and never read. Numbers with decimals
are Decimal (float fields may hold floats), durations timedelta, dates with a time aware datetimes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

from scaffolder.expr.literals import literal_for
from scaffolder.expr.nodes import (
    AGGREGATES,
    Binary,
    Call,
    Choose,
    Compare,
    Items,
    Logic,
    Node,
    Path,
    Step,
    Typed,
    Unary,
    Value,
)  # fmt: skip

Row: TypeAlias = Mapping[str, Any]
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge,
}  # fmt: skip


class Env(Struct, frozen=True):
    """`now` is aware; `self_row` is what `self` means, the row itself where it is None."""

    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    today: date = date(2026, 1, 1)
    user: Row | None = None
    role: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    self_row: Row | None = None


def evaluate(typed: Typed, row: Row, env: Env) -> Any:
    """The value of a checked expression for one row ({} where the scope has no entity)."""
    return _Evaluator(typed, row, env).value(typed.node)


class _Evaluator(Struct, frozen=True):
    """`source` and `element`: the to-many path an aggregate goes over, and its row at hand."""

    typed: Typed
    row: Row
    env: Env
    source: Path | None = None
    element: Row | None = None

    def value(self, node: Node) -> Any:
        match node:
            case Value(value=value):
                return value
            case Path():
                return self.path(node)
            case Unary(op="not", operand=operand):
                return not self.value(operand)
            case Unary(operand=operand):
                value = self.value(operand)
                return None if value is None else -value
            case Binary():
                return self.binary(node)
            case Compare():
                return self.compare(node)
            case Logic(op="and", operands=operands):
                return all(self.value(o) for o in operands)
            case Logic(operands=operands):
                return any(self.value(o) for o in operands)
            case Choose(test=test, then=then, other=other):
                return self.value(then if self.value(test) else other)
            case Call(name=name) if name in AGGREGATES:
                return self.aggregate(node)
            case Call():
                return self.call(node)
        raise TypeError(node)

    def path(self, node: Path) -> Any:
        steps = self.typed.steps(node)
        if self.source is not None and node.parts[: len(self.source.parts)] == self.source.parts:
            return self.along(self.element, steps[len(self.source.parts) :])
        return self.along(self.start(steps[0]), steps[1:])

    def start(self, step: Step) -> Any:
        match step.kind:
            case "user":
                return self.env.user
            case "role":
                return self.env.role
            case "now":
                return self.env.now
            case "today":
                return self.env.today
            case "self":
                return self.row if self.env.self_row is None else self.env.self_row
            case "param":
                return self.env.params.get(step.name)
            case _:
                return self.step(self.row, step)

    def along(self, value: Any, steps: tuple[Step, ...]) -> Any:
        for step in steps:
            if value is None:
                return None
            value = self.step(value, step)
        return value

    def step(self, row: Row, step: Step) -> Any:
        if step.computed is not None:
            return evaluate(step.computed, row, self.env)
        if step.kind == "to_many":
            return [r for r in row.get(step.name) or [] if not (step.soft_delete and r.get("deleted_at"))]
        return row.get(step.name)

    def rows(self, steps: tuple[Step, ...]) -> Iterator[Row]:
        """The rows at the end of a path, through every to-many step."""
        found = [self.start(steps[0])]
        found = found[0] if steps[0].kind == "to_many" else found
        for step in steps[1:]:
            reached = [self.step(r, step) for r in found if r is not None]
            found = [r for many in reached for r in many] if step.kind == "to_many" else reached
        return (r for r in found if r is not None)

    def binary(self, node: Binary) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if left is None or right is None or (node.op in ("/", "//", "%") and not right):
            return None
        if self.typed.of(node).kind == "decimal":
            if isinstance(left, timedelta):
                left, right = left // timedelta(microseconds=1), right // timedelta(microseconds=1)
            left, right = exact(left), exact(right)
        return OPERATORS[node.op](left, right)

    def compare(self, node: Compare) -> bool:
        left = self.value(node.left)
        if node.op == "is":
            return left is None
        if node.op == "is not":
            return left is not None
        if node.op not in ("in", "not in"):
            return self.holds(node.op, node.left, node.right)
        if isinstance(node.right, Items):
            if node.op == "not in":
                return all(self.holds("!=", node.left, item) for item in node.right.items)
            return any(self.holds("==", node.left, item) for item in node.right.items)
        if not isinstance(node.right, Path):
            raise TypeError(node)
        found = left is not None and any(r["id"] == left["id"] for r in self.rows(self.typed.steps(node.right)))
        return left is not None and found == (node.op == "in")

    def holds(self, op: str, near: Node, far: Node) -> bool:
        left, right = self.operand(near, far), self.operand(far, near)
        if left is None or right is None:
            return False
        if isinstance(left, Mapping):
            left, right = left["id"], right["id"]
        if isinstance(left, UUID) or isinstance(right, UUID):
            left, right = str(left), str(right)
        if isinstance(left, float) or isinstance(right, float):
            left, right = exact(left), exact(right)
        return bool(OPERATORS[op](left, right))

    def operand(self, node: Node, other: Node) -> Any:
        literal = literal_for(node, self.typed.of(other).kind)
        return self.value(node) if literal is None else literal

    def aggregate(self, node: Call) -> Any:
        source = self.typed.source(node)
        rows = [replace(self, source=source, element=r) for r in self.rows(self.source_steps(source))]
        if len(node.args) == 2:
            rows = [r for r in rows if r.value(node.args[1])]
        if node.name == "count":
            return len(rows)
        values = [v for v in (r.value(node.args[0]) for r in rows) if v is not None]
        kind = self.typed.of(node).kind
        if node.name == "sum":
            zero: Any = {"decimal": Decimal(0), "duration": timedelta()}.get(kind, 0)
            return sum(values, zero)
        if not values:
            return None
        if node.name == "avg":
            return sum((exact(v) for v in values), Decimal(0)) / len(values)
        return min(values) if node.name == "min" else max(values)

    def source_steps(self, source: Path) -> tuple[Step, ...]:
        length = len(source.parts)
        return next(s[:length] for p, s in self.typed.paths.items() if p.parts[:length] == source.parts)

    def call(self, node: Call) -> Any:
        values = [self.value(a) for a in node.args]
        if node.name == "coalesce":
            return next((v for v in values if v is not None), None)
        return None if values[0] is None else CALLS[node.name](*values)


def exact(number: int | float | Decimal) -> Decimal:
    """A float as the decimal number that it prints as."""
    return Decimal(str(number)) if isinstance(number, float) else Decimal(number)


def rounded(number: int | float | Decimal, digits: int | None = None) -> int | Decimal:
    """Half away from zero; an int where no number of decimals is given."""
    result = exact(number).quantize(Decimal(1).scaleb(-(digits or 0)), ROUND_HALF_UP)
    return int(result) if digits is None else result


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


CALLS: dict[str, Callable[..., Any]] = {
    "days": lambda n: timedelta(days=n), "weeks": lambda n: timedelta(weeks=n), "hours": lambda n: timedelta(hours=n),
    "minutes": lambda n: timedelta(minutes=n), "year": lambda d: d.year, "month": lambda d: f"{d:%Y-%m}",
    "week": _week, "day": lambda d: f"{d:%Y-%m-%d}", "weekday": lambda d: d.isoweekday(), "round": rounded, "abs": abs,
    "len": len, "lower": str.lower, "upper": str.upper,
}  # fmt: skip
