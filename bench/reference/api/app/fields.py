"""The kinds of value that requests and responses carry, the same everywhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer

LARGEST = 2**31 - 1  # what an integer column of PostgreSQL holds


def readable(text: str) -> str:
    """Text that every database stores: without NUL and half characters."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("must be readable text")
    return text


def with_cents(amount: Decimal) -> str:
    return f"{amount:.2f}"


# The default of fields that a request may leave out. Nobody reads it: what was left
# out is not dumped.
UNSET: Any = Field(default_factory=lambda: None)

RowId = Annotated[int, Field(ge=1, le=LARGEST)]
READABLE = AfterValidator(readable)
Text = Annotated[str, READABLE]
Integer = Annotated[int, Field(ge=-LARGEST - 1, le=LARGEST)]
Money = Annotated[Decimal, Field(max_digits=12, decimal_places=2)]
MoneyText = Annotated[Decimal, PlainSerializer(with_cents, when_used="json")]
