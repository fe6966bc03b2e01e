"""Notes lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    gone,
    ids,
    refused,
)


def test_plan_notes_sorted_by_page_number_and_date(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of notes: when they are sorted by page number and date, up and down
    they come in that order.
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
            json={"book_id": book["id"], "page_number": 3, "date": "2026-03-04"},
        )
    )
    note_2 = created(
        client.post(
            "/notes",
            json={"book_id": book["id"], "page_number": 4, "date": "2026-03-05"},
        )
    )
    note_3 = created(
        client.post(
            "/notes",
            json={"book_id": book["id"], "page_number": 2, "date": "2026-03-03"},
        )
    )
    assert ids(
        client.get(
            "/notes",
            params={
                "sort": "page_number",
            },
        )
    ) == [note_3["id"], note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "sort": "-page_number",
            },
        )
    ) == [note_2["id"], note["id"], note_3["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "sort": "date",
            },
        )
    ) == [note_3["id"], note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "sort": "-date",
            },
        )
    ) == [note_2["id"], note["id"], note_3["id"]]


def test_r5_a_note_can_be_deleted(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given two rows of a note: when one is deleted, it is gone, the other one stays.
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
    note_2 = created(client.post("/notes", json={"book_id": book["id"]}))
    gone(client.delete(f"/notes/{note['id']}"))
    refused(client.get(f"/notes/{note['id']}"), 404)
    assert ids(client.get("/notes")) == [note_2["id"]]
