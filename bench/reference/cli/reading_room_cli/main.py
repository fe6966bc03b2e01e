"""The command: what it offers, and how faults are told."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from reading_room_cli import __version__

# What it offers: the module and the object, and a word of help. They are imported when they are called.
COMMANDS = {
    "shelves": ("commands.shelves", "group", "Shelves: add, list, show, edit, remove."),
    "books": (
        "commands.books",
        "group",
        "Books: add, list, show, edit, remove, receive, lose.",
    ),
    "notes": ("commands.notes", "group", "Notes: add, list, show, edit, remove."),
    "report": ("commands.reports", "group", "Numbers over many rows."),
}


class Program(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(
            import_module(f"reading_room_cli.{module}"), name
        )
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, said) for name, (_, _, said) in COMMANDS.items()]
            )


@click.command(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reading-room")
def program() -> None:
    """Reading room."""


def main() -> None:
    """Exit code 2: what was typed is wrong; 3: a rule forbids it; 4: it is not there; 1: anything else."""
    try:
        program(
            prog_name="reading-room",
            color=False if os.environ.get("NO_COLOR") else None,
        )
    except Exception as error:
        click.echo(f"Error: {error or type(error).__name__}", err=True)
        sys.exit(1)
