"""`scaffold plan`: compile only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec import to_builtins

from scaffolder.cli import open_terminal, read_description, say_meaning, settled
from scaffolder.cli.options import description, questioning, shared
from scaffolder.errors import UsageError

if TYPE_CHECKING:
    from scaffolder.compiler.english.traces import Read
    from scaffolder.console import Terminal


@click.command(short_help="Compile a description to a plan; build nothing.")
@description
@click.option("--stack", metavar="NAME", help="Template pack; see `scaffold stacks`.")
@click.option("--model", metavar="PROVIDER:NAME", help="Plans what is not understood; see `scaffold models`.")
@questioning
@click.option("--normal-form", is_flag=True, help="Print only the normal form: one fact a line.")
@click.option("--explain", is_flag=True, help="Say which rule read what from which words, and explain the findings.")
@shared
def command(spec: str | None, files: tuple[str, ...], **options: Any) -> int:
    """Compile SPEC: findings and normal form on standard error, the plan as YAML on standard output.

    \b
    scaffold plan -f description.md > plan.yaml      edit it, then: scaffold new --plan plan.yaml
    """
    import time

    from scaffolder import compiler, config, planning, report, scribe
    from scaffolder.console import diagnostics, outcome
    from scaffolder.console.progress import Progress
    from scaffolder.plan.writing import to_yaml
    from scaffolder.types import ErrorInfo

    began = time.monotonic()
    text, _ = read_description(spec, files)
    if not text.strip():
        raise UsageError("there is no description", hint='scaffold plan "A Book has a title and an author."')
    settings = config.load({"stack": options["stack"], "model": options["model"]})
    terminal = open_terminal(settings, verbose=options["verbose"], no_color=options["no_color"])
    text, questions = settled(text, settings.stack, terminal, options["ask"])
    with Progress(terminal) as progress:
        compiled = planning.compile_text(text, settings.stack, scribe.connected(settings, progress.hear))
    if compiled.plan:
        compiled.plan.questions = questions
    diagnostics.show(terminal, compiled.diagnostics, text)
    if options["explain"]:
        show_readings(terminal, compiled.readings)
        for code in dict.fromkeys(d.code for d in compiled.diagnostics):
            say_meaning(terminal, code)
    error = None if compiled.plan else ErrorInfo("description", "there is nothing to build on", compiler.HINT)
    if error:
        outcome.show_error(terminal, error)
    if options["as_json"]:
        document = report.plan_document(
            "refused" if error else "planned",
            plan=to_builtins(compiled.plan) if compiled.plan else None,
            normal_form=compiled.normal_form,
            diagnostics=compiled.diagnostics,
            readings=compiled.readings if options["explain"] else None,
            error=error,
            seconds=time.monotonic() - began,
        )
        terminal.answer(report.to_json(document).rstrip())
    elif compiled.plan and options["normal_form"]:
        terminal.answer(compiled.normal_form.rstrip())
    elif compiled.plan:
        terminal.say(terminal.paint(compiled.normal_form, "dim"))
        terminal.answer(to_yaml(compiled.plan).rstrip())
    return 2 if error else 0


def show_readings(terminal: Terminal, readings: Sequence[Read]) -> None:
    """Which rule read what from which words, requirement by requirement."""
    for read in readings:
        terminal.say(f'{terminal.paint(f"{read.requirement:4}", "accent")} "{read.text}"' if read.text else "assumed")
        for rule in read.rules:
            terminal.say(f"     in other words, by the paraphrase {terminal.paint(rule, 'bold')}")
        if read.said:
            terminal.say(terminal.paint(f'     "{read.said}"', "dim"))
        made = f"{read.shape}: {', '.join(read.elements) or 'nothing new'}" if read.shape else "understood by no rule"
        terminal.say(f"     {terminal.paint(made, 'ok' if read.shape else 'bad')}")
    terminal.say()
