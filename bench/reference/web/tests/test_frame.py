"""The frame around the pages: what monitors ask, headers, errors."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client


@pytest.mark.parametrize("address", ["/health", "/health/ready"])
def test_monitors_are_answered(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_what_is_not_there_has_a_page_that_says_so(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_page_loads_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy


def test_a_request_is_found_again_by_its_id(client: Client) -> None:
    answer = client.get("/health", headers={"X-Request-ID": "mine-1"})
    assert answer.headers["X-Request-ID"] == "mine-1"


def test_a_form_that_another_site_sends_is_refused() -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/shelves/new/", {}).status_code == 403


def test_sample_data_is_stored_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed")
    call_command("seed")
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("rows were stored.")
    assert said[1] == "There are rows already: nothing was stored."
