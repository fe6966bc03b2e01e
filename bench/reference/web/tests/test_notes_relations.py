"""Notes relations: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, found, ids, invalid, refused
from tests.pages import UNKNOWN, submit


def test_r5_a_note_belongs_to_a_book(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a book: when a note is created for it, it says which one it belongs to.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    note = created(submit(client, "/notes/new/", {"book": book["id"]}))
    assert note["book_id"] == book["id"]
    note = found(client.get(f"/notes/{note['id']}/"))
    assert note["book_id"] == book["id"]
    book_2 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    note = found(submit(client, f"/notes/{note['id']}/edit/", {"book": book_2["id"]}))
    assert note["book_id"] == book_2["id"]


def test_r5_a_note_with_a_book_that_does_not_exist_is_refused(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is linked to what is not there, it is refused, and the link is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    note = created(submit(client, "/notes/new/", {"book": book["id"]}))
    assert invalid(submit(client, "/notes/new/", {"book": UNKNOWN})) == ["book"]
    assert invalid(submit(client, f"/notes/{note['id']}/edit/", {"book": UNKNOWN})) == [
        "book"
    ]


def test_r5_notes_of_a_book_are_listed(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given two of book with notes: when those of one are asked for, only these are
    listed.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    book_2 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    note = created(submit(client, "/notes/new/", {"book": book["id"]}))
    created(submit(client, "/notes/new/", {"book": book_2["id"]}))
    assert ids(
        client.get(
            "/notes/",
            {
                "book_id": book["id"],
            },
        )
    ) == [note["id"]]


def test_r5_a_book_with_notes_cannot_be_deleted(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a book with notes: when it is deleted, it is refused, and both stay.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    note = created(submit(client, "/notes/new/", {"book": book["id"]}))
    refused(submit(client, f"/books/{book['id']}/delete/", {}), 409)
    note = found(client.get(f"/notes/{note['id']}/"))
    assert note["book_id"] == book["id"]


def test_r5_a_note_without_a_book_is_refused(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is created without a book, it is refused, and the link is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    note = created(submit(client, "/notes/new/", {"book": book["id"]}))
    assert invalid(submit(client, "/notes/new/", {})) == ["book"]
    assert invalid(submit(client, f"/notes/{note['id']}/edit/", {"book": None})) == [
        "book"
    ]
