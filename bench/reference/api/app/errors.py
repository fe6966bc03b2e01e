"""Every error of the application leaves it as a problem document."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from app.integrity import explain
from app.problems import FieldError, Problem, ProblemDocument

log = logging.getLogger(__name__)
DOCUMENT = {"application/problem+json": {"schema": ProblemDocument.model_json_schema()}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Refused, and why", "content": DOCUMENT},
    422: {"description": "Not valid, and where", "content": DOCUMENT},
}


def install(app: FastAPI) -> None:
    """Let `app` answer errors with problem documents."""
    app.exception_handler(Problem)(refused)
    app.exception_handler(RequestValidationError)(not_valid)
    app.exception_handler(IntegrityError)(broken_rule)
    app.exception_handler(OperationalError)(overloaded)
    app.exception_handler(HTTPException)(no_route)
    app.exception_handler(Exception)(failed)


def answer(
    status: int,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    document = ProblemDocument(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=list(errors),
    )
    return JSONResponse(
        document.model_dump(),
        status,
        headers=dict(headers or {}),
        media_type="application/problem+json",
    )


def refused(request: Request, error: Problem) -> JSONResponse:
    found = [FieldError(field=error.field, message=error.detail)] if error.field else []
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    return answer(error.status, error.detail, found, headers)


def not_valid(request: Request, error: RequestValidationError) -> JSONResponse:
    found = [
        FieldError(field=key_of(fault["loc"]), message=fault["msg"])
        for fault in error.errors()
    ]
    detail = "; ".join(
        f"{e.field}: {e.message}" if e.field else e.message for e in found
    )
    return answer(422, detail, found)


def key_of(location: Sequence[int | str]) -> str:
    """The key of a request at which a fault lies: ("body", "tags", 0) gives "tags"."""
    return next((step for step in location[1:] if isinstance(step, str)), "")


def broken_rule(request: Request, error: IntegrityError) -> JSONResponse:
    return refused(request, explain(error))


def overloaded(request: Request, error: OperationalError) -> JSONResponse:
    log.warning("the database refuses: %s", error.orig)
    return answer(503, "The database is busy: try again.", headers={"Retry-After": "1"})


def no_route(request: Request, error: HTTPException) -> JSONResponse:
    return answer(error.status_code, str(error.detail), headers=error.headers)


def failed(request: Request, error: Exception) -> JSONResponse:
    """What nobody foresaw is told to the log, not to the client."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(500, "Something went wrong here.")
