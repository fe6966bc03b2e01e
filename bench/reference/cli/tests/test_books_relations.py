"""Books relations: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import UNKNOWN, created, found, ids, invalid, refused
from tests.conftest import Caller


def test_r4_a_book_belongs_to_a_shelf(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a shelf: when a book is created for it, it says which one it belongs to.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    assert book["shelf_id"] == shelf["id"]
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["shelf_id"] == shelf["id"]
    shelf_2 = created(run("shelves add --format json", {"NAME": "Shelf 2"}))
    book = found(
        run("books edit --format json", {"ID": book["id"], "--shelf": shelf_2["id"]})
    )
    assert book["shelf_id"] == shelf_2["id"]


def test_r4_a_book_with_a_shelf_that_does_not_exist_is_refused(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is linked to what is not there, it is refused, and the link is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    assert (
        invalid(
            run(
                "books add",
                {"--shelf": UNKNOWN, "TITLE": "A Winter Garden", "--price": "11.50"},
            )
        )
        == "--shelf"
    )
    assert (
        invalid(run("books edit", {"ID": book["id"], "--shelf": UNKNOWN})) == "--shelf"
    )


def test_r4_books_of_a_shelf_are_listed(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given two of shelf with books: when those of one are asked for, only these are
    listed.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    shelf_2 = created(run("shelves add --format json", {"NAME": "Shelf 2"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    created(
        run(
            "books add --format json",
            {"--shelf": shelf_2["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    assert ids(
        run(
            "books list --format json",
            {
                "--shelf": shelf["id"],
            },
        )
    ) == [book["id"]]


def test_r4_a_shelf_with_books_cannot_be_deleted(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a shelf with books: when it is deleted, it is refused, and both stay.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    refused(run("shelves remove", {"ID": shelf["id"]}), 3)
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["shelf_id"] == shelf["id"]


def test_r4_a_book_without_a_shelf_is_refused(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created without a shelf, it is refused, and the link is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    assert (
        invalid(run("books add", {"TITLE": "A Winter Garden", "--price": "11.50"}))
        == "--shelf"
    )
    assert invalid(run("books edit", {"ID": book["id"], "--shelf": None})) == "--shelf"
