"""Reports: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, table
from tests.pages import submit


def test_r10_report_number_of_books_per_shelf_has_the_right_rows(
    client: Client,
) -> None:
    """Show the number of Books per Shelf.

    Given some rows of book: when the report number of books per shelf is asked for,
    its rows have the right numbers.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2"}))
    created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf_2["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    rows = table(client.get("/reports/number-of-books-per-shelf/"))
    assert rows == [
        {"shelf": "1", "count": "1"},
        {"shelf": "2", "count": "1"},
    ]
