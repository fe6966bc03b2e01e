"""Each request leaves one line of JSON."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import requestlog
from app.database import session
from app.main import create_app
from app.settings import settings

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lines]:
    """The lines that were logged since the last look."""
    logger = logging.getLogger("app")
    before = logger.handlers
    moments = SimpleNamespace(perf_counter=iter([2.0, 2.50012] * 9).__next__)
    monkeypatch.setattr(requestlog, "time", moments)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logger.handlers = before


def test_plan_a_request_is_logged_with_its_id(client: TestClient, lines: Lines) -> None:
    requestlog.configure("INFO")
    answer = client.get("/health", headers={"X-Request-ID": "Third.try_1-a"})
    assert answer.headers["x-request-id"] == "Third.try_1-a"
    [line] = lines()
    assert line.pop("time").startswith("2026-03-0")
    assert line == {
        "level": "INFO",
        "logger": "app.requests",
        "message": "GET /health",
        "id": "Third.try_1-a",
        "status": 200,
        "ms": 500.1,
    }


@pytest.mark.parametrize("given", ["", "two words", "x" * 65])
def test_plan_who_sends_no_good_id_gets_a_new_one(
    client: TestClient, lines: Lines, given: str
) -> None:
    requestlog.configure("INFO")
    answer = client.get("/no-such-place", headers={"X-Request-ID": given})
    made = answer.headers["x-request-id"]
    assert len(made) == 32 and made.isalnum()
    assert [(line["id"], line["status"]) for line in lines()] == [(made, 404)]
    longest = client.get("/health", headers={"X-Request-ID": "x" * 64})
    assert longest.headers["x-request-id"] == "x" * 64


def test_plan_a_request_that_fails_is_logged_with_the_place(
    app: FastAPI, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("hush")

    requestlog.configure("INFO")
    monkeypatch.setitem(app.dependency_overrides, session, broken)
    TestClient(app, raise_server_exceptions=False).get("/health/ready")
    request, failure = lines()
    assert (request["status"], request["level"]) == (500, "INFO")
    assert "trace" not in request
    assert (failure["level"], failure["logger"]) == ("ERROR", "app.errors")
    assert failure["trace"].endswith("RuntimeError: hush")


def test_plan_what_is_no_request_is_not_logged(app: FastAPI, lines: Lines) -> None:
    requestlog.configure("INFO")
    with TestClient(app):
        assert lines() == []
    heard: list[str] = []

    async def hear(scope: Any, receive: Any, send: Any) -> None:
        heard.append(scope["type"])

    nothing: Any = None
    asyncio.run(requestlog.RequestLog(hear)({"type": "websocket"}, nothing, nothing))
    assert heard == ["websocket"]


def test_plan_an_application_begins_by_opening_its_log(lines: Lines) -> None:
    logger = logging.getLogger("app")
    logger.handlers = []
    create_app()
    assert len(logger.handlers) == 1


def test_plan_the_settings_say_how_much_is_logged(app: FastAPI, lines: Lines) -> None:
    logger = logging.getLogger("app")
    level = logging.getLevelName(settings().log_level)
    assert (logger.level, logger.propagate) == (level, False)
    requestlog.configure("ERROR")
    logger.warning("nobody reads it")
    logger.error("somebody reads it")
    requestlog.configure("INFO")
    assert [line["message"] for line in lines()] == ["somebody reads it"]
