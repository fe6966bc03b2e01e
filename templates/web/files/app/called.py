"""The names of rows that have no text of their own."""

from __future__ import annotations

import datetime as dt

from app import dates


def called(numbered: str, *parts: object) -> str:
    """What a row is about, and when: "Biscuit, 3 Mar 2026". With its number where there is only one of them."""
    told = [words(part) for part in parts if part is not None]
    return ", ".join(told if len(told) > 1 else [numbered, *told])


def words(part: object) -> str:
    if isinstance(part, dt.datetime):
        return dates.moment(part)
    return dates.day(part) if isinstance(part, dt.date) else str(part)
