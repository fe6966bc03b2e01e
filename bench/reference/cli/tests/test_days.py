"""Days as people say them."""

from __future__ import annotations

import datetime as dt

import pytest

from reading_room_cli.clock import now, today
from reading_room_cli.dates import read_day


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the last evening of a month, a Tuesday."""
    monkeypatch.setenv("READING_ROOM_NOW", "2026-03-31T18:00:00+00:00")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-03-31"),
        ("Tomorrow", "2026-04-01"),
        ("yesterday", "2026-03-30"),
        ("tuesday", "2026-04-07"),
        ("wednesday", "2026-04-01"),
        ("thursday", "2026-04-02"),
        ("next  friday", "2026-04-03"),
        ("saturday", "2026-04-04"),
        ("sunday", "2026-04-05"),
        ("Monday", "2026-04-06"),
        ("in 3 days", "2026-04-03"),
        ("1 day ago", "2026-03-30"),
        ("in 1 week", "2026-04-07"),
        ("2 weeks ago", "2026-03-17"),
        ("in 1 month", "2026-04-30"),
        ("9 months", "2026-12-31"),
        ("1 month ago", "2026-02-28"),
        ("in 2 years", "2028-03-31"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_plan_a_day_is_read_as_people_say_it(said: str, day: str) -> None:
    assert str(read_day(said)) == day


@pytest.mark.parametrize(
    "said", ["monkeyday", "in 12345 days", "in 9999 years", "31.3.2026"]
)
def test_plan_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(ValueError):
        read_day(said)


def test_plan_a_day_begins_where_the_caller_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READING_ROOM_NOW", "2026-03-31T18:00:00-07:00")
    assert (now().isoformat(), str(today())) == (
        "2026-04-01T01:00:00+00:00",
        str(now().astimezone().date()),
    )
    monkeypatch.delenv("READING_ROOM_NOW")
    assert abs(now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
