"""`scaffold doctor`: what works here, what does not, the command that mends it."""

from __future__ import annotations

import click

from scaffolder.cli import open_terminal
from scaffolder.cli.options import shared


@click.command(short_help="What works on this machine, and the command that mends what does not.")
@click.option("--clear", is_flag=True, help="Remove the kept Python environments; the next run makes them anew.")
@shared
def command(clear: bool, verbose: bool, as_json: bool, no_color: bool) -> int:
    """Say what works on this machine, what does not, and the command that mends it. Exit 2: something is missing."""
    from msgspec.structs import asdict

    from scaffolder import config, doctor, report
    from scaffolder.console import tables
    from scaffolder.environment import Environments

    settings = config.load()
    terminal = open_terminal(settings, verbose=verbose, no_color=no_color)
    if clear:
        freed = Environments(config.cache_folder(settings) / "environments").clear()
        terminal.say(f"removed the kept environments ({freed / 2**20:.0f} MB)")
    found = doctor.examine(settings)
    if as_json:
        terminal.answer(report.to_json({"findings": [asdict(f) for f in found]}).rstrip())
    else:
        tables.show(terminal, ("", "state", "what", "to mend it"), [(f.name, f.state, f.detail, f.mend) for f in found])
    return 2 if any(f.state == "missing" for f in found) else 0
