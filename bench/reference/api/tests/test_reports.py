"""Reports: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    table,
)


def test_r10_report_number_of_books_per_shelf_has_the_right_rows(
    client: TestClient,
) -> None:
    """Show the number of Books per Shelf.

    Given some rows of book: when the report number of books per shelf is asked for,
    its rows have the right numbers.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "The Quiet River",
                "price": "10.50",
            },
        )
    )
    shelf_2 = created(client.post("/shelves", json={"name": "Shelf name 2"}))
    created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf_2["id"],
                "title": "A Winter Garden",
                "price": "11.50",
            },
        )
    )
    rows = table(client.get("/reports/number-of-books-per-shelf"))
    rows.sort(key=str)
    assert rows == sorted(
        [
            {"shelf": 1, "count": 1},
            {"shelf": 2, "count": 1},
        ],
        key=str,
    )
