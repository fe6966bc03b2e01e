"""Notes relations: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    UNKNOWN,
    created,
    found,
    ids,
    invalid,
    refused,
)


def test_r5_a_note_belongs_to_a_book(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a book: when a note is created for it, it says which one it belongs to.
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
    assert note["book_id"] == book["id"]
    note = found(client.get(f"/notes/{note['id']}"))
    assert note["book_id"] == book["id"]


def test_r5_a_note_with_a_book_that_does_not_exist_is_refused(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is linked to what is not there, it is refused, and the link is named.
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
    assert invalid(client.post("/notes", json={"book_id": UNKNOWN})) == ["book_id"]
    assert invalid(client.patch(f"/notes/{note['id']}", json={"book_id": UNKNOWN})) == [
        "book_id"
    ]


def test_r5_notes_of_a_book_are_listed(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given two of book with notes: when those of one are asked for, only these are
    listed.
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
    book_2 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "price": "11.50",
            },
        )
    )
    note = created(client.post("/notes", json={"book_id": book["id"]}))
    created(client.post("/notes", json={"book_id": book_2["id"]}))
    assert ids(
        client.get(
            "/notes",
            params={
                "book_id": book["id"],
            },
        )
    ) == [note["id"]]


def test_r5_a_book_with_notes_cannot_be_deleted(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a book with notes: when it is deleted, it is refused, and both stay.
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
    refused(client.delete(f"/books/{book['id']}"), 409)
    note = found(client.get(f"/notes/{note['id']}"))
    assert note["book_id"] == book["id"]


def test_r5_a_note_without_a_book_is_refused(
    client: TestClient,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is created without a book, it is refused, and the link is named.
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
    assert invalid(client.post("/notes", json={})) == ["book_id"]
    assert invalid(client.patch(f"/notes/{note['id']}", json={"book_id": None})) == [
        "book_id"
    ]
