"""Notes fields: each test is named for the requirement that it proves."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.answers import (
    created,
    found,
    invalid,
)


def test_r5_a_note_has_text_page_number_and_date(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is created with text, page number and date, it is stored and comes
    back as it was given.
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
    note = created(
        client.post(
            "/notes",
            json={
                "book_id": book["id"],
                "text": "Kept in good order.",
                "page_number": 2,
                "date": "2026-03-03",
            },
        )
    )
    assert note["text"] == "Kept in good order."
    assert note["page_number"] == 2
    assert note["date"] == "2026-03-03"
    note = found(client.get(f"/notes/{note['id']}"))
    assert note["text"] == "Kept in good order."
    assert note["page_number"] == 2
    assert note["date"] == "2026-03-03"


def test_r5_text_page_number_and_date_of_a_note_can_be_changed(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a note: when its text, page number and date change, it has the new values
    from then on.
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
    note = created(client.post("/notes", json={"book_id": book["id"]}))
    note = found(
        client.patch(
            f"/notes/{note['id']}",
            json={
                "text": "To be looked at again next week.",
                "page_number": 4,
                "date": "2026-03-05",
            },
        )
    )
    assert note["text"] == "To be looked at again next week."
    assert note["page_number"] == 4
    assert note["date"] == "2026-03-05"
    note = found(client.get(f"/notes/{note['id']}"))
    assert note["text"] == "To be looked at again next week."
    assert note["page_number"] == 4
    assert note["date"] == "2026-03-05"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ["a", "list"]),
        ("page_number", "many"),
        ("date", "tomorrow"),
    ],
)
def test_r5_text_page_number_and_date_of_a_note_that_has_a_wrong_type_is_refused(
    client: TestClient, field: str, value: object
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When text, page number and date of a note gets a value of the wrong type, it is
    refused, and the field is named.
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
    note = created(client.post("/notes", json={"book_id": book["id"]}))
    values = {"book_id": book["id"]}
    assert invalid(client.post("/notes", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/notes/{note['id']}", json={field: value})) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("page_number", 0),
    ],
)
def test_r5_page_number_of_a_note_that_is_out_of_bounds_is_refused(
    client: TestClient, field: str, value: object
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When page number of a note gets a value beyond its bounds, it is refused, and the
    field is named.
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
    note = created(client.post("/notes", json={"book_id": book["id"]}))
    values = {"book_id": book["id"]}
    assert invalid(client.post("/notes", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/notes/{note['id']}", json={field: value})) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("page_number", 1),
    ],
)
def test_r5_page_number_of_a_note_on_its_bounds_is_accepted(
    client: TestClient, field: str, value: object
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When page number of a note gets a value on its bounds, it is accepted.
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
    values = {"book_id": book["id"]}
    created(client.post("/notes", json={**values, field: value}))
