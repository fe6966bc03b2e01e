"""Books fields: each test is named for the requirement that it proves."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.answers import (
    created,
    found,
    invalid,
    refused,
)


def test_r4_a_book_has_title_author_isbn_and_price(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created with title, author, isbn and price, it is stored and comes
    back as it was given.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    book = created(
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
    assert book["title"] == "The Quiet River"
    assert book["author"] == "Ana Silva"
    assert book["isbn"] == "BO-0001"
    assert book["price"] == "10.50"
    book = found(client.get(f"/books/{book['id']}"))
    assert book["title"] == "The Quiet River"
    assert book["author"] == "Ana Silva"
    assert book["isbn"] == "BO-0001"
    assert book["price"] == "10.50"


def test_r4_title_author_isbn_and_price_of_a_book_can_be_changed(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a book: when its title, author, isbn and price change, it has the new values
    from then on.
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
    book = found(
        client.patch(
            f"/books/{book['id']}",
            json={
                "title": "Letters from the Coast",
                "author": "Chloe Martin",
                "isbn": "BO-0003",
                "price": "12.50",
            },
        )
    )
    assert book["title"] == "Letters from the Coast"
    assert book["author"] == "Chloe Martin"
    assert book["isbn"] == "BO-0003"
    assert book["price"] == "12.50"
    book = found(client.get(f"/books/{book['id']}"))
    assert book["title"] == "Letters from the Coast"
    assert book["author"] == "Chloe Martin"
    assert book["isbn"] == "BO-0003"
    assert book["price"] == "12.50"


@pytest.mark.parametrize("field", ["title", "price"])
def test_r4_a_book_without_title_and_price_is_refused(
    client: TestClient, field: str
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created without title and price, it is refused, and the missing
    value is named.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    values = {"shelf_id": shelf["id"], "title": "The Quiet River", "price": "10.50"}
    assert invalid(
        client.post("/books", json={k: v for k, v in values.items() if k != field})
    ) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", None),
        ("price", None),
    ],
)
def test_r4_title_and_price_of_a_book_cannot_be_empty(
    client: TestClient, field: str, value: object
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When title and price of a book would be empty, that is refused, and the field is
    named.
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
    values = {"shelf_id": shelf["id"], "title": "A Winter Garden", "price": "11.50"}
    assert invalid(client.post("/books", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/books/{book['id']}", json={field: value})) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 12),
        ("author", 12),
        ("isbn", 12),
        ("price", "a lot"),
    ],
)
def test_r4_title_author_isbn_and_price_of_a_book_that_has_a_wrong_type_is_refused(
    client: TestClient, field: str, value: object
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When title, author, isbn and price of a book gets a value of the wrong type, it is
    refused, and the field is named.
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
    values = {"shelf_id": shelf["id"], "title": "A Winter Garden", "price": "11.50"}
    assert invalid(client.post("/books", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/books/{book['id']}", json={field: value})) == [field]


def test_r4_two_rows_of_a_book_never_have_the_same_isbn(
    client: TestClient,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a book: when another one gets the same isbn, it is refused, at creation and
    as a change.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "The Quiet River",
                "isbn": "BO-0001",
                "price": "10.50",
            },
        )
    )
    refused(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "isbn": "BO-0001",
                "price": "11.50",
            },
        ),
        409,
    )
    book_2 = created(
        client.post(
            "/books",
            json={
                "shelf_id": shelf["id"],
                "title": "A Winter Garden",
                "isbn": "BO-0002",
                "price": "11.50",
            },
        )
    )
    refused(client.patch(f"/books/{book_2['id']}", json={"isbn": "BO-0001"}), 409)
