"""Books lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    ids,
)


def test_r10_books_are_listed(
    client: TestClient,
) -> None:
    """Show the number of Books per Shelf.

    Given three of books: when they are listed, all are there, in the order of age.
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
    assert ids(client.get("/books")) == [book["id"], book_2["id"], book_3["id"]]


def test_plan_books_come_in_pages(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of books: when two a page are asked for, the second page has the
    third.
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
    assert ids(
        client.get(
            "/books",
            params={
                "page": 1,
                "page_size": 2,
            },
        )
    ) == [book["id"], book_2["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "page": 2,
                "page_size": 2,
            },
        )
    ) == [book_3["id"]]


def test_plan_books_filtered_by_price(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of books: when only those of one price are asked for, only these are
    shown.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    book = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "The Quiet River",
                "price": "11.50",
            },
        )
    )
    book_2 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "price": "12.50",
            },
        )
    )
    book_3 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "Letters from the Coast",
                "price": "10.50",
            },
        )
    )
    assert ids(
        client.get(
            "/books",
            params={
                "price": "11.50",
            },
        )
    ) == [book["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "price_min": "11.5",
            },
        )
    ) == [book["id"], book_2["id"]]
    assert ids(
        client.get(
            "/books",
            params={
                "price_max": "11.5",
            },
        )
    ) == [book["id"], book_3["id"]]
