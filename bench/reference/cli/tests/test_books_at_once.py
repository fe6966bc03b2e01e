"""Books at once: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, typed
from tests.conftest import Caller


def test_r4_one_of_many_gets_the_same_isbn_of_a_book(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When many create a book with the same isbn at once, one of them gets it.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    values: dict[str, object] = {
        "--shelf": shelf["id"],
        "TITLE": "The Quiet River",
        "--isbn": "BO-0001",
        "--price": "10.50",
    }
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
    lines = [["books", "add", *typed({**values, **own})] for own in varied]
    assert run.at_once(lines) == {0: 1, 3: 7}
