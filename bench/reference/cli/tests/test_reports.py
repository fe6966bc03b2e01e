"""Reports: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, table
from tests.conftest import Caller


def test_r10_report_number_of_books_per_shelf_has_the_right_rows(run: Caller) -> None:
    """Show the number of Books per Shelf.

    Given some rows of book: when the report number of books per shelf is asked for,
    its rows have the right numbers.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    shelf_2 = created(run("shelves add --format json", {"NAME": "Shelf 2"}))
    created(
        run(
            "books add --format json",
            {"--shelf": shelf_2["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    rows = table(run("report number-of-books-per-shelf --format json"))
    assert rows == [
        {"shelf": 1, "count": 1},
        {"shelf": 2, "count": 1},
    ]
