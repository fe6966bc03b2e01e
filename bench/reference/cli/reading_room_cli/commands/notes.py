"""Notes as commands."""

from __future__ import annotations

from typing import Any

import click

from reading_room_cli.database import change
from reading_room_cli.inputs.notes import KINDS
from reading_room_cli.listing import answered, confirmed
from reading_room_cli.lists import notes as lists
from reading_room_cli.rows import notes as note_rows
from reading_room_cli.rows.notes import Note
from reading_room_cli.values import given
from reading_room_cli.views.notes import show, told


@click.command("add")
@click.option("--text", type=KINDS["text"], help="Text")
@click.option("--page-number", type=KINDS["page_number"], help="Page number")
@click.option("--date", type=KINDS["date"], help="Date")
@click.option("--book", "book_id", type=KINDS["book"], required=True, help="Book")
@answered
def add_note(form: str, **values: Any) -> None:
    """Add a note.

    \b
    Example:
      reading-room notes add --book 1
    """
    typed = given(values)
    note = Note(**typed)
    with change():
        note_rows.add(note)
    told("Added", note, form)


@click.command("show")
@click.argument("which", metavar="ID")
@answered
def show_note(which: str, form: str) -> None:
    """Show a note, by number."""
    show(note_rows.find(which), form)


@click.command("edit")
@click.argument("which", metavar="ID")
@click.option("--text", type=KINDS["text"], help="Text")
@click.option("--page-number", type=KINDS["page_number"], help="Page number")
@click.option("--date", type=KINDS["date"], help="Date")
@click.option("--book", "book_id", type=KINDS["book"], help="Book")
@answered
def edit_note(which: str, form: str, **values: Any) -> None:
    """Change a note; an empty text takes a value away."""
    typed = given(values)
    with change():
        note = note_rows.find(which)
        for name, value in typed.items():
            setattr(note, name, value)
        note_rows.update(note)
    told("Changed", note, form)


@click.command("remove")
@click.argument("which", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove_note(which: tuple[str, ...], yes: bool) -> None:
    """Remove notes."""
    with change():
        for name in which:
            note = note_rows.find(name)
            confirmed(f"Remove note {note.id} ({note})?", yes)
            note_rows.remove(note)
            click.echo(f"Removed note {note.id}: {note}")


group = click.Group(
    "notes",
    commands=[
        add_note,
        lists.list_notes,
        show_note,
        edit_note,
        remove_note,
    ],
    help="Notes.",
)
