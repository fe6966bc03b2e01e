"""Notes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reading_room_cli.columns import day, stored
from reading_room_cli.database import execute, rows
from reading_room_cli.problems import Missing
from reading_room_cli.rows import books as book_rows
from reading_room_cli.tables import insert, select
from reading_room_cli.tables import update as update_row

if TYPE_CHECKING:
    from reading_room_cli.rows.books import Book

TABLE = "notes"
EXACT = ("book_id",)
RANGED = (
    "page_number",
    "date",
)


@dataclass(slots=True, kw_only=True)
class Note:
    id: int = 0
    text: str | None = None
    page_number: int | None = None
    date: dt.date | None = None
    book_id: int

    def __str__(self) -> str:
        return f"note {self.id}"

    @property
    def book(self) -> Book:
        return book_rows.get(self.book_id)


def read(row: sqlite3.Row) -> Note:
    """From the columns of the database."""
    return Note(
        id=row["id"],
        text=row["text"],
        page_number=row["page_number"],
        date=day(row["date"]),
        book_id=row["book_id"],
    )


def columns(note: Note) -> dict[str, Any]:
    """For the columns of the database."""
    return {
        "text": stored(note.text),
        "page_number": stored(note.page_number),
        "date": stored(note.date),
        "book_id": stored(note.book_id),
    }


def get(number: int) -> Note:
    """The note of that number. Raises Missing."""
    for row in rows("SELECT * FROM notes WHERE id = ?", (number,)):
        return read(row)
    raise Missing(f"There is no note {number}.")


def find(text: str) -> Note:
    """The note of that number. Raises Missing."""
    numbered = text if text.isdecimal() and len(text) < 18 else None
    found = rows("SELECT * FROM notes WHERE id = ?", (numbered,))
    if not found:
        raise Missing(f"There is no note {text}.")
    return read(found[0])


def listed(asked: Mapping[str, Any]) -> list[Note]:
    """The notes that fit what is asked for."""
    return [read(row) for row in select(TABLE, asked, exact=EXACT, ranged=RANGED)]


def of_book(number: int) -> list[Note]:
    return [
        read(row)
        for row in rows("SELECT * FROM notes WHERE book_id = ? ORDER BY id", (number,))
    ]


def add(note: Note) -> None:
    """Store a new note, and check it. Raises Invalid and Refused."""
    note.id = insert(TABLE, columns(note))


def update(note: Note) -> None:
    """Store a changed note, and check it. Raises Invalid and Refused."""
    save(note)


def save(note: Note) -> None:
    """Store it as it is, unchecked."""
    update_row(TABLE, note.id, columns(note))


def remove(note: Note) -> None:
    """And what goes with it."""
    execute("DELETE FROM notes WHERE id = ?", (note.id,))
