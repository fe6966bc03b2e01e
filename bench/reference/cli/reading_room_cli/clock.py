"""What time it is: now, or what READING_ROOM_NOW says (for tests, and to see what tomorrow brings)."""

from __future__ import annotations

import datetime as dt
import os


def now() -> dt.datetime:
    pretended = os.environ.get("READING_ROOM_NOW")
    if pretended:
        return dt.datetime.fromisoformat(pretended).astimezone(dt.UTC)
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The day where the caller is."""
    return now().astimezone().date()
