"""How books are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from reading_room_cli import amounts, values
from reading_room_cli.listing import limited, narrowing, ordered, searched
from reading_room_cli.output import as_csv, as_json, as_lines, as_table, cents, text
from reading_room_cli.rows import shelves as shelf_rows
from reading_room_cli.rows.books import Book

# The columns of a table: head, attribute, and what makes a cell of it.
COLUMNS: tuple[tuple[str, str, Callable[[Any], object]], ...] = (
    ("#", "id", text),
    ("Title", "title", text),
    ("Author", "author", text),
    ("ISBN", "isbn", text),
    ("Price", "price", cents),
    ("Status", "status", text),
    ("Shelf", "shelf", text),
)
SORTABLE = {
    "id": "id",
    "title": "title",
    "author": "author",
    "isbn": "isbn",
    "price": "price",
    "status": "status",
    "shelf": "shelf_id",
}
CSV = (
    "id",
    "title",
    "author",
    "isbn",
    "price",
    "status",
    "shelf_id",
)
narrowed = narrowing(
    {
        "title": values.Text(),
        "author": values.Text(),
        "isbn": values.Text(),
        "price": amounts.Money(),
        "status": values.Choice("ordered", "available", "lost"),
        "shelf_id": values.Reference(shelf_rows.find),
    },
    ranged=("price",),
)


def document(book: Book) -> dict[str, Any]:
    """The book, for other programs."""
    return {
        "id": book.id,
        "title": book.title,
        "author": book.author,
        "isbn": book.isbn,
        "price": cents(book.price),
        "status": book.status,
        "shelf_id": book.shelf_id,
    }


def show(book: Book, form: str) -> None:
    if form == "json":
        as_json(document(book))
        return
    pairs = [
        (head, cell(getattr(book, attribute))) for head, attribute, cell in COLUMNS
    ]
    as_lines(pairs)


def told(done: str, book: Book, form: str) -> None:
    """What was done, in a line, or the row that came of it."""
    if form == "json":
        as_json(document(book))
    else:
        click.echo(f"{done} book {book.id}: {book}")


def show_list(
    found: list[Book], asked: Mapping[str, Any], order: str, names: Sequence[str]
) -> None:
    """Those that were found, searched by these attributes, in order, in part, in the form that was asked for."""
    found = searched(found, names, asked["wanted"])
    found = limited(
        in_order(found, asked["order"] or order), asked["skipped"], asked["most"]
    )
    if asked["form"] == "json":
        as_json([document(row) for row in found])
    elif asked["form"] == "csv":
        as_csv([document(row) for row in found], CSV)
    elif found:
        heads = [head for head, _, _ in COLUMNS]
        as_table(
            heads,
            [[cell(getattr(row, name)) for _, name, cell in COLUMNS] for row in found],
        )
    else:
        click.echo("There are no books like that.", err=True)


def in_order(found: list[Book], order: str) -> list[Book]:
    return ordered(found, order, SORTABLE)
