"""`scaffold run`: start a generated app in the foreground, or call it where it is a command."""

from __future__ import annotations

from pathlib import Path

import click

from scaffolder.cli import open_terminal
from scaffolder.cli.options import no_sandbox, shared
from scaffolder.errors import UsageError


@click.command(short_help="Start a generated app, or call one that is a command.")
@click.argument("directory", metavar="[DIR]", default=".")
@click.argument("words", metavar="[-- ARGUMENTS...]", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1; 0: any (default: 8000, or the next free)."
)
@click.option("--fresh", is_flag=True, help="Start with an empty database.")
@no_sandbox
@shared
def command(
    directory: str,
    words: tuple[str, ...],
    port: int | None,
    fresh: bool,
    no_sandbox: bool,
    verbose: bool,
    as_json: bool,
    no_color: bool,
) -> int:
    """Start the app in DIR in the foreground. The first line on standard output is its address; Ctrl-C stops it. An
    app that is a command is called with the ARGUMENTS, and its exit code is ours.

    Its database stands in DIR/.scaffold/data/ and survives.
    """
    import json

    from scaffolder import config, serving
    from scaffolder.console import clean
    from scaffolder.console.progress import Progress

    settings = config.load({"isolate": False if no_sandbox else None})
    terminal = open_terminal(settings, verbose=verbose, no_color=no_color)
    progress = Progress(terminal)
    served = serving.stack_of(Path(directory), settings).served
    if served and words:
        raise UsageError("this app is a server: it takes no arguments", hint=f"scaffold run {directory}")
    if not served:
        if port is not None or as_json:
            wrong = "--json" if as_json else "--port"
            raise UsageError(
                f"this app is a command, no server: {wrong} says nothing", hint=f"scaffold run {directory}"
            )
        quiet = progress.hear if verbose else lambda event: None
        return serving.call(Path(directory), settings, quiet, words=words, fresh=fresh)

    def ready(started: serving.Started) -> None:
        progress.close()
        terminal.answer(json.dumps({"address": started.address}) if as_json else started.address)
        routes = f"routes: {started.describes}; " if started.describes else ""
        terminal.say(f"  {routes}Ctrl-C stops the app")
        if started.first_user:
            terminal.say(f"  first user, in another terminal: {started.first_user}")

    def output(text: str) -> None:
        terminal.err.write(clean(text))
        terminal.err.flush()

    try:
        with progress:
            serving.serve(
                Path(directory), settings, progress.hear, port=port, fresh=fresh, on_ready=ready, on_output=output
            )
    except KeyboardInterrupt:
        terminal.say("stopped")
    return 0
