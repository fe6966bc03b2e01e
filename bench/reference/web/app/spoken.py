"""What each database spells its own way: numbers, dates and lengths of time inside of queries."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ExpressionWrapper, Func, Value
from django.db.models.functions import Cast, Round
from django.db.models.sql.compiler import SQLCompiler


def is_expression(value: Any) -> bool:
    return hasattr(value, "resolve_expression")


def expression(value: Any) -> Any:
    if value is None:
        return Value(None, output_field=models.CharField())
    return value if is_expression(value) else Value(value)


def joined(*texts: Any) -> Any:
    """One text; nothing where one of them is missing."""
    written = {"arg_joiner": " || ", "template": "(%(expressions)s)"}
    return Func(*map(expression, texts), output_field=models.CharField(), **written)


class Spoken(Func):
    """A function that each database spells its own way."""

    sqlite = ""
    postgresql = ""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(compiler, connection, template=self.sqlite, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(compiler, connection, template=self.postgresql, **context)


class Seconds(Spoken):
    """Of a length of time."""

    output_field = models.IntegerField()
    sqlite = "(%(expressions)s / 1000000)"
    postgresql = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS INTEGER)"


class Span(Spoken):
    """A length of time, from seconds."""

    output_field = models.DurationField()
    sqlite = "(%(expressions)s * 1000000)"
    postgresql = "make_interval(secs => %(expressions)s)"


class Fraction(Spoken):
    """A number that is not divided as a whole one."""

    output_field = models.DecimalField()
    sqlite = "CAST(%(expressions)s AS REAL)"
    postgresql = "CAST(%(expressions)s AS NUMERIC)"


class MonthOf(Spoken):
    """Like "2026-03"."""

    output_field = models.CharField()
    sqlite = "strftime('%%Y-%%m', %(expressions)s)"
    postgresql = "to_char(%(expressions)s, 'YYYY-MM')"


class DayOf(Spoken):
    """Like "2026-03-05"."""

    output_field = models.CharField()
    sqlite = "strftime('%%Y-%%m-%%d', %(expressions)s)"
    postgresql = "to_char(%(expressions)s, 'YYYY-MM-DD')"


class YearOf(Spoken):
    output_field = models.IntegerField()
    sqlite = "CAST(strftime('%%Y', %(expressions)s) AS INTEGER)"
    postgresql = "CAST(EXTRACT(YEAR FROM %(expressions)s) AS INTEGER)"


class WeekdayOf(Spoken):
    """1 (Monday) to 7."""

    output_field = models.IntegerField()
    sqlite = "((strftime('%%w', %(expressions)s) + 6) %% 7 + 1)"
    postgresql = "CAST(EXTRACT(ISODOW FROM %(expressions)s) AS INTEGER)"


class Thursday(Spoken):
    """That of the same week, whose year is that of the week."""

    output_field = models.DateField()
    sqlite = "date(%(expressions)s, '-3 days', 'weekday 4')"
    postgresql = "(CAST(date_trunc('week', %(expressions)s) AS DATE) + 3)"


class YearText(Spoken):
    output_field = models.CharField()
    sqlite = "strftime('%%Y', %(expressions)s)"
    postgresql = "to_char(%(expressions)s, 'YYYY')"


class WeekText(Spoken):
    """The number of a Thursday among those of its year."""

    output_field = models.CharField()
    sqlite = "printf('%%02d', (strftime('%%j', %(expressions)s) - 1) / 7 + 1)"
    postgresql = "to_char(%(expressions)s, 'IW')"


def week_of(value: Any) -> Any:
    """Like "2026-W10"."""
    return joined(YearText(Thursday(value)), Value("-W"), WeekText(Thursday(value)))


class Instant(Spoken):
    """A moment as a number of seconds."""

    output_field = models.FloatField()
    sqlite = "(julianday(%(expressions)s) * 86400.0)"
    postgresql = "EXTRACT(EPOCH FROM %(expressions)s)"


class DayNumber(Spoken):
    """A date as a number of days."""

    output_field = models.IntegerField()
    sqlite = "CAST(julianday(%(expressions)s) + 0.5 AS INTEGER)"
    postgresql = "(%(expressions)s - DATE '2000-01-01')"


def seconds_between(left: Any, right: Any) -> Any:
    """From the second moment to the first."""
    seconds = Instant(expression(left)) - Instant(expression(right))
    return Cast(Round(seconds), models.IntegerField())


def days_between(left: Any, right: Any) -> Any:
    """From the second date to the first."""
    return DayNumber(expression(left)) - DayNumber(expression(right))


def later_moment(moment: Any, seconds: Any) -> Any:
    later = expression(moment) + Span(expression(seconds))
    return ExpressionWrapper(later, models.DateTimeField())


class LaterDay(Spoken):
    """A date and a number of days."""

    output_field = models.DateField()
    sqlite = "date(%(expressions)s || ' days')"
    postgresql = "(%(expressions)s)"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return super().as_postgresql(compiler, connection, arg_joiner=" + ", **context)


def later_day(day: Any, seconds: Any) -> Any:
    days = Cast(expression(seconds) / 86400, models.IntegerField())
    return LaterDay(expression(day), days)
