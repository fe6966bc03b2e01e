"""Books actions: each test is named for the requirement that it proves."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.answers import at_once, created, found, refused
from tests.pages import send, submit


def test_r7_a_book_begins_as_ordered(
    client: Client,
) -> None:
    """Receiving a Book changes the status from ordered to available.

    When a book is created, it is ordered.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["status"] == "ordered"


def test_r8_to_receive_a_book_leads_to_available(
    client: Client,
) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is ordered: when somebody wants to receive a book, it is
    available.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    book = found(submit(client, f"/books/{book['id']}/receive/", {}))
    assert book["status"] == "available"
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["status"] == "available"


def test_r6_one_cannot_receive_a_book_that_is_available_or_lost(
    client: Client,
) -> None:
    """A Book starts as ordered.

    Given a book that is available or lost: when somebody wants to receive a book, it
    is refused and stays what it is.
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
    assert "must be ordered" in refused(
        send(client, f"/books/{book['id']}/receive/", {}), 409
    )
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["status"] == "available"
    book_2 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    found(submit(client, f"/books/{book_2['id']}/receive/", {}))
    found(submit(client, f"/books/{book_2['id']}/lose/", {}))
    assert "must be ordered" in refused(
        send(client, f"/books/{book_2['id']}/receive/", {}), 409
    )
    book_2 = found(client.get(f"/books/{book_2['id']}/"))
    assert book_2["status"] == "lost"


def test_r8_to_lose_a_book_leads_to_lost(
    client: Client,
) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is available: when somebody wants to lose a book, it is lost.
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
    book = found(submit(client, f"/books/{book['id']}/lose/", {}))
    assert book["status"] == "lost"
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["status"] == "lost"


def test_r8_one_cannot_lose_a_book_that_is_ordered_or_lost(
    client: Client,
) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is ordered or lost: when somebody wants to lose a book, it is
    refused and stays what it is.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    assert "must be available" in refused(
        send(client, f"/books/{book['id']}/lose/", {}), 409
    )
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["status"] == "ordered"
    book_2 = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "A Winter Garden", "price": "11.50"},
        )
    )
    found(submit(client, f"/books/{book_2['id']}/receive/", {}))
    found(submit(client, f"/books/{book_2['id']}/lose/", {}))
    assert "must be available" in refused(
        send(client, f"/books/{book_2['id']}/lose/", {}), 409
    )
    book_2 = found(client.get(f"/books/{book_2['id']}/"))
    assert book_2["status"] == "lost"


def test_r7_many_receive_a_book_at_once(
    client: Client,
) -> None:
    """Receiving a Book changes the status from ordered to available.

    Given a book: when many want to receive a book at once, it is as if they queued.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    addresses = [
        f"/books/{book['id']}/receive/",
    ]
    sent: list[dict[str, Any]] = [
        {},
    ]
    assert at_once(client, addresses, sent) == {302: 1, 409: 7}


def test_r8_many_lose_a_book_at_once(
    client: Client,
) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book: when many want to lose a book at once, it is as if they queued.
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
    addresses = [
        f"/books/{book['id']}/lose/",
    ]
    sent: list[dict[str, Any]] = [
        {},
    ]
    assert at_once(client, addresses, sent) == {302: 1, 409: 7}
