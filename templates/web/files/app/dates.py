"""Days and moments as people write them."""

from __future__ import annotations

import datetime as dt


def day(value: dt.date) -> str:
    """ "3 Mar 2026"."""
    return f"{value.day} {value:%b %Y}"


def moment(value: dt.datetime) -> str:
    """ "3 Mar 2026, 09:00", in UTC."""
    value = value.astimezone(dt.UTC)
    return f"{day(value)}, {value:%H:%M}"
