"""What goes wrong, and how clients are told: problem documents (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from pydantic import BaseModel


class FieldError(BaseModel):
    """One fault of a request; `field` is the key at fault, empty for the whole."""

    field: str
    message: str


class ProblemDocument(BaseModel):
    """The body of every response that is an error."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


class Problem(Exception):
    """A request that is refused; `field` is the key at fault."""

    status = HTTPStatus.BAD_REQUEST
    message = "This cannot be done."

    def __init__(self, message: str = "", field: str = "") -> None:
        super().__init__(message or self.message)
        self.detail = message or self.message
        self.field = field


class Invalid(Problem):
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class Conflict(Problem):
    status = HTTPStatus.CONFLICT


class Missing(Problem):
    status = HTTPStatus.NOT_FOUND
    message = "There is no such thing here."


def require(condition: object, message: str) -> None:
    """Raises Conflict unless the condition holds."""
    if not condition:
        raise Conflict(message)
