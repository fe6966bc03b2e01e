"""Books lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    gone,
    ids,
    refused,
)


def test_plan_books_sorted_by_title_author_isbn_and_price(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of books: when they are sorted by title, author, isbn and price, up
    and down they come in that order.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    book = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "author": "Ben Carter",
                "isbn": "BO-0002",
                "price": "11.50",
            },
        )
    )
    book_2 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "Letters from the Coast",
                "author": "Chloe Martin",
                "isbn": "BO-0003",
                "price": "12.50",
            },
        )
    )
    book_3 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "The Quiet River",
                "author": "Ana Silva",
                "isbn": "BO-0001",
                "price": "10.50",
            },
        )
    )
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "title",
            },
        )
    ) == [book["id"], book_2["id"], book_3["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "-title",
            },
        )
    ) == [book_3["id"], book_2["id"], book["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "author",
            },
        )
    ) == [book_3["id"], book["id"], book_2["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "-author",
            },
        )
    ) == [book_2["id"], book["id"], book_3["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "isbn",
            },
        )
    ) == [book_3["id"], book["id"], book_2["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "-isbn",
            },
        )
    ) == [book_2["id"], book["id"], book_3["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "price",
            },
        )
    ) == [book_3["id"], book["id"], book_2["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "sort": "-price",
            },
        )
    ) == [book_2["id"], book["id"], book_3["id"]]


def test_r9_search_books_are_listed(
    client: TestClient,
) -> None:
    """Search Books by title.

    Given three of search books: when they are listed, all are there, in the order of
    age.
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
    book_2 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "price": "11.50",
            },
        )
    )
    book_3 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "Letters from the Coast",
                "price": "12.50",
            },
        )
    )
    assert ids(client.get("/books/search-books")) == [
        book["id"],
        book_2["id"],
        book_3["id"],
    ]


def test_r9_search_books_searched_by_title(
    client: TestClient,
) -> None:
    """Search Books by title.

    Given several of search books: when a part of a title is searched for, those that
    have it are found, whatever the case.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    book = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "The Last Orchard",
                "price": "10.50",
            },
        )
    )
    created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "price": "11.50",
            },
        )
    )
    assert ids(
        client.get(
            "/books/search-books",
            params={
                "search": "HE lAST oRCHARD",
            },
        )
    ) == [book["id"]]
    assert (
        ids(
            client.get(
                "/books/search-books",
                params={
                    "search": "no such words",
                },
            )
        )
        == []
    )


def test_r10_a_book_can_be_deleted(
    client: TestClient,
) -> None:
    """Show the number of Books per Shelf.

    Given two rows of a book: when one is deleted, it is gone, the other one stays.
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
    book_2 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "price": "11.50",
            },
        )
    )
    gone(client.delete(f"/books/{book['id']}"))
    refused(client.get(f"/books/{book['id']}"), 404)
    assert ids(client.get("/books")) == [book_2["id"]]
