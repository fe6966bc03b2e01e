"""Which links an expression follows, so that the rows behind them can be fetched for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scaffolder.expr.nodes import Step, Typed

LINKS = ("to_one", "to_many", "owner", "profile")


def followed(typed: Typed, spelled: Callable[[str], str]) -> list[str]:
    """As lookups of Django ("lines", "orders__lines"), each once; those of computed fields on the way too. A lookup
    has those that it goes on from in it."""
    found = list(dict.fromkeys(_followed(typed, spelled)))
    return [way for way in found if not any(other.startswith(f"{way}__") for other in found)]


def _followed(typed: Typed, spelled: Callable[[str], str]) -> Iterator[str]:
    for steps in typed.paths.values():
        own = [s for s in steps if s.kind != "self"]
        if own and own[0].kind in (*LINKS, "field"):
            yield from _along(own, spelled)


def _along(steps: list[Step], spelled: Callable[[str], str]) -> Iterator[str]:
    way: list[str] = []
    for step in steps:
        if step.kind in LINKS:
            way.append(spelled(step.name))
        elif step.computed is not None:
            yield from ("__".join([*way, further]) for further in _followed(step.computed, spelled))
    if way:
        yield "__".join(way)
