"""Lists of notes."""

from __future__ import annotations

from typing import Any

import click

from reading_room_cli.rows import notes as note_rows
from reading_room_cli.views.notes import narrowed, show_list


@click.command("list")
@narrowed
def list_notes(**asked: Any) -> None:
    """List notes.

    \b
    Example:
      reading-room notes list --sort id --format csv
    """
    show_list(note_rows.listed(asked), asked, "")
