"""The kinds of days, times and lengths of time that are typed."""

from __future__ import annotations

import datetime as dt

from reading_room_cli.dates import read_day
from reading_room_cli.values import Kind


class Day(Kind):
    """`low` and `high` bound it."""

    name = "date"

    def __init__(
        self,
        *,
        low: dt.date | None = None,
        high: dt.date | None = None,
        optional: bool = False,
    ) -> None:
        super().__init__(optional=optional)
        self.low, self.high = low, high

    def read(self, text: str) -> dt.date:
        day = read_day(text)
        if self.low is not None and day < self.low:
            raise ValueError(f"must not be before {self.low}")
        if self.high is not None and day > self.high:
            raise ValueError(f"must not be after {self.high}")
        return day
