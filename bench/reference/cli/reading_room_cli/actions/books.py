"""What is done with books."""

from __future__ import annotations

import click

from reading_room_cli.database import change
from reading_room_cli.listing import answered
from reading_room_cli.problems import require
from reading_room_cli.rows import books as book_rows
from reading_room_cli.views.books import told


@click.command("receive")
@click.argument("which", metavar="ID")
@answered
def receive_book(which: str, form: str) -> None:
    """Receive a book."""
    with change():
        book = book_rows.find(which)
        require(
            book.status == "ordered",
            f"The status must be ordered; it is {book.status}.",
        )
        book.status = "available"
        book_rows.update(book)
    told("Receive:", book, form)


@click.command("lose")
@click.argument("which", metavar="ID")
@answered
def lose_book(which: str, form: str) -> None:
    """Lose a book."""
    with change():
        book = book_rows.find(which)
        require(
            book.status == "available",
            f"The status must be available; it is {book.status}.",
        )
        book.status = "lost"
        book_rows.update(book)
    told("Lose:", book, form)
