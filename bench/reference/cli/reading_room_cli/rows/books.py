"""Books."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reading_room_cli.columns import money, stored
from reading_room_cli.database import execute, rows
from reading_room_cli.problems import Missing, Refused
from reading_room_cli.rows import notes as note_rows
from reading_room_cli.rows import shelves as shelf_rows
from reading_room_cli.tables import insert, select
from reading_room_cli.tables import update as update_row

if TYPE_CHECKING:
    from reading_room_cli.rows.notes import Note
    from reading_room_cli.rows.shelves import Shelf

TABLE = "books"
EXACT = (
    "title",
    "author",
    "isbn",
    "status",
    "shelf_id",
)
RANGED = ("price",)


@dataclass(slots=True, kw_only=True)
class Book:
    id: int = 0
    title: str
    author: str | None = None
    isbn: str | None = None
    price: Decimal
    status: str = "ordered"
    shelf_id: int

    def __str__(self) -> str:
        return self.title

    @property
    def shelf(self) -> Shelf:
        return shelf_rows.get(self.shelf_id)

    @property
    def notes(self) -> list[Note]:
        return note_rows.of_book(self.id)


def read(row: sqlite3.Row) -> Book:
    """From the columns of the database."""
    return Book(
        id=row["id"],
        title=row["title"],
        author=row["author"],
        isbn=row["isbn"],
        price=money(row["price"]),
        status=row["status"],
        shelf_id=row["shelf_id"],
    )


def columns(book: Book) -> dict[str, Any]:
    """For the columns of the database."""
    return {
        "title": stored(book.title),
        "author": stored(book.author),
        "isbn": stored(book.isbn),
        "price": stored(book.price),
        "status": stored(book.status),
        "shelf_id": stored(book.shelf_id),
    }


def get(number: int) -> Book:
    """The book of that number. Raises Missing."""
    for row in rows("SELECT * FROM books WHERE id = ?", (number,)):
        return read(row)
    raise Missing(f"There is no book {number}.")


def find(text: str) -> Book:
    """The book of that number, or of that name. Raises Missing."""
    numbered = text if text.isdecimal() and len(text) < 18 else None
    found = rows("SELECT * FROM books WHERE id = ?", (numbered,))
    found = found or rows(
        "SELECT * FROM books WHERE folded(title) = ?", (text.casefold(),)
    )
    if not found:
        raise Missing(f"There is no book {text}.")
    if len(found) > 1:
        numbers = ", ".join(str(row["id"]) for row in found)
        raise Missing(f"Several books are called {text}: say which of {numbers}.")
    return read(found[0])


def listed(asked: Mapping[str, Any]) -> list[Book]:
    """The books that fit what is asked for."""
    return [read(row) for row in select(TABLE, asked, exact=EXACT, ranged=RANGED)]


def of_shelf(number: int) -> list[Book]:
    return [
        read(row)
        for row in rows("SELECT * FROM books WHERE shelf_id = ? ORDER BY id", (number,))
    ]


def add(book: Book) -> None:
    """Store a new book, and check it. Raises Invalid and Refused."""
    stand_alone(book)
    book.id = insert(TABLE, columns(book))


def update(book: Book) -> None:
    """Store a changed book, and check it. Raises Invalid and Refused."""
    stand_alone(book)
    save(book)


def save(book: Book) -> None:
    """Store it as it is, unchecked."""
    update_row(TABLE, book.id, columns(book))


def stand_alone(book: Book) -> None:
    """Raises Refused where another row has what only one may have."""
    if rows(
        "SELECT 1 FROM books WHERE isbn = ? AND id != ?", (stored(book.isbn), book.id)
    ):
        raise Refused("There is another book with this ISBN.")


def remove(book: Book) -> None:
    """Raises Refused while something still refers to it."""
    if note_rows.of_book(book.id):
        raise Refused("There are still notes of this book.")
    execute("DELETE FROM books WHERE id = ?", (book.id,))
