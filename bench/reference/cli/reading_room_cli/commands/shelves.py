"""Shelves as commands."""

from __future__ import annotations

from typing import Any

import click

from reading_room_cli.database import change
from reading_room_cli.inputs.shelves import KINDS
from reading_room_cli.listing import answered, confirmed
from reading_room_cli.lists import shelves as lists
from reading_room_cli.rows import shelves as shelf_rows
from reading_room_cli.rows.shelves import Shelf
from reading_room_cli.values import given
from reading_room_cli.views.shelves import show, told


@click.command("add")
@click.argument("name", metavar="NAME", type=KINDS["name"])
@click.option("--floor", type=KINDS["floor"], help="Floor")
@answered
def add_shelf(form: str, **values: Any) -> None:
    """Add a shelf.

    \b
    Example:
      reading-room shelves add 'Shelf 1'
    """
    typed = given(values)
    shelf = Shelf(**typed)
    with change():
        shelf_rows.add(shelf)
    told("Added", shelf, form)


@click.command("show")
@click.argument("which", metavar="ID")
@answered
def show_shelf(which: str, form: str) -> None:
    """Show a shelf, by number or by name."""
    show(shelf_rows.find(which), form)


@click.command("edit")
@click.argument("which", metavar="ID")
@click.option("--name", type=KINDS["name"], help="Name")
@click.option("--floor", type=KINDS["floor"], help="Floor")
@answered
def edit_shelf(which: str, form: str, **values: Any) -> None:
    """Change a shelf; an empty text takes a value away."""
    typed = given(values)
    with change():
        shelf = shelf_rows.find(which)
        for name, value in typed.items():
            setattr(shelf, name, value)
        shelf_rows.update(shelf)
    told("Changed", shelf, form)


@click.command("remove")
@click.argument("which", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove_shelf(which: tuple[str, ...], yes: bool) -> None:
    """Remove shelves."""
    with change():
        for name in which:
            shelf = shelf_rows.find(name)
            confirmed(f"Remove shelf {shelf.id} ({shelf})?", yes)
            shelf_rows.remove(shelf)
            click.echo(f"Removed shelf {shelf.id}: {shelf}")


group = click.Group(
    "shelves",
    commands=[
        add_shelf,
        lists.list_shelves,
        show_shelf,
        edit_shelf,
        remove_shelf,
    ],
    help="Shelves.",
)
