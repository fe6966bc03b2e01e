"""How shelves are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from reading_room_cli import amounts, values
from reading_room_cli.listing import limited, narrowing, ordered
from reading_room_cli.output import as_csv, as_json, as_lines, as_table, text
from reading_room_cli.rows.shelves import Shelf

# The columns of a table: head, attribute, and what makes a cell of it.
COLUMNS: tuple[tuple[str, str, Callable[[Any], object]], ...] = (
    ("#", "id", text),
    ("Name", "name", text),
    ("Floor", "floor", text),
)
SORTABLE = {
    "id": "id",
    "name": "name",
    "floor": "floor",
}
CSV = (
    "id",
    "name",
    "floor",
)
narrowed = narrowing(
    {
        "name": values.Text(),
        "floor": amounts.Whole(),
    },
    ranged=("floor",),
)


def document(shelf: Shelf) -> dict[str, Any]:
    """The shelf, for other programs."""
    return {
        "id": shelf.id,
        "name": shelf.name,
        "floor": shelf.floor,
    }


def show(shelf: Shelf, form: str) -> None:
    if form == "json":
        as_json(document(shelf))
        return
    pairs = [
        (head, cell(getattr(shelf, attribute))) for head, attribute, cell in COLUMNS
    ]
    as_lines(pairs)


def told(done: str, shelf: Shelf, form: str) -> None:
    """What was done, in a line, or the row that came of it."""
    if form == "json":
        as_json(document(shelf))
    else:
        click.echo(f"{done} shelf {shelf.id}: {shelf}")


def show_list(found: list[Shelf], asked: Mapping[str, Any], order: str) -> None:
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
        click.echo("There are no shelves like that.", err=True)


def in_order(found: list[Shelf], order: str) -> list[Shelf]:
    return ordered(found, order, SORTABLE)
