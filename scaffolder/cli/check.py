"""`scaffold check`: run a project's checks and requirement tests again."""

from __future__ import annotations

from pathlib import Path

import click

from scaffolder.cli import open_terminal
from scaffolder.cli.options import no_sandbox, shared


@click.command(short_help="Run a project's checks and requirement tests again.")
@click.argument("directory", metavar="[DIR]", default=".")
@click.option("--timeout", type=float, metavar="SECONDS", help="Time for all checks.")
@no_sandbox
@shared
def command(
    directory: str, timeout: float | None, no_sandbox: bool, verbose: bool, as_json: bool, no_color: bool
) -> int:
    """Run the checks and requirement tests of the project in DIR again, on a copy, and print the ledger."""
    from scaffolder import config, pipeline, report
    from scaffolder.console import diagnostics, outcome
    from scaffolder.console.progress import Progress

    settings = config.load({"timeout_s": timeout, "isolate": False if no_sandbox else None})
    terminal = open_terminal(settings, verbose=verbose, no_color=no_color)
    with Progress(terminal) as progress:
        run = pipeline.check(Path(directory), settings, progress.hear)
    diagnostics.show(terminal, run.diagnostics, run.text)
    outcome.show_checks(terminal, run.checks)
    if run.error:
        outcome.show_error(terminal, run.error)
    if as_json:
        terminal.out.write(report.to_json(report.run_document(run)))
    elif run.requirements:
        outcome.show_ledger(terminal, run)
    return run.exit_code
