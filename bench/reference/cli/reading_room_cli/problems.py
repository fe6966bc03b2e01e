"""What keeps a command from being done: each is told in a line, and has an exit code of its own."""

from __future__ import annotations

import click


class Invalid(click.BadParameter):
    """What was given is not right (exit code 2); `name` is the value at fault."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(
            message, param_hint=f"'--{name.replace('_', '-')}'" if name else None
        )
        self.field = name

    def format_message(self) -> str:
        return super().format_message() if self.param_hint else self.message


class Refused(click.ClickException):
    """A rule forbids it as things stand."""

    exit_code = 3


class Missing(click.ClickException):
    """What it is about is not there."""

    exit_code = 4


def require(holds: bool, otherwise: str) -> None:
    """Raises Refused with the reason where it does not hold."""
    if not holds:
        raise Refused(otherwise)
