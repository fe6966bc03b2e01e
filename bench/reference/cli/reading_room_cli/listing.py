"""Which rows of a list, and in which order; and the question before something is gone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import click

from reading_room_cli.problems import Invalid
from reading_room_cli.values import Kind, Reference

T = TypeVar("T")
Command = Callable[..., None]
OWN = (
    "format",
    "help",
    "sort",
    "limit",
    "offset",
    "search",
    "yes",
)  # options of every list


def narrowing(
    filters: Mapping[str, Kind], ranged: Sequence[str] = (), flags: Sequence[str] = ()
) -> Callable[[Command], Command]:
    """The options of a list: one for each of `filters`, with bounds for those in `ranged`; `flags` are yes or no."""

    def narrowed(command: Command) -> Command:
        for option in reversed(list(options(filters, ranged, flags))):
            command = option(command)
        return command

    return narrowed


def options(
    filters: Mapping[str, Kind], ranged: Sequence[str], flags: Sequence[str]
) -> Iterator[Callable[[Command], Command]]:
    for name, kind in filters.items():
        word = name.removesuffix("_id") if isinstance(kind, Reference) else name
        dashed, said = f"--{word.replace('_', '-')}", word.replace("_", " ")
        named = f"{dashed}-is" if word in OWN else dashed
        yield click.option(named, name, type=kind, help=f"Only with this {said}.")
        if name in ranged:
            yield click.option(
                f"{dashed}-min", f"{name}_min", type=kind, help="At least this."
            )
            yield click.option(
                f"{dashed}-max", f"{name}_max", type=kind, help="At most this."
            )
    for name in flags:
        dashed = name.replace("_", "-") + ("-is" if name in OWN else "")
        yield click.option(
            f"--{dashed}/--no-{dashed}",
            name,
            default=None,
            help="Only those, or only the others.",
        )
    yield click.option(
        "--sort", "order", metavar="NAMES", help="By these, with commas; -NAME falls."
    )
    yield click.option(
        "--limit", "most", type=click.IntRange(0), metavar="N", help="At most so many."
    )
    yield click.option(
        "--offset",
        "skipped",
        type=click.IntRange(0),
        metavar="N",
        default=0,
        help="Leave out so many.",
    )
    yield click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        help="How to print them.",
    )


def searched(found: list[T], names: Sequence[str], wanted: str | None) -> list[T]:
    """Those that have the text in one of the attributes, in capitals or not."""
    if wanted is None:
        return found
    text = wanted.casefold()
    return [
        row
        for row in found
        if any(text in str(getattr(row, n) or "").casefold() for n in names)
    ]


def ordered(found: list[T], order: str, sortable: Mapping[str, str]) -> list[T]:
    """By each name of "-due_on,title"; no value comes before all values. Raises Invalid."""
    for word in reversed([name.strip() for name in order.split(",") if name.strip()]):
        name = word.lstrip("-+").replace("-", "_")
        if name not in sortable:
            raise Invalid(
                f"there is no order by {name}: say {', '.join(sortable)}", "sort"
            )
        found = sorted(found, key=ranked(sortable[name]), reverse=word.startswith("-"))
    return found


def ranked(attribute: str) -> Any:
    def key(row: Any) -> tuple[bool, Any]:
        value = getattr(row, attribute)
        return value is not None, value

    return key


def limited(found: list[T], offset: int, limit: int | None) -> list[T]:
    return found[offset:] if limit is None else found[offset : offset + limit]


def confirmed(question: str, yes: bool) -> None:
    """Ask where somebody can answer; in a script nobody is asked."""
    if not yes and sys.stdin.isatty():
        click.confirm(question, abort=True)


several = partial(
    click.option, multiple=True
)  # an option that may be given several times
answered = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)
