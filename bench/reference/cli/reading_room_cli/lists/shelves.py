"""Lists of shelves."""

from __future__ import annotations

from typing import Any

import click

from reading_room_cli.rows import shelves as shelf_rows
from reading_room_cli.views.shelves import narrowed, show_list


@click.command("list")
@narrowed
def list_shelves(**asked: Any) -> None:
    """List shelves.

    \b
    Example:
      reading-room shelves list --sort name --format csv
    """
    show_list(shelf_rows.listed(asked), asked, "")
