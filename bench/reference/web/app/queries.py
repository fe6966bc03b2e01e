"""Values and conditions inside of queries, the same for SQLite and PostgreSQL.

A comparison with a missing value holds for no row. Lengths of time are whole seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, QuerySet, Subquery, Value, When, lookups
from django.db.models.functions import Coalesce, NullIf

from app.spoken import Fraction, expression, is_expression

SIGNS: dict[str, Any] = {
    "==": lookups.Exact,
    "<": lookups.LessThan,
    "<=": lookups.LessThanOrEqual,
    ">": lookups.GreaterThan,
    ">=": lookups.GreaterThanOrEqual,
}


def holds(known: bool) -> Q:
    """All rows, or none."""
    return Q(lookups.Exact(Value(1), int(known)))


def compared(left: Any, sign: str, right: Any) -> Q:
    if left is None or right is None:
        return holds(False)
    if sign == "!=":
        return ~Q(lookups.Exact(expression(left), right))
    return Q(SIGNS[sign](expression(left), right))


def empty(value: Any) -> Q:
    return Q(lookups.IsNull(expression(value), True))


def among(value: Any, known: Sequence[Any]) -> Q:
    """Equal to one of them."""
    found = holds(False)
    for one in known if any(map(is_expression, known)) else ():
        found |= compared(value, "==", one)
    plain = [v for v in known if v is not None and not is_expression(v)]
    if value is not None and plain:
        found |= Q(lookups.In(expression(value), plain))
    return found


def not_among(value: Any, known: Sequence[Any]) -> Q:
    """There is a value, and it differs from them all."""
    found = holds(value is not None) & ~empty(value)
    for one in known:
        found &= compared(value, "!=", one)
    return found


def truth(condition: Q) -> Any:
    """True or false, never missing."""
    return chosen(condition, Value(True), Value(False), models.BooleanField())


def known(condition: Q) -> Q:
    """The same, false where it cannot be told: its opposite holds then."""
    return Q(lookups.Exact(truth(condition), True))


def chosen(test: Q, then: Any, other: Any, field: models.Field[Any, Any]) -> Any:
    return Case(When(test, then=then), default=other, output_field=field)


def either(*values: Any, field: models.Field[Any, Any]) -> Any:
    """The first that is there."""
    return Coalesce(*map(expression, values), output_field=field)


def rest(left: Any, right: Any) -> Any:
    """Of whole numbers, as Python has it: with the sign of `right`."""
    by = NullIf(expression(right), 0)
    return (expression(left) % by + by) % by


def floor(left: Any, right: Any) -> Any:
    """Of whole numbers, rounded down."""
    by = NullIf(expression(right), 0)
    return (expression(left) - rest(left, right)) / by


def measured(
    rows: QuerySet[Any], value: Any, function: str, field: models.Field[Any, Any]
) -> Any:
    """One number over rows of another kind."""
    over = Func(value, function=function, output_field=field)
    return Subquery(rows.order_by().annotate(measured=over).values("measured"))


def number_of(rows: QuerySet[Any]) -> Any:
    return measured(rows, F("pk"), "COUNT", models.IntegerField())


def total_of(rows: QuerySet[Any], value: Any, field: models.Field[Any, Any]) -> Any:
    return Coalesce(measured(rows, value, "SUM", field), 0, output_field=field)


def mean_of(rows: QuerySet[Any], value: Any, field: models.Field[Any, Any]) -> Any:
    return measured(rows, value, "AVG", field)


def least_of(rows: QuerySet[Any], value: Any, field: models.Field[Any, Any]) -> Any:
    return measured(rows, value, "MIN", field)


def most_of(rows: QuerySet[Any], value: Any, field: models.Field[Any, Any]) -> Any:
    return measured(rows, value, "MAX", field)


def quotient(left: Any, right: Any) -> Any:
    """An exact number; nothing where it is divided by zero."""
    number = models.DecimalField(max_digits=30, decimal_places=10)
    over = Fraction(expression(left)), NullIf(expression(right), 0)
    return Func(
        *over, arg_joiner=" / ", template="(%(expressions)s)", output_field=number
    )
