"""`scaffold replay`: a run again, from the replies that it recorded."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from scaffolder.cli import open_terminal, settle
from scaffolder.cli.options import no_sandbox, shared
from scaffolder.errors import UsageError


@click.command(short_help="Build a project again from the replies that a run recorded, with no model.")
@click.argument("record", metavar="DIR | JOURNAL", default=".")
@click.option("-o", "--output", metavar="DIR", help="Where the project goes (default: ./<name of the app>).")
@no_sandbox
@shared
def command(record: str, output: str | None, verbose: bool, as_json: bool, no_color: bool, no_sandbox: bool) -> int:
    """Build the project of DIR again, or that of a journal, from what it was asked for and what the model replied then.
    No model is asked and nothing is paid; templates, checks and repairs are those of now."""
    from scaffolder import config, pipeline
    from scaffolder.cli.new import tell
    from scaffolder.console.progress import Progress
    from scaffolder.journal import PATH
    from scaffolder.models import replay
    from scaffolder.types import Request

    place = Path(record) / PATH if Path(record).is_dir() else Path(record)
    asked = next((line for line in replay.lines(place) if line.get("kind") == "request" and line.get("text")), None)
    if asked is None:
        raise UsageError(f"{place} does not say what was asked for", hint="scaffold new -f description.md --model …")
    settings = config.load({"isolate": False if no_sandbox else None})
    settings = replace(settings, model=f"{replay.PREFIX}{place}")
    request = Request(
        text=str(asked["text"]), source=str(place), directory=Path(output) if output else None,
        stack=str(asked.get("stack", "")), timeout_s=settings.timeout_s, git=settings.git,
    )  # fmt: skip
    terminal = open_terminal(settings, verbose=verbose, no_color=no_color)
    with Progress(terminal) as progress:
        run = pipeline.new(request, settings, progress.hear)
        settle()
    return tell(terminal, run, as_json=as_json, rendered=[])
