"""What the application refuses to do, and why. Views turn these into pages."""

from __future__ import annotations


class Problem(Exception):
    """Its text is told to people; `status` is that of the page that tells it."""

    status = 422

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(Problem):
    """What was sent breaks a rule by itself."""


class Conflict(Problem):
    """What was sent does not go together with what is there."""

    status = 409


class Forbidden(Problem):
    """Somebody else may do this."""

    status = 403

    def __init__(self) -> None:
        super().__init__("You may not do this. Somebody else may.")


class Unauthenticated(Problem):
    """Who does this has to log in."""

    status = 401

    def __init__(self) -> None:
        super().__init__("Log in first.")


def require(condition: bool, message: str) -> None:
    """Raises Conflict with the message where the condition does not hold."""
    if not condition:
        raise Conflict(message)
