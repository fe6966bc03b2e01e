"""Webhooks are signed, and posted to the address of the settings."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from types import SimpleNamespace

import pytest
from django.conf import settings

from app import webhook


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


Said = list[tuple[object, ...]]
SECRET = "a key of more than thirty-two characters"
DATA = json.dumps({"rule": "news", "subject": "Hello", "body": "How are you?"}).encode()


class Receiver:
    """A connection that notes what is said to it; `status`: what it answers."""

    status = 399

    def __init__(self, told: Said, kind: str) -> None:
        self.told, self.kind = told, kind

    def __call__(self, host: str, port: int | None, timeout: int) -> Receiver:
        self.told.append((self.kind, host, port, timeout))
        return self

    def request(
        self, method: str, target: str, data: bytes, headers: dict[str, str]
    ) -> None:
        self.told.append((method, target, data, headers))

    def getresponse(self) -> SimpleNamespace:
        if self.status == 0:
            raise http.client.BadStatusLine("nonsense")
        return SimpleNamespace(status=self.status)

    def close(self) -> None:
        self.told.append(("close",))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    told: Said = []
    for kind in ("HTTPConnection", "HTTPSConnection"):
        monkeypatch.setattr(http.client, kind, Receiver(told, kind))
    monkeypatch.setattr(settings, "WEBHOOK_SECRET", SECRET)
    return told


@pytest.mark.parametrize(
    ("url", "connection", "target"),
    [
        (
            "http://here:81/news?a=1#top",
            ("HTTPConnection", "here", 81, 10),
            "/news?a=1",
        ),
        ("https://there", ("HTTPSConnection", "there", None, 10), "/"),
    ],
)
def test_plan_a_webhook_is_signed(
    said: Said,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    connection: tuple[object, ...],
    target: str,
) -> None:
    monkeypatch.setattr(settings, "WEBHOOK_URL", url)
    webhook.post("news", "Hello", "How are you?")
    signature = hmac.new(SECRET.encode(), DATA, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": signature}
    assert said == [connection, ("POST", target, DATA, headers), ("close",)]


@pytest.mark.parametrize(
    ("status", "reason"), [(400, "answers 400"), (503, "answers 503"), (0, "nonsense")]
)
def test_plan_a_receiver_that_refuses_is_an_error(
    said: Said, monkeypatch: pytest.MonkeyPatch, status: int, reason: str
) -> None:
    monkeypatch.setattr(settings, "WEBHOOK_URL", "http://here")
    monkeypatch.setattr(Receiver, "status", status)
    with pytest.raises(OSError, match=f"^the receiver of webhooks:? {reason}"):
        webhook.post("news", "Hello", "How are you?")
    assert said[-1] == ("close",)


def test_plan_without_an_address_webhooks_are_logged(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: Said = []
    monkeypatch.setattr(settings, "WEBHOOK_URL", "")
    monkeypatch.setattr(webhook.log, "info", lambda *words: lines.append(words))
    webhook.post("news", "Hello", "How are you?")
    assert lines == [("webhook %s", DATA.decode())]
    assert said == []
