"""Values and conditions inside of queries: what the database makes of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, Q, Value

from app import queries, spoken
from tests.conftest import use_database

DAY = Value(dt.date(2026, 3, 1), output_field=models.DateField())  # a Sunday
EVENING = dt.datetime(2026, 3, 1, 18, 30, tzinfo=dt.UTC)
MOMENT = Value(EVENING, output_field=models.DateTimeField())
NOTHING = Value(None, output_field=models.IntegerField())
APPLIED = MigrationRecorder.Migration.objects  # rows that every database has


@pytest.fixture(autouse=True)
def database(migrated: str) -> None:
    """Nobody writes here: one is enough for all."""
    use_database(migrated)


def value_of(expression: Any) -> Any:
    return APPLIED.annotate(made=expression).values_list("made", flat=True)[0]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (spoken.MonthOf(DAY), "2026-03"),
        (spoken.DayOf(MOMENT), "2026-03-01"),
        (spoken.YearOf(DAY), 2026),
        (spoken.WeekdayOf(DAY), 7),
        (spoken.week_of(DAY), "2026-W09"),
        (spoken.joined("a", Value("b"), "c"), "abc"),
        (spoken.joined("a", None), None),
        (spoken.seconds_between(MOMENT, EVENING - dt.timedelta(minutes=2)), 120),
        (spoken.days_between(dt.date(2026, 3, 5), DAY), 4),
        (spoken.later_day(DAY, 3 * 86_400), dt.date(2026, 3, 4)),
        (spoken.later_moment(MOMENT, 90), EVENING + dt.timedelta(seconds=90)),
        (
            spoken.Seconds(
                Value(dt.timedelta(hours=1), output_field=models.DurationField())
            ),
            3600,
        ),
        (queries.rest(-7, 3), 2),
        (queries.rest(7, -3), -2),
        (queries.rest(7, 0), None),
        (queries.floor(-7, 3), -3),
        (queries.floor(7, 3), 2),
        (queries.floor(7, 0), None),
        (queries.quotient(7, 2), Decimal("3.5")),
        (queries.quotient(7, 0), None),
        (queries.either(NOTHING, 5, 6, field=models.IntegerField()), 5),
        (queries.truth(queries.holds(True)), True),
        (queries.truth(queries.holds(False)), False),
        (queries.truth(queries.compared(NOTHING, "==", 1)), False),
        (
            queries.chosen(
                queries.holds(True), Value(1), Value(2), models.IntegerField()
            ),
            1,
        ),
        (
            queries.chosen(
                queries.holds(False), Value(1), Value(2), models.IntegerField()
            ),
            2,
        ),
    ],
)
def test_plan_a_value_of_a_query(expression: Any, value: object) -> None:
    assert value_of(expression) == value


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (queries.holds(True), True),
        (queries.holds(False), False),
        *[
            (queries.compared(1, sign, 1), sign in ("==", "<=", ">="))
            for sign in queries.SIGNS
        ],
        *[
            (queries.compared(1, sign, 2), sign in ("<", "<="))
            for sign in queries.SIGNS
        ],
        *[
            (queries.compared(2, sign, 1), sign in (">", ">="))
            for sign in queries.SIGNS
        ],
        (queries.compared(1, "!=", 2), True),
        (queries.compared(1, "!=", 1), False),
        (queries.compared(None, "!=", 1), False),
        (queries.compared(1, "!=", None), False),
        (queries.empty(None), True),
        (queries.empty(1), False),
        (queries.among(1, [1, None]), True),
        (queries.among(3, [1, 2]), False),
        (queries.among(1, [Value(1), 2]), True),
        (queries.among(2, [Value(1), 2]), True),
        (queries.among(1, []), False),
        (queries.among(None, [1]), False),
        (queries.not_among(3, [1, Value(2)]), True),
        (queries.not_among(2, [1, Value(2)]), False),
        (queries.not_among(1, []), True),
        (queries.not_among(None, []), False),
        (~queries.known(queries.compared(NOTHING, "==", 1)), True),
        (queries.known(queries.compared(1, "==", 1)), True),
    ],
)
def test_plan_a_condition_of_a_query(condition: Q, holds: bool) -> None:
    assert APPLIED.filter(condition).exists() == holds


def test_plan_numbers_over_rows_of_another_kind() -> None:
    rows = APPLIED.order_by("-name")
    keys = sorted(APPLIED.values_list("pk", flat=True))
    whole, real = models.IntegerField(), models.FloatField()
    assert value_of(queries.number_of(rows)) == len(keys)
    assert value_of(queries.total_of(rows, F("pk"), whole)) == sum(keys)
    assert value_of(queries.total_of(rows.filter(pk=0), F("pk"), whole)) == 0
    assert value_of(queries.mean_of(rows, F("pk"), real)) == pytest.approx(
        sum(keys) / len(keys)
    )
    assert value_of(queries.least_of(rows, F("pk"), whole)) == keys[0]
    assert value_of(queries.most_of(rows, F("pk"), whole)) == keys[-1]
