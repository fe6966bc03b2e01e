"""Books lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, ids
from tests.conftest import Caller


def test_r10_books_are_listed(run: Caller) -> None:
    """Show the number of Books per Shelf.

    Given three of books: when they are listed, all are there, in the order of age.
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
    assert ids(run("books list --format json")) == [
        book["id"],
        book_2["id"],
        book_3["id"],
    ]


def test_plan_books_come_in_pages(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given three of books: when two a page are asked for, the second page has the
    third.
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
    assert ids(
        run(
            "books list --format json",
            {
                "--limit": 2,
            },
        )
    ) == [book["id"], book_2["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--limit": 2,
                "--offset": 2,
            },
        )
    ) == [book_3["id"]]


def test_plan_books_filtered_by_price(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given several of books: when only those of one price are asked for, only these are
    shown.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "11.50"},
        )
    )
    book_2 = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "12.50"},
        )
    )
    book_3 = created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "Letters from the Coast",
                "--price": "10.50",
            },
        )
    )
    assert ids(
        run(
            "books list --format json",
            {
                "--price": "11.50",
            },
        )
    ) == [book["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--price-min": "11.50",
            },
        )
    ) == [book["id"], book_2["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--price-max": "11.50",
            },
        )
    ) == [book["id"], book_3["id"]]
