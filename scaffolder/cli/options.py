"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def shared(command: F) -> F:
    """The options that every command has."""
    for option in (
        click.option("--no-color", is_flag=True, help="No colours."),
        click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output."),
        click.option("-v", "--verbose", is_flag=True, help="Say more."),
    ):
        command = option(command)
    return command


def description(command: F) -> F:
    """SPEC and -f, as `new` and `plan` take them."""
    command = click.option(
        "-f", "--file", "files", multiple=True, metavar="FILE", help="Read the description from FILE; may be repeated."
    )(command)
    return click.argument("spec", required=False)(command)


def questioning(command: F) -> F:
    """--ask and --no-ask, as `new` and `plan` take them."""
    return click.option(
        "--ask/--no-ask", default=None, help="Ask what the text leaves open, at most five questions; or never."
    )(command)


def no_sandbox(command: F) -> F:
    return click.option("--no-sandbox", is_flag=True, help="Run what was generated with your own rights.")(command)


def generation(command: F) -> F:
    """What `new` and `batch` have in common."""
    for option in (
        no_sandbox,
        click.option("--no-git", is_flag=True, help="Do not make a git repository."),
        click.option("--dry-run", is_flag=True, help="Compile and render, list the files, write nothing."),
        click.option("--allow-partial", is_flag=True, help="Build what is covered, even where it is less than half."),
        click.option("--timeout", type=float, metavar="SECONDS", help="Time for one application."),
        click.option("--max-rounds", type=click.IntRange(0, 20), metavar="N", help="Repairs by the model at most."),
        click.option("--assume-price", metavar="IN/OUT", help="USD per million tokens of a model without a price."),
        click.option("--budget", type=float, metavar="USD", help="What the model may cost at most."),
        click.option("--model", metavar="PROVIDER:NAME", help="Writes what no template can; see `scaffold models`."),
        click.option("--stack", metavar="NAME", help="Template pack; see `scaffold stacks`."),
    ):
        command = option(command)
    return command


def chosen(options: Mapping[str, Any]) -> dict[str, object]:
    """The options of `generation` that were given, by the names of settings."""
    return {
        "stack": options["stack"],
        "model": options["model"],
        "budget_usd": options["budget"],
        "assume_price": options["assume_price"],
        "max_rounds": options["max_rounds"],
        "timeout_s": options["timeout"],
        "allow_partial": options["allow_partial"] or None,
        "git": False if options["no_git"] else None,
        "isolate": False if options["no_sandbox"] else None,
    }
