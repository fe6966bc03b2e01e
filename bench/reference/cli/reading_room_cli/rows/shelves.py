"""Shelves."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reading_room_cli.columns import stored
from reading_room_cli.database import execute, rows
from reading_room_cli.problems import Missing, Refused
from reading_room_cli.rows import books as book_rows
from reading_room_cli.tables import insert, select
from reading_room_cli.tables import update as update_row

if TYPE_CHECKING:
    from reading_room_cli.rows.books import Book

TABLE = "shelves"
EXACT = ("name",)
RANGED = ("floor",)


@dataclass(slots=True, kw_only=True)
class Shelf:
    id: int = 0
    name: str
    floor: int | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def books(self) -> list[Book]:
        return book_rows.of_shelf(self.id)


def read(row: sqlite3.Row) -> Shelf:
    """From the columns of the database."""
    return Shelf(
        id=row["id"],
        name=row["name"],
        floor=row["floor"],
    )


def columns(shelf: Shelf) -> dict[str, Any]:
    """For the columns of the database."""
    return {
        "name": stored(shelf.name),
        "floor": stored(shelf.floor),
    }


def get(number: int) -> Shelf:
    """The shelf of that number. Raises Missing."""
    for row in rows("SELECT * FROM shelves WHERE id = ?", (number,)):
        return read(row)
    raise Missing(f"There is no shelf {number}.")


def find(text: str) -> Shelf:
    """The shelf of that number, or of that name. Raises Missing."""
    numbered = text if text.isdecimal() and len(text) < 18 else None
    found = rows("SELECT * FROM shelves WHERE id = ?", (numbered,))
    found = found or rows(
        "SELECT * FROM shelves WHERE folded(name) = ?", (text.casefold(),)
    )
    if not found:
        raise Missing(f"There is no shelf {text}.")
    if len(found) > 1:
        numbers = ", ".join(str(row["id"]) for row in found)
        raise Missing(f"Several shelves are called {text}: say which of {numbers}.")
    return read(found[0])


def listed(asked: Mapping[str, Any]) -> list[Shelf]:
    """The shelves that fit what is asked for."""
    return [read(row) for row in select(TABLE, asked, exact=EXACT, ranged=RANGED)]


def add(shelf: Shelf) -> None:
    """Store a new shelf, and check it. Raises Invalid and Refused."""
    stand_alone(shelf)
    shelf.id = insert(TABLE, columns(shelf))


def update(shelf: Shelf) -> None:
    """Store a changed shelf, and check it. Raises Invalid and Refused."""
    stand_alone(shelf)
    save(shelf)


def save(shelf: Shelf) -> None:
    """Store it as it is, unchecked."""
    update_row(TABLE, shelf.id, columns(shelf))


def stand_alone(shelf: Shelf) -> None:
    """Raises Refused where another row has what only one may have."""
    if rows(
        "SELECT 1 FROM shelves WHERE name = ? AND id != ?",
        (stored(shelf.name), shelf.id),
    ):
        raise Refused("There is another shelf with this name.")


def remove(shelf: Shelf) -> None:
    """Raises Refused while something still refers to it."""
    if book_rows.of_shelf(shelf.id):
        raise Refused("There are still books of this shelf.")
    execute("DELETE FROM shelves WHERE id = ?", (shelf.id,))
