"""Notes lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    ids,
)


def test_r5_notes_are_listed(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given three of notes: when they are listed, all are there, in the order of age.
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
    note_3 = created(client.post("/notes", json={"book_id": book["id"]}))
    assert ids(client.get("/notes")) == [note["id"], note_2["id"], note_3["id"]]


def test_plan_notes_come_in_pages(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of notes: when two a page are asked for, the second page has the
    third.
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
    note_3 = created(client.post("/notes", json={"book_id": book["id"]}))
    assert ids(
        client.get(
            "/notes",
            params={
                "page": 1,
                "page_size": 2,
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "page": 2,
                "page_size": 2,
            },
        )
    ) == [note_3["id"]]


def test_plan_notes_filtered_by_page_number_and_date(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of notes: when only those of one page number and date are asked for,
    only these are shown.
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
                "page_number": 3,
            },
        )
    ) == [note["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "page_number_min": 3,
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "page_number_max": 3,
            },
        )
    ) == [note["id"], note_3["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "date": "2026-03-04",
            },
        )
    ) == [note["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "date_min": "2026-03-04",
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes",
            params={
                "date_max": "2026-03-04",
            },
        )
    ) == [note["id"], note_3["id"]]
