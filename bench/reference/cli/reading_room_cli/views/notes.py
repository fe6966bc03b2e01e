"""How notes are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from reading_room_cli import amounts, times, values
from reading_room_cli.listing import limited, narrowing, ordered
from reading_room_cli.output import as_csv, as_json, as_lines, as_table, iso, text
from reading_room_cli.rows import books as book_rows
from reading_room_cli.rows.notes import Note

# The columns of a table: head, attribute, and what makes a cell of it.
COLUMNS: tuple[tuple[str, str, Callable[[Any], object]], ...] = (
    ("#", "id", text),
    ("Page number", "page_number", text),
    ("Date", "date", text),
    ("Book", "book", text),
)
SORTABLE = {
    "id": "id",
    "text": "text",
    "page_number": "page_number",
    "date": "date",
    "book": "book_id",
}
CSV = (
    "id",
    "text",
    "page_number",
    "date",
    "book_id",
)
narrowed = narrowing(
    {
        "page_number": amounts.Whole(),
        "date": times.Day(),
        "book_id": values.Reference(book_rows.find),
    },
    ranged=(
        "page_number",
        "date",
    ),
)


def document(note: Note) -> dict[str, Any]:
    """The note, for other programs."""
    return {
        "id": note.id,
        "text": note.text,
        "page_number": note.page_number,
        "date": iso(note.date),
        "book_id": note.book_id,
    }


def show(note: Note, form: str) -> None:
    if form == "json":
        as_json(document(note))
        return
    pairs = [
        (head, cell(getattr(note, attribute))) for head, attribute, cell in COLUMNS
    ]
    pairs.append(("Text", note.text))
    as_lines(pairs)


def told(done: str, note: Note, form: str) -> None:
    """What was done, in a line, or the row that came of it."""
    if form == "json":
        as_json(document(note))
    else:
        click.echo(f"{done} note {note.id}: {note}")


def show_list(found: list[Note], asked: Mapping[str, Any], order: str) -> None:
    """Those that were found, in order, in part, in the form that was asked for."""
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
        click.echo("There are no notes like that.", err=True)


def in_order(found: list[Note], order: str) -> list[Note]:
    return ordered(found, order, SORTABLE)
