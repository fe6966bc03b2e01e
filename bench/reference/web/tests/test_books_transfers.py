"""Books transfers: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, csv_rows
from tests.pages import submit


def test_r11_book_export_holds_the_rows(
    client: Client,
) -> None:
    """Export Books to CSV.

    Given three rows: when the book export is asked for, the file holds them, with
    their values.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "Letters from the Coast", "price": "12.50"},
        )
    )
    rows = csv_rows(client.get("/books/export.csv"))
    columns = ["title", "author", "isbn", "price", "status"]
    assert [[row[name] for name in columns] for row in rows] == [
        ["The Quiet River", "", "", "10.50", "ordered"],
        ["A Winter Garden", "", "", "11.50", "ordered"],
        ["Letters from the Coast", "", "", "12.50", "ordered"],
    ]
