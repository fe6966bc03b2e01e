"""The kinds of numbers that are typed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from reading_room_cli.values import Kind

LARGEST = 2**31 - 1


class Number(Kind):
    """`low` and `high` bound it."""

    name = "number"

    def __init__(
        self,
        *,
        low: Decimal | int | None = None,
        high: Decimal | int | None = None,
        optional: bool = False,
    ) -> None:
        super().__init__(optional=optional)
        self.low, self.high = low, high

    def exact(self, text: str) -> Decimal:
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            raise ValueError(f"{text!r} is no number") from None
        if not number.is_finite():
            raise ValueError(f"{text!r} is no number")
        if self.low is not None and number < self.low:
            raise ValueError(f"must be at least {self.low}")
        if self.high is not None and number > self.high:
            raise ValueError(f"must be at most {self.high}")
        return number


class Whole(Number):
    name = "integer"

    def read(self, text: str) -> int:
        number = self.exact(text)
        if number != int(number):
            raise ValueError(f"{text!r} is no whole number")
        if abs(number) > LARGEST:
            raise ValueError(f"{text!r} is too large")
        return int(number)


class Money(Number):
    name = "amount"

    def read(self, text: str) -> Decimal:
        number = self.exact(text)
        if number != round(number, 2):
            raise ValueError("must have at most 2 decimals")
        if abs(number) >= 10**10:
            raise ValueError(f"{text!r} is too large")
        return number
