"""Notes relations: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import UNKNOWN, created, found, ids, invalid, refused
from tests.conftest import Caller


def test_r5_a_note_belongs_to_a_book(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a book: when a note is created for it, it says which one it belongs to.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    assert note["book_id"] == book["id"]
    note = found(run("notes show --format json", {"ID": note["id"]}))
    assert note["book_id"] == book["id"]
    book_2 = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    note = found(
        run("notes edit --format json", {"ID": note["id"], "--book": book_2["id"]})
    )
    assert note["book_id"] == book_2["id"]


def test_r5_a_note_with_a_book_that_does_not_exist_is_refused(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is linked to what is not there, it is refused, and the link is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    assert invalid(run("notes add", {"--book": UNKNOWN})) == "--book"
    assert invalid(run("notes edit", {"ID": note["id"], "--book": UNKNOWN})) == "--book"


def test_r5_notes_of_a_book_are_listed(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given two of book with notes: when those of one are asked for, only these are
    listed.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    book_2 = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    created(run("notes add --format json", {"--book": book_2["id"]}))
    assert ids(
        run(
            "notes list --format json",
            {
                "--book": book["id"],
            },
        )
    ) == [note["id"]]


def test_r5_a_book_with_notes_cannot_be_deleted(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a book with notes: when it is deleted, it is refused, and both stay.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    refused(run("books remove", {"ID": book["id"]}), 3)
    note = found(run("notes show --format json", {"ID": note["id"]}))
    assert note["book_id"] == book["id"]


def test_r5_a_note_without_a_book_is_refused(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is created without a book, it is refused, and the link is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    assert invalid(run("notes add")) == "--book"
    assert invalid(run("notes edit", {"ID": note["id"], "--book": None})) == "--book"
