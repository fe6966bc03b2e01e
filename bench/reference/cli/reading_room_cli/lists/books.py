"""Lists of books."""

from __future__ import annotations

from typing import Any

import click

from reading_room_cli.rows import books as book_rows
from reading_room_cli.views.books import narrowed, show_list


@click.command("list")
@narrowed
@click.option("--search", "wanted", help="Only where this stands in title.")
def list_books(**asked: Any) -> None:
    """List books.

    \b
    Example:
      reading-room books list --sort title --format csv
    """
    show_list(book_rows.listed(asked), asked, "", ["title"])


@click.command("search")
@narrowed
@click.option("--search", "wanted", help="Only where this stands in title.")
def search_books_list(**asked: Any) -> None:
    """Search books."""
    found = book_rows.listed(asked)
    show_list(found, asked, "", ["title"])
