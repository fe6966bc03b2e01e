"""Books actions: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    found,
    refused,
)


def test_r7_a_book_begins_as_ordered(
    client: TestClient,
) -> None:
    """Receiving a Book changes the status from ordered to available.

    When a book is created, it is ordered.
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
    book = found(client.get(f"/books/{book['id']}"))
    assert book["status"] == "ordered"


def test_r8_to_receive_a_book_leads_to_available(
    client: TestClient,
) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is ordered: when somebody wants to receive a book, it is
    available.
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
    book = found(client.post(f"/books/{book['id']}/receive"))
    assert book["status"] == "available"
    book = found(client.get(f"/books/{book['id']}"))
    assert book["status"] == "available"


def test_r6_one_cannot_receive_a_book_that_is_available_or_lost(
    client: TestClient,
) -> None:
    """A Book starts as ordered.

    Given a book that is available or lost: when somebody wants to receive a book, it
    is refused and stays what it is.
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
    found(client.post(f"/books/{book['id']}/receive"))
    refused(client.post(f"/books/{book['id']}/receive"), 409)
    book = found(client.get(f"/books/{book['id']}"))
    assert book["status"] == "available"
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
    found(client.post(f"/books/{book_2['id']}/receive"))
    found(client.post(f"/books/{book_2['id']}/lose"))
    refused(client.post(f"/books/{book_2['id']}/receive"), 409)
    book_2 = found(client.get(f"/books/{book_2['id']}"))
    assert book_2["status"] == "lost"


def test_r8_to_lose_a_book_leads_to_lost(
    client: TestClient,
) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is available: when somebody wants to lose a book, it is lost.
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
    found(client.post(f"/books/{book['id']}/receive"))
    book = found(client.post(f"/books/{book['id']}/lose"))
    assert book["status"] == "lost"
    book = found(client.get(f"/books/{book['id']}"))
    assert book["status"] == "lost"


def test_r8_one_cannot_lose_a_book_that_is_ordered_or_lost(
    client: TestClient,
) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is ordered or lost: when somebody wants to lose a book, it is
    refused and stays what it is.
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
    refused(client.post(f"/books/{book['id']}/lose"), 409)
    book = found(client.get(f"/books/{book['id']}"))
    assert book["status"] == "ordered"
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
    found(client.post(f"/books/{book_2['id']}/receive"))
    found(client.post(f"/books/{book_2['id']}/lose"))
    refused(client.post(f"/books/{book_2['id']}/lose"), 409)
    book_2 = found(client.get(f"/books/{book_2['id']}"))
    assert book_2["status"] == "lost"
