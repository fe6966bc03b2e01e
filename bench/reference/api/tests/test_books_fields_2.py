"""Books fields: each test is named for the requirement that it proves."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.answers import (
    created,
    invalid,
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "ordered"),
    ],
)
def test_r4_status_of_a_book_cannot_be_written(
    client: TestClient, field: str, value: object
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When somebody writes status of a book, it is refused, and the field is named.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    book = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "The Quiet River",
                "price": "10.50",
            },
        )
    )
    values = {"shelf_id": shelf["id"], "title": "A Winter Garden", "price": "11.50"}
    assert invalid(client.post("/books", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/books/{book['id']}", json={field: value})) == [field]
