"""Books fields: each test is named for the requirement that it proves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.answers import created, found, invalid, refused
from tests.pages import submit


def test_r4_a_book_has_title_author_isbn_and_price(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created with title, author, isbn and price, it is stored and comes
    back as it was given.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {
                "shelf": shelf["id"],
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
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["title"] == "The Quiet River"
    assert book["author"] == "Ana Silva"
    assert book["isbn"] == "BO-0001"
    assert book["price"] == "10.50"


def test_r4_title_author_isbn_and_price_of_a_book_can_be_changed(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a book: when its title, author, isbn and price change, it has the new values
    from then on.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    book = found(
        submit(
            client, f"/books/{book['id']}/edit/", {"title": "Letters from the Coast"}
        )
    )
    assert book["title"] == "Letters from the Coast"
    book = found(
        submit(client, f"/books/{book['id']}/edit/", {"author": "Chloe Martin"})
    )
    assert book["author"] == "Chloe Martin"
    book = found(submit(client, f"/books/{book['id']}/edit/", {"isbn": "BO-0003"}))
    assert book["isbn"] == "BO-0003"
    book = found(submit(client, f"/books/{book['id']}/edit/", {"price": "12.50"}))
    assert book["price"] == "12.50"
    book = found(client.get(f"/books/{book['id']}/"))
    assert book["title"] == "Letters from the Coast"
    assert book["author"] == "Chloe Martin"
    assert book["isbn"] == "BO-0003"
    assert book["price"] == "12.50"


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "price",
    ],
)
def test_r4_a_book_without_title_and_price_is_refused(
    client: Client, field: str
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created without title and price, it is refused, and the missing
    value is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    values: dict[str, Any] = {
        "shelf": shelf["id"],
        "title": "The Quiet River",
        "price": "10.50",
    }
    assert invalid(submit(client, "/books/new/", {**values, field: None})) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", None),
        ("price", None),
    ],
)
def test_r4_title_and_price_of_a_book_cannot_be_empty(
    client: Client, field: str, value: Any
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When title and price of a book would be empty, that is refused, and the field is
    named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    values: dict[str, Any] = {
        "shelf": shelf["id"],
        "title": "A Winter Garden",
        "price": "11.50",
    }
    assert invalid(submit(client, "/books/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/books/{book['id']}/edit/", {field: value})) == [
        field
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "not\0readable"),
        ("author", "not\0readable"),
        ("isbn", "not\0readable"),
        ("price", "a lot"),
    ],
)
def test_r4_title_author_isbn_and_price_of_a_book_that_has_a_wrong_type_is_refused(
    client: Client, field: str, value: Any
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When title, author, isbn and price of a book gets a value of the wrong type, it is
    refused, and the field is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    values: dict[str, Any] = {
        "shelf": shelf["id"],
        "title": "A Winter Garden",
        "price": "11.50",
    }
    assert invalid(submit(client, "/books/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/books/{book['id']}/edit/", {field: value})) == [
        field
    ]


def test_r4_two_rows_of_a_book_never_have_the_same_isbn(
    client: Client,
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a book: when another one gets the same isbn, it is refused, at creation and
    as a change.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    created(
        submit(
            client,
            "/books/new/",
            {
                "shelf": shelf["id"],
                "title": "The Quiet River",
                "isbn": "BO-0001",
                "price": "10.50",
            },
        )
    )
    refused(
        submit(
            client,
            "/books/new/",
            {
                "shelf": shelf["id"],
                "title": "A Winter Garden",
                "isbn": "BO-0001",
                "price": "11.50",
            },
        ),
        409,
    )
    book_2 = created(
        submit(
            client,
            "/books/new/",
            {
                "shelf": shelf["id"],
                "title": "A Winter Garden",
                "isbn": "BO-0002",
                "price": "11.50",
            },
        )
    )
    refused(submit(client, f"/books/{book_2['id']}/edit/", {"isbn": "BO-0001"}), 409)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "ordered"),
    ],
)
def test_r4_status_of_a_book_cannot_be_written(
    client: Client, field: str, value: Any
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When somebody writes status of a book, it is refused, and the field is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    values: dict[str, Any] = {
        "shelf": shelf["id"],
        "title": "A Winter Garden",
        "price": "11.50",
    }
    assert invalid(submit(client, "/books/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/books/{book['id']}/edit/", {field: value})) == [
        field
    ]
