"""What stands in place of a value in a step: another row, a user, none at all."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

from msgspec import Struct


class Special(Enum):
    """What stands in place of a value: none given at all; the id of a row that is not there; any valid one."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    INVENTED = "invented"

    @property
    def kind(self) -> str:
        return self.value


MISSING, UNKNOWN, INVENTED = Special.MISSING, Special.UNKNOWN, Special.INVENTED


class Ref(Struct, frozen=True):
    """The id of a row bound to a name earlier in the scenario."""

    kind: ClassVar[str] = "ref"
    name: str


class UserRef(Struct, frozen=True):
    """The id of an actor's login user."""

    kind: ClassVar[str] = "user"
    actor: str


class Counted(Struct, frozen=True):
    """Another value in each turn of a loop: a Python expression in `n`, the number of the turn from 0."""

    kind: ClassVar[str] = "counted"
    text: str


Value = (
    None
    | bool
    | int
    | float
    | str
    | Decimal
    | date
    | datetime
    | time
    | timedelta
    | Ref
    | UserRef
    | Counted
    | Special
    | list[Any]
)
