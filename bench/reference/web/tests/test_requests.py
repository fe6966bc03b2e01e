"""What happens around every request, and what the database is made of."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from app import middleware
from app.log import Lines
from app.problems import Conflict, Invalid, Problem


@pytest.mark.parametrize("given", ["", "two words", "x" * 65, "é"])
def test_plan_who_sends_no_good_id_gets_a_new_one(client: Client, given: str) -> None:
    made = client.get("/health", headers={"X-Request-ID": given}).headers[
        "X-Request-ID"
    ]
    assert len(made) == 32 and made.isalnum()


@pytest.mark.parametrize("given", ["Third.try_1-a", "x" * 64])
def test_plan_a_good_id_is_kept(client: Client, given: str) -> None:
    assert (
        client.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        == given
    )


def test_plan_a_request_leaves_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    records: list[logging.LogRecord] = []
    moments = SimpleNamespace(perf_counter=iter([2.0, 2.50012]).__next__)
    monkeypatch.setattr(middleware, "time", moments)
    monkeypatch.setattr(middleware.log, "isEnabledFor", lambda level: True)
    monkeypatch.setattr(middleware.log, "handle", records.append)
    handler = middleware.RequestLog(lambda request: HttpResponse(status=404))
    handler(RequestFactory().get("/nowhere/?a=1", headers={"X-Request-ID": "mine-1"}))
    line = json.loads(Lines().format(records[0]))
    assert line.pop("time")
    assert line == {
        "level": "INFO",
        "logger": "app.requests",
        "message": "GET /nowhere/",
        "id": "mine-1",
        "status": 404,
        "ms": 500.1,
    }


def test_plan_a_failure_is_logged_with_its_place() -> None:
    error = RuntimeError("hush")
    record = logging.LogRecord(
        "app", 40, "", 1, "failed", (), (RuntimeError, error, None)
    )
    assert json.loads(Lines().format(record))["trace"].endswith("RuntimeError: hush")


def test_plan_headers_keep_a_page_to_itself(client: Client) -> None:
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    kept = middleware.ContentPolicy(lambda request: own_policy())
    assert kept(HttpRequest()).headers["Content-Security-Policy"] == "sandbox"


def own_policy() -> HttpResponse:
    return HttpResponse(headers={"Content-Security-Policy": "sandbox"})


@pytest.mark.parametrize(
    ("problem", "status"), [(Conflict("Too late."), 409), (Invalid("No."), 422)]
)
def test_plan_a_problem_has_a_page(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, status: int
) -> None:
    told: list[object] = []

    def render(
        request: object, template: str, context: object, status: int
    ) -> HttpResponse:
        told.extend([template, context])
        return HttpResponse(status=status)

    monkeypatch.setattr(middleware, "render", render)
    answer = middleware.Problems(lambda request: HttpResponse())
    page = answer.process_exception(HttpRequest(), problem)
    assert page is not None and page.status_code == status
    assert told == ["app/problem.html", {"message": problem.message}]
    assert answer.process_exception(HttpRequest(), RuntimeError("hush")) is None


def test_plan_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
