"""Books fields: each test is named for the requirement that it proves."""

from __future__ import annotations

import pytest

from tests.answers import created, found, invalid, option, refused
from tests.conftest import Caller


def test_r4_a_book_has_title_author_isbn_and_price(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created with title, author, isbn and price, it is stored and comes
    back as it was given.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
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
    assert book["title"] == "The Quiet River"
    assert book["author"] == "Ana Silva"
    assert book["isbn"] == "BO-0001"
    assert book["price"] == "10.50"
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["title"] == "The Quiet River"
    assert book["author"] == "Ana Silva"
    assert book["isbn"] == "BO-0001"
    assert book["price"] == "10.50"


def test_r4_title_author_isbn_and_price_of_a_book_can_be_changed(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a book: when its title, author, isbn and price change, it has the new values
    from then on.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    book = found(
        run(
            "books edit --format json",
            {"ID": book["id"], "--title": "Letters from the Coast"},
        )
    )
    assert book["title"] == "Letters from the Coast"
    book = found(
        run("books edit --format json", {"ID": book["id"], "--author": "Chloe Martin"})
    )
    assert book["author"] == "Chloe Martin"
    book = found(
        run("books edit --format json", {"ID": book["id"], "--isbn": "BO-0003"})
    )
    assert book["isbn"] == "BO-0003"
    book = found(
        run("books edit --format json", {"ID": book["id"], "--price": "12.50"})
    )
    assert book["price"] == "12.50"
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["title"] == "Letters from the Coast"
    assert book["author"] == "Chloe Martin"
    assert book["isbn"] == "BO-0003"
    assert book["price"] == "12.50"


@pytest.mark.parametrize(
    "name",
    [
        "TITLE",
        "--price",
    ],
)
def test_r4_a_book_without_title_and_price_is_refused(run: Caller, name: str) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When a book is created without title and price, it is refused, and the missing
    value is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    values: dict[str, object] = {
        "--shelf": shelf["id"],
        "TITLE": "The Quiet River",
        "--price": "10.50",
    }
    assert invalid(
        run("books add", {k: v for k, v in values.items() if k != name})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TITLE", None),
        ("--price", None),
    ],
)
def test_r4_title_and_price_of_a_book_cannot_be_empty(
    run: Caller, name: str, value: object
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When title and price of a book would be empty, that is refused, and the field is
    named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    values: dict[str, object] = {
        "--shelf": shelf["id"],
        "TITLE": "A Winter Garden",
        "--price": "11.50",
    }
    assert invalid(run("books add", {**values, name: value})) == option(name)
    assert invalid(
        run("books edit", {"ID": book["id"], option(name): value})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--price", "a lot"),
    ],
)
def test_r4_title_author_isbn_and_price_of_a_book_that_has_a_wrong_type_is_refused(
    run: Caller, name: str, value: object
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When title, author, isbn and price of a book gets a value of the wrong type, it is
    refused, and the field is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    values: dict[str, object] = {
        "--shelf": shelf["id"],
        "TITLE": "A Winter Garden",
        "--price": "11.50",
    }
    assert invalid(run("books add", {**values, name: value})) == option(name)
    assert invalid(
        run("books edit", {"ID": book["id"], option(name): value})
    ) == option(name)


def test_r4_two_rows_of_a_book_never_have_the_same_isbn(run: Caller) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    Given a book: when another one gets the same isbn, it is refused, at creation and
    as a change.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "The Quiet River",
                "--isbn": "BO-0001",
                "--price": "10.50",
            },
        )
    )
    refused(
        run(
            "books add",
            {
                "--shelf": shelf["id"],
                "TITLE": "A Winter Garden",
                "--isbn": "BO-0001",
                "--price": "11.50",
            },
        ),
        3,
    )
    book_2 = created(
        run(
            "books add --format json",
            {
                "--shelf": shelf["id"],
                "TITLE": "A Winter Garden",
                "--isbn": "BO-0002",
                "--price": "11.50",
            },
        )
    )
    refused(run("books edit", {"ID": book_2["id"], "--isbn": "BO-0001"}), 3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--status", "ordered"),
    ],
)
def test_r4_status_of_a_book_cannot_be_written(
    run: Caller, name: str, value: object
) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost).

    When somebody writes status of a book, it is refused, and the field is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    values: dict[str, object] = {
        "--shelf": shelf["id"],
        "TITLE": "A Winter Garden",
        "--price": "11.50",
    }
    assert invalid(run("books add", {**values, name: value})) == option(name)
    assert invalid(
        run("books edit", {"ID": book["id"], option(name): value})
    ) == option(name)
