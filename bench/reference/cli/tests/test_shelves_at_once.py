"""Shelves at once: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import typed
from tests.conftest import Caller


def test_r3_one_of_many_gets_the_same_name_of_a_shelf(run: Caller) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When many create a shelf with the same name at once, one of them gets it.
    """
    values: dict[str, object] = {"NAME": "Shelf 1"}
    varied: list[dict[str, object]] = [
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
    ]
    lines = [["shelves", "add", *typed({**values, **own})] for own in varied]
    assert run.at_once(lines) == {0: 1, 3: 7}
