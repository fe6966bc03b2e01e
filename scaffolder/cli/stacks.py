"""`scaffold stacks`: the template packs; one of them; or whether a folder is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaffolder.cli import open_terminal
from scaffolder.cli.options import shared
from scaffolder.errors import StackError, UsageError

if TYPE_CHECKING:
    from scaffolder.console import Terminal
    from scaffolder.stacks import Stack


@click.command(short_help="The template packs; `stacks check DIR` validates your own.")
@click.argument("words", metavar="[NAME | check DIR]", nargs=-1)
@shared
def command(words: tuple[str, ...], verbose: bool, as_json: bool, no_color: bool) -> int:
    """List the template packs, describe NAME, or validate the pack in DIR."""
    from scaffolder import config, report, stacks

    if len(words) > 2 or (len(words) == 2 and words[0] != "check"):
        raise UsageError(
            f"cannot read {' '.join(words)!r}", hint="scaffold stacks [NAME], or: scaffold stacks check DIR"
        )
    if words == ("check",):
        raise UsageError("which folder is to be checked?", hint="scaffold stacks check DIR")
    terminal = open_terminal(config.load(), verbose=verbose, no_color=no_color)
    found = [_folder(words[1])] if len(words) == 2 else [stacks.load(n) for n in words or stacks.names()]
    if as_json:
        click.echo(report.to_json({"stacks": [_document(s) for s in found]}), nl=False)
    elif len(words) == 2:
        terminal.answer(f"{found[0].name}: a valid stack of {len(found[0].files)} files")
    elif words:
        _describe(terminal, found[0])
    else:
        from scaffolder.console import tables

        rows = [(s.name, s.title, ", ".join(s.kinds), s.summary) for s in found]
        tables.show(terminal, ("stack", "title", "for", "what it is"), rows)
    return 0


def _folder(name: str) -> Stack:
    """The pack in a folder, with every template parsed: a fault is told before the first run."""
    import os

    from jinja2 import TemplateError

    from scaffolder import render, stacks

    stack = stacks.load(os.path.join(os.path.abspath(name), ""))
    env = render.environment(stack.folders, {})
    for template in (rule.template for rule in stack.files if rule.template.endswith(".jinja")):
        try:
            env.get_template(template)
        except TemplateError as error:
            raise StackError(f"{template}: {error.message}", hint=f"mend {stack.root / 'files' / template}") from error
    return stack


def _describe(terminal: Terminal, stack: Stack) -> None:
    terminal.answer(f"{terminal.paint(stack.name, 'bold')}: {stack.title}. {stack.summary}")
    terminal.answer(f"checks: {', '.join(stack.checks)}")
    for element, reason in stack.not_offered.items():
        terminal.answer(f"not offered: {element} ({reason})")
    for rule in stack.files:
        each = f"  for each of {rule.each}" if rule.each else ""
        when = f"  when {rule.when}" if rule.when else ""
        terminal.answer(f"  {rule.path}{terminal.paint(each + when, 'dim')}")


def _document(stack: Stack) -> dict[str, Any]:
    return {
        "name": stack.name,
        "title": stack.title,
        "summary": stack.summary,
        "kinds": list(stack.kinds),
        "checks": list(stack.checks),
        "not_offered": stack.not_offered,
        "files": [rule.path for rule in stack.files],
    }
