"""A scenario before it is numbered, and who asked for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from scaffolder import naming
from scaffolder.criteria.steps import Step
from scaffolder.criteria.story import Story
from scaffolder.plan import Element, Entity, Field, Rule
from scaffolder.plan.index import entity_plural


class Draft(Struct, frozen=True):
    """`name` in words: "isbn of a book must match its pattern". `topic`: the file it belongs in."""

    name: str
    rule: Rule
    elements: tuple[str, ...]
    cites: tuple[str, ...]
    topic: str
    steps: tuple[Step, ...]
    given: str
    when: str
    then: str
    cases: tuple[tuple[str, Any], ...] = ()


class Attempt(Struct, frozen=True):
    """A draft that may turn out to be impossible: then `rule` of `elements` stays untested, and it is known why.

    `further`: another test shows the rule already, and nothing is lacking without this one."""

    rule: Rule
    elements: tuple[str, ...]
    cites: tuple[str, ...]
    write: Callable[[], Draft]
    further: bool = False


def a(entity: Entity | str) -> str:
    """ "a book", "an order line"."""
    return naming.with_article(" ".join(naming.words(entity.name if isinstance(entity, Entity) else entity)))


def topic(entity: Entity, kind: str) -> str:
    return f"{naming.snake(entity_plural(entity))}_{kind}"


def alike(elements: Iterable[Field]) -> dict[tuple[str, ...], list[Field]]:
    """Fields by the requirements that they cite."""
    groups: dict[tuple[str, ...], list[Field]] = {}
    for element in elements:
        groups.setdefault(tuple(element.satisfies), []).append(element)
    return groups


def listing(words: Sequence[str]) -> str:
    """ "title, author and isbn"; a long list is cut."""
    plain = [" ".join(naming.words(w)) or w for w in words]
    plain = plain if len(plain) <= 5 else [*plain[:3], f"{len(plain) - 3} more"]
    return plain[0] if len(plain) == 1 else f"{', '.join(plain[:-1])} and {plain[-1]}"


def cites(*elements: Element) -> tuple[str, ...]:
    """The requirements of the first of these elements that has any."""
    return next((tuple(e.satisfies) for e in elements if e.satisfies), ())


Attempts = Iterator[Attempt]
__all__ = ["Attempt", "Attempts", "Draft", "Story", "a", "alike", "cites", "listing", "topic"]
