"""`scaffold batch`: many descriptions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffolder.cli import open_terminal
from scaffolder.cli.options import chosen, generation, questioning, shared
from scaffolder.errors import DestinationError, UsageError

if TYPE_CHECKING:
    from scaffolder.batch import Batch
    from scaffolder.console import Terminal


@click.command(short_help="Build many descriptions: files, folders, JSON lines.")
@click.argument("specs", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="DIR", help="The projects go into folders of DIR.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="So many at once (default: one for each core).")
@click.option("--report", "report_path", metavar="FILE.json", help="Write the JSON document to a file too.")
@questioning
@generation
@shared
def command(specs: tuple[str, ...], output: str, jobs: int | None, report_path: str | None, **options: Any) -> int:
    """Build every description in SPECS: .md and .txt files, folders of them, and .jsonl files whose lines hold
    "text" and, if wanted, "id" and "stack". One that fails does not stop the others.
    """
    from scaffolder import batch, config, files, report
    from scaffolder.console.progress import Progress
    from scaffolder.types import ErrorInfo, Request

    if options["ask"]:
        raise UsageError("batch asks nothing: --ask is for one description", hint="scaffold plan --ask -f FILE")
    settings = config.load({**chosen(options), "jobs": jobs})
    items = batch.read(specs)
    if not options["dry_run"]:
        files.check_parent(Path(output))
    request = Request(
        stack=settings.stack,
        timeout_s=settings.timeout_s,
        allow_partial=settings.allow_partial,
        git=settings.git,
        dry_run=options["dry_run"],
    )
    terminal = open_terminal(settings, verbose=options["verbose"], no_color=options["no_color"])
    with Progress(terminal) as progress:
        done = batch.run(items, Path(output), request, settings, progress.hear)
    error = ErrorInfo("interrupted", "interrupted; what was finished is kept") if done.signalled else None
    document = report.to_json(
        report.batch_document([(item.id, item.source, run) for item, run in done.results], done.seconds, error)
    )
    if report_path:
        _write(Path(report_path), document)
    if options["as_json"]:
        terminal.out.write(document)
        terminal.out.flush()
    else:
        _table(terminal, done)
    return done.signalled or int(any(run.exit_code for _, run in done.results))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DestinationError(f"{path} cannot be written: {error.strerror}") from error


def _table(terminal: Terminal, done: Batch) -> None:
    from scaffolder.console import near, outcome, seconds, tables

    rows = []
    for item, run in done.results:
        functional = [r for r in run.requirements if r.kind == "functional"]
        proven = f"{sum(r.status == 'proven' for r in functional)}/{len(functional)}" if functional else ""
        failed = [c.name for c in run.checks if c.status == "failed" and c.name != "requirements"]
        why = run.error.message if run.error else f"failed: {', '.join(failed)}" if failed else ""
        why = why or outcome.unproven(run.requirements)
        rows.append((item.id, run.status, proven, seconds(run.seconds), str(run.exit_code), near(run.directory), why))
    if terminal.live:
        terminal.say()
    heads = ("id", "status", "proven", "time", "exit", "where", "why not")
    tables.show(terminal, heads, rows, right=("proven", "time", "exit"))
    counts = [run.status for _, run in done.results]
    told = ", ".join(f"{counts.count(s)} {s}" for s in dict.fromkeys(counts))
    terminal.answer(f"{len(counts)} description{'' if len(counts) == 1 else 's'}: {told}; {seconds(done.seconds)}")
