"""Stretches of time that rows are looked for in, told from now.

WINDOW := today | tomorrow | yesterday | this week|month|year | next week | last week | in the past | in the future
        | within|in the next|in [less than] N UNIT | in the last|within the past N UNIT
        | [more than|less than] N UNIT ago | older than|newer than N UNIT | for more than N UNIT
        | before|after|since|until DATE | on DATE | in YEAR
UNIT   := minutes | hours | days | weeks | months (30 days) | years (365 days)
"""

from __future__ import annotations

import re

from msgspec import Struct

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.tokens import Cursor
from scaffolder.compiler.english.vocabulary import phrases, wordings

UNITS = phrases("windows", "units")
AHEAD = phrases("windows", "ahead")
BACK = phrases("windows", "back")
BEFORE = phrases("windows", "before")
SINCE = phrases("windows", "since")
LEADS = tuple(sorted((*AHEAD, *BACK, *BEFORE, *SINCE), key=lambda lead: -len(lead.split())))
AGO_BEFORE = phrases("windows", "ago_before")
AGO_SINCE = phrases("windows", "ago_since")
NAMED = wordings("named_windows")
SIDES = {"before": "<", "until": "<=", "after": ">", "since": ">=", "from": ">=", "on": "=="}
SAME_DAY = re.compile(r"day\(\{at\}\) == day\(\{now\}(.*)\)")


class Window(Struct, frozen=True):
    """Conditions on a moment {at}, where {now} is today or now. `hours`: only a moment with a time has such."""

    form: str
    hours: bool = False

    def of(self, path: str, kind: str) -> str | None:
        """The condition that the moment at `path`, which is of that type, lies in the window."""
        if kind not in ("date", "datetime") or (self.hours and kind == "date"):
            return None
        if kind == "date" and (same := SAME_DAY.fullmatch(self.form)):
            return f"{path} == today{same[1]}"
        return self.form.format(at=path, now="today" if kind == "date" else "now")


def take(cursor: Cursor) -> Window | None:
    """The window that stands here; moves on."""
    mark = cursor.i
    named = cursor.take(*NAMED)
    if named:
        return Window(NAMED[named])
    found = _counted(cursor)
    if found is None:
        cursor.i = mark
        found = _ago(cursor)
    if found is None:
        cursor.i = mark
        found = _dated(cursor)
    if found is None:
        cursor.i = mark
    return found


def _counted(cursor: Cursor) -> Window | None:
    lead = cursor.take(*LEADS)
    span = _span(cursor, bare=lead.endswith(("next", "coming", "following", "last", "past", "previous")))
    if not lead or span is None or cursor.at("ago", "before", "after"):
        return None
    length, hours = span
    if lead in AHEAD:
        return Window(f"{{at}} >= {{now}} and {{at}} <= {{now}} + {length}", hours)
    if lead in BACK:
        return Window(f"{{at}} >= {{now}} - {length} and {{at}} <= {{now}}", hours)
    return Window(f"{{at}} {'<' if lead in BEFORE else '>='} {{now}} - {length}", hours)


def _ago(cursor: Cursor) -> Window | None:
    lead = cursor.take(*AGO_BEFORE, *AGO_SINCE)
    span = _span(cursor)
    if span is None or not cursor.take("ago"):
        return None
    later = lead in AGO_SINCE and lead != ""
    cursor.take("or more", "or earlier")
    return Window(f"{{at}} {'>=' if later else '<'} {{now}} - {span[0]}", span[1])


def _span(cursor: Cursor, bare: bool = False) -> tuple[str, bool] | None:
    """ "14 days" -> days(14); `bare`: "week" after "the next"."""
    token = cursor.here
    number = None if token is None else float(token.text) if token.kind == "number" else vocabulary.number(token.low)
    mark = cursor.i
    if number is None and not bare:
        return None
    cursor.i += number is not None
    unit = cursor.take(*UNITS).rstrip("s")
    if not unit:
        cursor.i = mark
        return None
    count = 1 if number is None else int(number)
    if unit in ("hour", "minute"):
        return f"{unit}s({count})", True
    return f"days({count * {'month': 30, 'year': 365, 'week': 7}.get(unit, 1)})", False


def _dated(cursor: Cursor) -> Window | None:
    """ "before 2026-01-01", "after today", "in 2026"."""
    side = cursor.take(*SIDES)
    if side and cursor.take("today", "now"):
        return Window(f"{{at}} {SIDES[side]} {{now}}")
    if side and (token := cursor.kind("date")) and "T" not in token.text:
        return Window(f'{{at}} {SIDES[side]} "{token.text}"')
    if not side and cursor.take("in") and (token := cursor.kind("number")) and len(token.text) == 4:
        return Window(f"year({{at}}) == {token.text}")
    return None
