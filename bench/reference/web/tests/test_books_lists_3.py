"""Books lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, found, gone, ids, refused
from tests.pages import submit


def test_plan_books_filtered_by_status(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given several of books: when only those of one status are asked for, only these
    are shown.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    found(submit(client, f"/books/{book['id']}/receive/", {}))
    book_2 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    found(submit(client, f"/books/{book_2['id']}/receive/", {}))
    found(submit(client, f"/books/{book_2['id']}/lose/", {}))
    book_3 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "Letters from the Coast", "price": "12.50"},
        )
    )
    book_4 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Last Orchard", "price": "13.50"},
        )
    )
    assert ids(
        client.get(
            "/books/",
            {
                "status": "available",
            },
        )
    ) == [book["id"]]
    assert ids(
        client.get(
            "/books/",
            {
                "status": "lost",
            },
        )
    ) == [book_2["id"]]
    assert ids(
        client.get(
            "/books/",
            {
                "status": "ordered",
            },
        )
    ) == [book_3["id"], book_4["id"]]


def test_r9_search_books_are_listed(
    client: Client,
) -> None:
    """Search Books by title.

    Given three of search books: when they are listed, all are there, in the order of
    age.
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
    assert ids(client.get("/books/search-books/")) == [
        book["id"],
        book_2["id"],
        book_3["id"],
    ]


def test_r9_search_books_searched_by_title(
    client: Client,
) -> None:
    """Search Books by title.

    Given several of search books: when a part of a title is searched for, those that
    have it are found, whatever the case.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Last Orchard", "price": "10.50"},
        )
    )
    created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    assert ids(
        client.get(
            "/books/search-books/",
            {
                "search": "HE lAST oRCHARD",
            },
        )
    ) == [book["id"]]
    assert (
        ids(
            client.get(
                "/books/search-books/",
                {
                    "search": "no such words",
                },
            )
        )
        == []
    )
    assert (
        ids(
            client.get(
                "/books/search-books/",
                {
                    "search": "%",
                },
            )
        )
        == []
    )


def test_r10_a_book_can_be_deleted(
    client: Client,
) -> None:
    """Show the number of Books per Shelf.

    Given two rows of a book: when one is deleted, it is gone, the other one stays.
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
    gone(submit(client, f"/books/{book['id']}/delete/", {}))
    refused(client.get(f"/books/{book['id']}/"), 404)
    assert ids(client.get("/books/")) == [book_2["id"]]
