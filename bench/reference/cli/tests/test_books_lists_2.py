"""Books lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, ids
from tests.conftest import Caller


def test_plan_books_sorted_by_title_author_isbn_and_price(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given several of books: when they are sorted by title, author, isbn and price, up
    and down they come in that order.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "A Winter Garden",
                "--author": "Ben Carter",
                "--isbn": "BO-0002",
                "--price": "11.50",
            },
        )
    )
    book_2 = created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "Letters from the Coast",
                "--author": "Chloe Martin",
                "--isbn": "BO-0003",
                "--price": "12.50",
            },
        )
    )
    book_3 = created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "The Quiet River",
                "--author": "Ana Silva",
                "--isbn": "BO-0001",
                "--price": "10.50",
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
                "--sort": "title",
            },
        )
    ) == [book["id"], book_2["id"], book_4["id"], book_3["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--sort": "-title",
            },
        )
    ) == [book_3["id"], book_4["id"], book_2["id"], book["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--sort": "author",
            },
        )
    ) == [book_4["id"], book_3["id"], book["id"], book_2["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--sort": "-author",
            },
        )
    ) == [book_2["id"], book["id"], book_3["id"], book_4["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--sort": "isbn",
            },
        )
    ) == [book_4["id"], book_3["id"], book["id"], book_2["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--sort": "-isbn",
            },
        )
    ) == [book_2["id"], book["id"], book_3["id"], book_4["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--sort": "price",
            },
        )
    ) == [book_3["id"], book["id"], book_2["id"], book_4["id"]]
    assert ids(
        run(
            "books list --format json",
            {
                "--sort": "-price",
            },
        )
    ) == [book_4["id"], book_2["id"], book["id"], book_3["id"]]
