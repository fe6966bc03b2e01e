"""Books as commands."""

from __future__ import annotations

from typing import Any

import click

from reading_room_cli.actions import books as actions
from reading_room_cli.database import change
from reading_room_cli.inputs.books import KINDS
from reading_room_cli.listing import answered, confirmed
from reading_room_cli.lists import books as lists
from reading_room_cli.rows import books as book_rows
from reading_room_cli.rows.books import Book
from reading_room_cli.transfers import books as transfers
from reading_room_cli.values import given
from reading_room_cli.views.books import show, told


@click.command("add")
@click.argument("title", metavar="TITLE", type=KINDS["title"])
@click.option("--author", type=KINDS["author"], help="Author")
@click.option("--isbn", type=KINDS["isbn"], help="ISBN")
@click.option("--price", type=KINDS["price"], required=True, help="Price")
@click.option("--shelf", "shelf_id", type=KINDS["shelf"], required=True, help="Shelf")
@answered
def add_book(form: str, **values: Any) -> None:
    """Add a book.

    \b
    Example:
      reading-room books add --price 10.50 --shelf 1 'The Quiet River'
    """
    typed = given(values)
    book = Book(**typed)
    with change():
        book_rows.add(book)
    told("Added", book, form)


@click.command("show")
@click.argument("which", metavar="ID")
@answered
def show_book(which: str, form: str) -> None:
    """Show a book, by number or by name."""
    show(book_rows.find(which), form)


@click.command("edit")
@click.argument("which", metavar="ID")
@click.option("--title", type=KINDS["title"], help="Title")
@click.option("--author", type=KINDS["author"], help="Author")
@click.option("--isbn", type=KINDS["isbn"], help="ISBN")
@click.option("--price", type=KINDS["price"], help="Price")
@click.option("--shelf", "shelf_id", type=KINDS["shelf"], help="Shelf")
@answered
def edit_book(which: str, form: str, **values: Any) -> None:
    """Change a book; an empty text takes a value away."""
    typed = given(values)
    with change():
        book = book_rows.find(which)
        for name, value in typed.items():
            setattr(book, name, value)
        book_rows.update(book)
    told("Changed", book, form)


@click.command("remove")
@click.argument("which", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove_book(which: tuple[str, ...], yes: bool) -> None:
    """Remove books."""
    with change():
        for name in which:
            book = book_rows.find(name)
            confirmed(f"Remove book {book.id} ({book})?", yes)
            book_rows.remove(book)
            click.echo(f"Removed book {book.id}: {book}")


group = click.Group(
    "books",
    commands=[
        add_book,
        lists.list_books,
        lists.search_books_list,
        show_book,
        edit_book,
        remove_book,
        actions.receive_book,
        actions.lose_book,
        transfers.book_export_out,
    ],
    help="Books.",
)
