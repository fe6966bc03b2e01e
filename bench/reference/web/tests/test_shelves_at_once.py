"""Shelves at once: each test is named for the requirement that it proves."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.answers import at_once


def test_r3_one_of_many_gets_the_same_name_of_a_shelf(
    client: Client,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When many create a shelf with the same name at once, one of them gets it.
    """
    addresses = ["/shelves/new/"]
    sent: list[dict[str, Any]] = [
        {"name": "Shelf 1"},
    ]
    assert at_once(client, addresses, sent) == {302: 1, 409: 7}
