"""What happens around every request: a line in the log, headers, problems told."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from app.problems import Problem

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("app.requests")
ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class RequestLog:
    """One line for each request; its id comes from X-Request-ID, or is new."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("x-request-id", "")
        request_id = given if ID.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        response = self.get_response(request)
        took_ms = round((time.perf_counter() - started) * 1000, 1)
        told = {"id": request_id, "status": response.status_code, "ms": took_ms}
        log.info("%s %s", request.method, request.path, extra={"told": told})
        response["X-Request-ID"] = request_id
        return response


class ContentPolicy:
    """Pages load nothing from elsewhere, and nothing that is not theirs."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response


class Problems:
    """A problem that no view has told becomes a page of its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        if exception.status == 401:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('login')}?{query}")
        told = {"message": exception.message}
        return render(request, "app/problem.html", told, status=exception.status)
