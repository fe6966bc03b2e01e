"""`scaffold config show`: the settings in force and where each comes from."""

from __future__ import annotations

from typing import Any

import click
from msgspec.structs import asdict

from scaffolder.cli import open_terminal
from scaffolder.cli.options import shared


@click.group(
    name="config",
    invoke_without_command=True,
    no_args_is_help=False,
    short_help="The settings in force, and their sources.",
)
@shared
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int | None:
    """The settings in force and where each comes from."""
    return None if ctx.invoked_subcommand else _show(**options)


@command.command()
@shared
def show(**options: Any) -> int:
    """Print every setting, its value and its source."""
    return _show(**options)


def _show(verbose: bool, as_json: bool, no_color: bool) -> int:
    from scaffolder import config, report
    from scaffolder.console import tables

    settings = config.load()
    values = {k: v for k, v in asdict(settings).items() if k != "sources"}
    if as_json:
        told = {name: {"value": value, "source": settings.sources[name]} for name, value in values.items()}
        click.echo(report.to_json({"settings": told, "user_file": str(config.user_file())}), nl=False)
        return 0
    terminal = open_terminal(settings, verbose=verbose, no_color=no_color)
    rows = [(name, _shown(value), settings.sources[name], config.HELP[name]) for name, value in values.items()]
    tables.show(terminal, ("setting", "value", "from", "meaning"), rows)
    terminal.say(f"your file: {config.user_file()}; the project's: scaffold.toml; environment: SCAFFOLD_<SETTING>")
    return 0


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
