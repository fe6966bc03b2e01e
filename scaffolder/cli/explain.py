"""`scaffold explain CODE`: what a diagnostic means, with an example."""

from __future__ import annotations

import click

from scaffolder.cli import open_terminal, say_meaning
from scaffolder.cli.options import shared
from scaffolder.errors import UsageError


@click.command(short_help="What a finding means, with an example.")
@click.argument("code")
@shared
def command(code: str, verbose: bool, as_json: bool, no_color: bool) -> int:
    """What the finding CODE (such as A203) means, and a line that avoids it."""
    from scaffolder import config, report
    from scaffolder.compiler import findings

    found = findings.explain(code)
    if found is None:
        import difflib

        near = difflib.get_close_matches(code.upper(), findings.FINDINGS, n=3, cutoff=0.5)
        raise UsageError(f"there is no finding {code!r}", hint=f"near: {', '.join(near or findings.FINDINGS)}")
    terminal = open_terminal(config.load(), verbose=verbose, no_color=no_color)
    if as_json:
        names = ("code", "severity", "explanation", "example")
        terminal.answer(report.to_json({name: getattr(found, name) for name in names}).rstrip())
        return 0
    say_meaning(terminal, found.code, terminal.answer)
    return 0
