"""Days as people say them: today, tomorrow, friday, in 3 days, 2 weeks ago, 2026-03-31."""

from __future__ import annotations

import datetime as dt
import re

from reading_room_cli.clock import today

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
NAMED = {"today": 0, "tomorrow": 1, "yesterday": -1}
AHEAD = re.compile(r"(?:in )?(\d{1,4}) (day|week|month|year)s?(?P<ago> ago)?")


def read_day(text: str) -> dt.date:
    """Raises ValueError for what is no day."""
    said = " ".join(text.lower().split())
    if said in NAMED:
        return today() + dt.timedelta(days=NAMED[said])
    if (weekday := said.removeprefix("next ")) in WEEKDAYS:
        return next_weekday(WEEKDAYS.index(weekday))
    if found := AHEAD.fullmatch(said):
        number = int(found[1]) * (-1 if found["ago"] else 1)
        return shifted(today(), number, found[2])
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise ValueError(
            f"{text!r} is no date: say 2026-03-31, today, friday, in 3 days or 2 weeks ago"
        ) from None


def next_weekday(wanted: int) -> dt.date:
    """The first such day after today; Monday is 0."""
    ahead = (wanted - today().weekday() - 1) % 7 + 1
    return today() + dt.timedelta(days=ahead)


def shifted(day: dt.date, number: int, unit: str) -> dt.date:
    """So many days, weeks, months or years on; the last day of a month where it has no such day."""
    if unit in ("day", "week"):
        return day + dt.timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
    first = dt.date(months // 12, months % 12 + 1, 1)
    following = dt.date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))
