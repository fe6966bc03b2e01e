"""Books transfers: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, csv_rows
from tests.conftest import Caller


def test_r11_book_export_holds_the_rows(run: Caller) -> None:
    """Export Books to CSV.

    Given three rows: when the book export is asked for, the file holds them, with
    their values.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "Letters from the Coast",
                "--price": "12.50",
            },
        )
    )
    rows = csv_rows(run("books export"))
    columns = ["title", "author", "isbn", "price", "status"]
    assert [[row[name] for name in columns] for row in rows] == [
        ["The Quiet River", "", "", "10.50", "ordered"],
        ["A Winter Garden", "", "", "11.50", "ordered"],
        ["Letters from the Coast", "", "", "12.50", "ordered"],
    ]
