"""Books at once: each test is named for the requirement that it proves."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.answers import at_once, created
from tests.pages import submit


def test_r4_one_of_many_gets_the_same_isbn_of_a_book(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When many create a book with the same isbn at once, one of them gets it.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    addresses = ["/books/new/"]
    sent: list[dict[str, Any]] = [
        {
            "shelf": shelf["id"],
            "title": "The Quiet River",
            "isbn": "BO-0001",
            "price": "10.50",
        },
    ]
    assert at_once(client, addresses, sent) == {302: 1, 409: 7}
