"""Books actions: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, found, refused, typed
from tests.conftest import Caller


def test_r7_a_book_begins_as_ordered(run: Caller) -> None:
    """Receiving a Book changes the status from ordered to available.

    When a book is created, it is ordered.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["status"] == "ordered"


def test_r8_to_receive_a_book_leads_to_available(run: Caller) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is ordered: when somebody wants to receive a book, it is
    available.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    book = found(run("books receive --format json", {"ID": book["id"]}))
    assert book["status"] == "available"
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["status"] == "available"


def test_r6_one_cannot_receive_a_book_that_is_available_or_lost(run: Caller) -> None:
    """A Book starts as ordered.

    Given a book that is available or lost: when somebody wants to receive a book, it
    is refused and stays what it is.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    found(run("books receive --format json", {"ID": book["id"]}))
    assert "must be ordered" in refused(run("books receive", {"ID": book["id"]}), 3)
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["status"] == "available"
    book_2 = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    found(run("books receive --format json", {"ID": book_2["id"]}))
    found(run("books lose --format json", {"ID": book_2["id"]}))
    assert "must be ordered" in refused(run("books receive", {"ID": book_2["id"]}), 3)
    book_2 = found(run("books show --format json", {"ID": book_2["id"]}))
    assert book_2["status"] == "lost"


def test_r8_to_lose_a_book_leads_to_lost(run: Caller) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is available: when somebody wants to lose a book, it is lost.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    found(run("books receive --format json", {"ID": book["id"]}))
    book = found(run("books lose --format json", {"ID": book["id"]}))
    assert book["status"] == "lost"
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["status"] == "lost"


def test_r8_one_cannot_lose_a_book_that_is_ordered_or_lost(run: Caller) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book that is ordered or lost: when somebody wants to lose a book, it is
    refused and stays what it is.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    assert "must be available" in refused(run("books lose", {"ID": book["id"]}), 3)
    book = found(run("books show --format json", {"ID": book["id"]}))
    assert book["status"] == "ordered"
    book_2 = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "A Winter Garden", "--price": "11.50"},
        )
    )
    found(run("books receive --format json", {"ID": book_2["id"]}))
    found(run("books lose --format json", {"ID": book_2["id"]}))
    assert "must be available" in refused(run("books lose", {"ID": book_2["id"]}), 3)
    book_2 = found(run("books show --format json", {"ID": book_2["id"]}))
    assert book_2["status"] == "lost"


def test_r7_many_receive_a_book_at_once(run: Caller) -> None:
    """Receiving a Book changes the status from ordered to available.

    Given a book: when many want to receive a book at once, it is as if they queued.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    lines = [
        [
            "books",
            "receive",
            *typed(
                {
                    "ID": row["id"],
                }
            ),
        ]
        for row in [book, book, book, book, book, book, book, book]
    ]
    assert run.at_once(lines) == {0: 1, 3: 7}


def test_r8_many_lose_a_book_at_once(run: Caller) -> None:
    """Losing a Book changes the status from available to lost.

    Given a book: when many want to lose a book at once, it is as if they queued.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    found(run("books receive --format json", {"ID": book["id"]}))
    lines = [
        [
            "books",
            "lose",
            *typed(
                {
                    "ID": row["id"],
                }
            ),
        ]
        for row in [book, book, book, book, book, book, book, book]
    ]
    assert run.at_once(lines) == {0: 1, 3: 7}
