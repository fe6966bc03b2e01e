"""`scaffold new`: from a description to a proven, committed project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffolder.cli import open_terminal, read_description, settle, settled
from scaffolder.cli.options import chosen, description, generation, questioning, shared
from scaffolder.errors import UsageError

if TYPE_CHECKING:
    from scaffolder.console import Terminal
    from scaffolder.types import Run


@click.command(short_help="Build an application from a description, and prove it.")
@description
@click.option("-o", "--output", metavar="DIR", help="Where the project goes (default: ./<name of the app>).")
@click.option("--plan", "plan_path", metavar="FILE", help="Start from an edited plan; no SPEC is needed.")
@questioning
@generation
@shared
def command(spec: str | None, files: tuple[str, ...], output: str | None, plan_path: str | None, **options: Any) -> int:
    """Build an application from SPEC: plain English, `-` for standard input, or -f FILE.

    \b
    scaffold new "A Book has a title and an ISBN (unique). Search Books by title." -o library
    scaffold new -f description.md
    """
    from scaffolder import config, pipeline
    from scaffolder.types import Event, Request

    text, source = read_description(spec, files)
    if not text.strip() and not plan_path:
        raise UsageError("there is no description", hint='scaffold new "A Book has a title and an author."')
    settings = config.load(chosen(options))
    terminal = open_terminal(settings, verbose=options["verbose"], no_color=options["no_color"])
    if not plan_path:
        text, _ = settled(text, settings.stack, terminal, options["ask"])
    request = Request(
        text=text,
        source=source,
        directory=Path(output) if output else None,
        stack=settings.stack,
        plan_path=Path(plan_path) if plan_path else None,
        timeout_s=settings.timeout_s,
        allow_partial=settings.allow_partial,
        git=settings.git,
        dry_run=options["dry_run"],
    )
    from scaffolder.console.progress import Progress

    rendered = list[str]()

    def hear(event: Event) -> None:
        progress.hear(event)
        if event.kind == "file":
            rendered.append(event.name)

    with Progress(terminal) as progress:
        run = pipeline.new(request, settings, hear)
        settle()
    return tell(terminal, run, as_json=options["as_json"], rendered=rendered if request.dry_run else [])


def tell(terminal: Terminal, run: Run, *, as_json: bool, rendered: Sequence[str]) -> int:
    """Findings, failed checks and the outcome; on standard output the closing lines, or the document.

    `rendered`: the files of a dry run.
    """
    from scaffolder import report
    from scaffolder.console import diagnostics, outcome

    diagnostics.show(terminal, run.diagnostics, run.text)
    outcome.show_checks(terminal, run.checks)
    if run.error:
        outcome.show_error(terminal, run.error)
    if as_json:
        terminal.out.write(report.to_json(report.run_document(run)))
        terminal.out.flush()
    elif run.directory:
        outcome.show_new(terminal, run)
    elif run.error is None:
        for path in rendered:
            terminal.answer(path)
    return run.exit_code
