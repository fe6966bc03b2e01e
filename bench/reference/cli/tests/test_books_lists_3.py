"""Books lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, found, gone, ids, refused
from tests.conftest import Caller


def test_plan_books_filtered_by_status(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given several of books: when only those of one status are asked for, only these
    are shown.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    found(run("books receive --format json", {"ID": book["id"]}))
    book_2 = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    found(run("books receive --format json", {"ID": book_2["id"]}))
    found(run("books lose --format json", {"ID": book_2["id"]}))
    book_3 = created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "Letters from the Coast",
                "--price": "12.50",
            },
        )
    )
    book_4 = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Last Orchard", "--price": "13.50"},
        )
    )
    assert ids(
        run(
            "books list --format json",
            {
                "--status": "available",
            },
        )
    ) == [book["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--status": "lost",
            },
        )
    ) == [book_2["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--status": "ordered",
            },
        )
    ) == [book_3["id"], book_4["id"]]


def test_r9_search_books_are_listed(run: Caller) -> None:
    """Search Books by title.

    Given three of search books: when they are listed, all are there, in the order of
    age.
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
    book_3 = created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "Letters from the Coast",
                "--price": "12.50",
            },
        )
    )
    assert ids(run("books search --format json")) == [
        book["id"],
        book_2["id"],
        book_3["id"],
    ]


def test_r9_search_books_searched_by_title(run: Caller) -> None:
    """Search Books by title.

    Given several of search books: when a part of a title is searched for, those that
    have it are found, whatever the case.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Last Orchard", "--price": "10.50"},
        )
    )
    created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    assert ids(
        run(
            "books search --format json",
            {
                "--search": "HE lAST oRCHARD",
            },
        )
    ) == [book["id"]]
    assert (
        ids(
            run(
                "books search --format json",
                {
                    "--search": "no such words",
                },
            )
        )
        == []
    )
    assert (
        ids(
            run(
                "books search --format json",
                {
                    "--search": "%",
                },
            )
        )
        == []
    )


def test_r10_a_book_can_be_deleted(run: Caller) -> None:
    """Show the number of Books per Shelf.

    Given two rows of a book: when one is deleted, it is gone, the other one stays.
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
    gone(run("books remove", {"ID": book["id"]}))
    refused(run("books show --format json", {"ID": book["id"]}), 4)
    assert ids(run("books list --format json")) == [book_2["id"]]
