"""Reports: numbers over many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import click

from reading_room_cli.output import as_csv, as_json, as_table, for_programs
from reading_room_cli.rows import books as book_rows
from reading_room_cli.rows import shelves as shelf_rows

T = TypeVar("T")
Line = dict[str, Any]
answered = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    help="How to print it.",
)


def grouped(
    rows: Iterable[T], key: Callable[[T], tuple[Any, ...]]
) -> list[tuple[tuple[Any, ...], list[T]]]:
    """The rows of each key, by key; what has none comes first."""
    found: dict[tuple[Any, ...], list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return sorted(
        found.items(), key=lambda group: [(v is not None, str(v)) for v in group[0]]
    )


Names = Mapping[str, Callable[[int], object]]


def called(line: Line, names: Names) -> Line:
    """The line with the names of the rows whose numbers it holds."""
    found = {
        name: row(line[name]) for name, row in names.items() if line[name] is not None
    }
    return {**line, **found}


def show(
    lines: Sequence[Line], columns: Sequence[str], form: str, names: Names | None = None
) -> None:
    """`names`: the columns that hold numbers of rows, and what finds the row."""
    if form == "table":
        heads = [name.replace("_", " ").capitalize() for name in columns]
        lines = [called(line, names or {}) for line in lines]
        as_table(heads, [[line[name] for name in columns] for line in lines])
        return
    told = [{name: for_programs(line[name]) for name in columns} for line in lines]
    if form == "csv":
        as_csv(told, columns)
    else:
        as_json(told)


@click.command("number-of-books-per-shelf")
@answered
def number_of_books_per_shelf(form: str) -> None:
    """Number of books per shelf."""
    found = book_rows.listed({})
    lines: list[Line] = [
        {
            "shelf": group[0],
            "count": len(rows),
        }
        for group, rows in grouped(found, lambda book: (book.shelf.id,))
    ]
    show(lines, ["shelf", "count"], form, {"shelf": shelf_rows.get})


group = click.Group(
    "report",
    commands=[
        number_of_books_per_shelf,
    ],
    help="Numbers over many rows.",
)
