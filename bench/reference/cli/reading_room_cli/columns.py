"""Values as the columns of the database hold them, and back. What is not there stays None."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from uuid import UUID


def stored(value: Any) -> Any:
    """A value as a column holds it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return (
        json.dumps(value, default=stored) if isinstance(value, list | dict) else value
    )


def money(value: Any) -> Any:
    return None if value is None else round(Decimal(str(value)), 2)


def day(value: Any) -> Any:
    return None if value is None else dt.date.fromisoformat(value)
