"""Books transfers: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    csv_rows,
)


def test_r11_book_export_holds_the_rows(
    client: TestClient,
) -> None:
    """Export Books to CSV.

    Given three rows: when the book export is asked for, the file holds them, with
    their values.
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
    created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "price": "11.50",
            },
        )
    )
    created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "Letters from the Coast",
                "price": "12.50",
            },
        )
    )
    rows = csv_rows(client.get("/books/export.csv"))
    columns = ["title", "author", "isbn", "price", "status"]
    assert [[row[name] for name in columns] for row in rows] == [
        ["The Quiet River", "", "", "10.50", "ordered"],
        ["A Winter Garden", "", "", "11.50", "ordered"],
        ["Letters from the Coast", "", "", "12.50", "ordered"],
    ]
