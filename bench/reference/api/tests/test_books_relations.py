"""Books relations: each test is named for the requirement that it proves."""

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


def test_r4_a_book_belongs_to_a_shelf(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a shelf: when a book is created for it, it says which one it belongs to.
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
    assert book["shelf_id"] == shelf["id"]
    book = found(client.get(f"/books/{book['id']}"))
    assert book["shelf_id"] == shelf["id"]


def test_r4_a_book_with_a_shelf_that_does_not_exist_is_refused(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is linked to what is not there, it is refused, and the link is named.
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
    assert invalid(
        client.post(
            "/books",
            json={"shelf_id": UNKNOWN, "title": "A Winter Garden", "price": "11.50"},
        )
    ) == ["shelf_id"]
    assert invalid(
        client.patch(f"/books/{book['id']}", json={"shelf_id": UNKNOWN})
    ) == ["shelf_id"]


def test_r4_books_of_a_shelf_are_listed(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given two of shelf with books: when those of one are asked for, only these are
    listed.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    shelf_2 = created(client.post("/shelves", json={"name": "Shelf name 2"}))
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
    assert ids(
        client.get(
            "/books",
            params={
                "shelf_id": shelf["id"],
            },
        )
    ) == [book["id"]]


def test_r4_a_shelf_with_books_cannot_be_deleted(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a shelf with books: when it is deleted, it is refused, and both stay.
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
    refused(client.delete(f"/shelves/{shelf['id']}"), 409)
    book = found(client.get(f"/books/{book['id']}"))
    assert book["shelf_id"] == shelf["id"]


def test_r4_a_book_without_a_shelf_is_refused(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created without a shelf, it is refused, and the link is named.
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
    assert invalid(
        client.post("/books", json={"title": "A Winter Garden", "price": "11.50"})
    ) == ["shelf_id"]
    assert invalid(client.patch(f"/books/{book['id']}", json={"shelf_id": None})) == [
        "shelf_id"
    ]
