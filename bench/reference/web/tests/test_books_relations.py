"""Books relations: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, found, ids, invalid, refused
from tests.pages import UNKNOWN, submit


def test_r4_a_book_belongs_to_a_shelf(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a shelf: when a book is created for it, it says which one it belongs to.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    assert book["shelf_id"] == shelf["id"]
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["shelf_id"] == shelf["id"]
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2"}))
    book = found(submit(client, f"/books/{book['id']}/edit/", {"shelf": shelf_2["id"]}))
    assert book["shelf_id"] == shelf_2["id"]


def test_r4_a_book_with_a_shelf_that_does_not_exist_is_refused(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is linked to what is not there, it is refused, and the link is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    assert invalid(
        submit(
            client,
            "/books/new/",
            {"shelf": UNKNOWN, "title": "A Winter Garden", "price": "11.50"},
        )
    ) == ["shelf"]
    assert invalid(
        submit(client, f"/books/{book['id']}/edit/", {"shelf": UNKNOWN})
    ) == ["shelf"]


def test_r4_books_of_a_shelf_are_listed(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given two of shelf with books: when those of one are asked for, only these are
    listed.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf_2["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    assert ids(
        client.get(
            "/books/",
            {
                "shelf_id": shelf["id"],
            },
        )
    ) == [book["id"]]


def test_r4_a_shelf_with_books_cannot_be_deleted(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a shelf with books: when it is deleted, it is refused, and both stay.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    refused(submit(client, f"/shelves/{shelf['id']}/delete/", {}), 409)
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["shelf_id"] == shelf["id"]


def test_r4_a_book_without_a_shelf_is_refused(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created without a shelf, it is refused, and the link is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    assert invalid(
        submit(client, "/books/new/", {"title": "A Winter Garden", "price": "11.50"})
    ) == ["shelf"]
    assert invalid(submit(client, f"/books/{book['id']}/edit/", {"shelf": None})) == [
        "shelf"
    ]
