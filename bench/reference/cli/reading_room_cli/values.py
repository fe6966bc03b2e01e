"""The kinds of values that are typed. An empty text takes a value away, where there need not be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import click

NOTHING = object()  # a value that is to be taken away


class Kind(click.ParamType[Any]):
    """One kind. `optional`: a row need not have such a value."""

    name = "text"

    def __init__(self, *, optional: bool = False) -> None:
        self.optional = optional

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self.taken(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)

    def taken(self, text: str) -> Any:
        """The value of a text. Raises ValueError, with the reason."""
        if text.strip():
            return self.read(text)
        if not self.optional:
            raise ValueError("must not be empty")
        return NOTHING

    def read(self, text: str) -> Any:
        raise NotImplementedError


class Text(Kind):
    """`low` and `high` bound its length."""

    def __init__(
        self,
        *,
        low: int = 0,
        high: int = 100_000,
        pattern: str = "",
        optional: bool = False,
    ) -> None:
        super().__init__(optional=optional)
        self.low, self.high, self.pattern = low, high, pattern

    def read(self, text: str) -> str:
        if len(text) < self.low:
            raise ValueError(f"must have at least {self.low} characters")
        if len(text) > self.high:
            raise ValueError(f"must have at most {self.high} characters")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise ValueError(f"does not fit the pattern {self.pattern}")
        return text


class Choice(Kind):
    """One of a few words; the beginning of one is enough where it is clear."""

    name = "choice"

    def __init__(self, *choices: str, optional: bool = False) -> None:
        super().__init__(optional=optional)
        self.choices = choices

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return f"[{'|'.join(self.choices)}]"

    def read(self, text: str) -> str:
        exact = [c for c in self.choices if c.casefold() == text.casefold()]
        begun = [c for c in self.choices if c.casefold().startswith(text.casefold())]
        found = exact or begun
        if len(found) != 1:
            raise ValueError(f"{text!r} is none of {', '.join(self.choices)}")
        return found[0]


class Reference(Kind):
    """A row, by its number or by its name; the value is the number."""

    name = "id or name"

    def __init__(self, find: Callable[[str], Any], *, optional: bool = False) -> None:
        super().__init__(optional=optional)
        self.find = find

    def read(self, text: str) -> int:
        try:
            number: int = self.find(text).id
        except click.ClickException as error:
            raise ValueError(error.message) from None
        return number


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, without what was not. Of several values an empty one is none."""
    return {
        name: wanted(value) for name, value in values.items() if value not in (None, ())
    }


def wanted(value: Any) -> Any:
    if isinstance(value, tuple):
        return [one for one in value if one is not NOTHING]
    return None if value is NOTHING else value
