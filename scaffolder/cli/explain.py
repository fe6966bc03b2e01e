"""`scaffold explain CODE`: what a diagnostic means, with an example."""

from __future__ import annotations

import click

from scaffolder.cli import open_terminal, shared


@click.command(short_help="What a diagnostic means, with an example.")
@click.argument("code")
@shared
def command(code: str, verbose: bool, as_json: bool, no_color: bool) -> int:
    """What the diagnostic CODE means, with an example. CODE is like A203, or E501 of a check."""
    from scaffolder import config, report
    from scaffolder.compiler import findings

    found = findings.explain(code)
    if as_json:
        click.echo(report.to_json(found), nl=False)
        return 0
    return 0
