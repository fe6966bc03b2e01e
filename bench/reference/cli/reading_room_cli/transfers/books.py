"""Books in files."""

from __future__ import annotations

from typing import TextIO

import click

from reading_room_cli.output import as_csv
from reading_room_cli.rows import books as book_rows
from reading_room_cli.views.books import CSV, document, in_order


@click.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True), default="-")
def book_export_out(file: TextIO) -> None:
    """All books as CSV, into a file or to standard output."""
    found = book_rows.listed({})
    found = in_order(found, "")
    columns = list(CSV)
    as_csv(
        [{column: row[column] for column in columns} for row in map(document, found)],
        columns,
        file,
    )
