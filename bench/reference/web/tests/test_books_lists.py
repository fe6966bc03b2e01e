"""Books lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, ids
from tests.pages import submit


def test_r10_books_are_listed(
    client: Client,
) -> None:
    """Show the number of Books per Shelf.

    Given three of books: when they are listed, all are there, in the order of age.
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
    book_3 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "Letters from the Coast", "price": "12.50"},
        )
    )
    assert ids(client.get("/books/")) == [book["id"], book_2["id"], book_3["id"]]


def test_plan_books_come_in_pages(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given three of books: when two a page are asked for, the second page has the
    third.
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
    book_3 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "Letters from the Coast", "price": "12.50"},
        )
    )
    assert ids(
        client.get(
            "/books/",
            {
                "page": 1,
                "page_size": 2,
            },
        )
    ) == [book["id"], book_2["id"]]
    assert ids(
        client.get(
            "/books/",
            {
                "page": 2,
                "page_size": 2,
            },
        )
    ) == [book_3["id"]]


def test_plan_books_filtered_by_price(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given several of books: when only those of one price are asked for, only these are
    shown.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "11.50"},
        )
    )
    book_2 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "12.50"},
        )
    )
    book_3 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "Letters from the Coast", "price": "10.50"},
        )
    )
    assert ids(
        client.get(
            "/books/",
            {
                "price": "11.50",
            },
        )
    ) == [book["id"]]
    assert ids(
        client.get(
            "/books/",
            {
                "price_min": "11.5",
            },
        )
    ) == [book["id"], book_2["id"]]
    assert ids(
        client.get(
            "/books/",
            {
                "price_max": "11.5",
            },
        )
    ) == [book["id"], book_3["id"]]
