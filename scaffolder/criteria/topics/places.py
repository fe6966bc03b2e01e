"""What is listed, how to make rows that are, and rows whose order tells something."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec import Struct

from scaffolder import naming
from scaffolder.criteria.candidates import Change
from scaffolder.criteria.drafting import Draft, topic
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, made
from scaffolder.criteria.steps import MISSING
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import telling
from scaffolder.plan import Entity, Field, Query, Rule


class Place(Struct, frozen=True):
    """What is listed: an entity, or a query over it."""

    entity: Entity
    query: Query | None = None

    @property
    def words(self) -> str:
        if self.query:
            return " ".join(naming.words(self.query.name))
        return " ".join(naming.words(naming.plural(self.entity.name)))

    def draft(
        self, rule: Rule, name: str, elements: tuple[str, ...], cites: tuple[str, ...], story: Story, *words: str
    ) -> Draft:
        given, when, then = words
        return Draft(name, rule, elements, cites, topic(self.entity, "lists"), tuple(story.steps), given, when, then)


def readers(facts: Facts, place: Place) -> list[str]:
    """Who may look: somebody who sees every row, and where rows of whoever asks are wanted, those who have some."""
    entity, where = place.entity.name, place.query.where if place.query else None
    found = [Story(facts).reader(entity)]
    kinds = {step.kind for steps in facts.typed(where, entity).paths.values() for step in steps} if where else set()
    if "user" in kinds:
        found += [p.role for p in facts.plan.permissions if p.entity == entity and "read" in p.operations and p.where]
    return list(dict.fromkeys(found))


def inside(facts: Facts, place: Place) -> tuple[Recipe, str]:
    """How to make a row that is listed there, and who may look."""
    looking = readers(facts, place)
    if place.query is None or not place.query.where:
        return Recipe(place.entity.name, (), looking[0]), looking[0]
    found = [t for t in telling(facts, place.entity.name, place.query.where, actors=looking) if t.value is True]
    if not found:
        raise Impossible("no row was found that the query shows")
    recipe = min(found, key=lambda t: len(t.recipe.changes)).recipe
    return recipe, recipe.actor


def with_values(recipe: Recipe, over: dict[str, Any]) -> Recipe:
    kept = tuple(c for c in recipe.changes if c.path[:1] not in {(k,) for k in over} and c.kind != "wait")
    waits = tuple(c for c in recipe.changes if c.kind == "wait")
    return Recipe(recipe.entity, kept + tuple(Change("set", (k,), v) for k, v in over.items()) + waits, recipe.actor)


def spread(facts: Facts, place: Place, order: Sequence[str], count: int) -> tuple[Story, str]:
    """Rows whose order by the first of these names is another one than that of their making."""
    recipe, reader = inside(facts, place)
    turns = [1, count - 1, 0, *range(2, count - 1)] if count > 2 else [1, 0][:count]
    field = facts.index.field(place.entity.name, order[0].lstrip("-+")) if order else None
    if field is None or field not in facts.index.writable(place.entity.name):
        options: list[list[Any]] = [[MISSING] * count]
    elif (held := _held(recipe, field)) is not None:
        options = [[_moved(held, sign * turn) for turn in turns] for sign in (1, -1)]
        options += [[_moved(held, turn) for turn in pair] for pair in ((-1, 0), (0, -1), (1, 0), (0, 1))]
        if isinstance(held, datetime):  # where all rows are of one day
            options += [[_moved(held, sign * turn, timedelta(minutes=1)) for turn in turns] for sign in (1, -1)]
    else:
        found = [invent(facts, place.entity, field, turn) for turn in range(count)]
        found.sort(key=lambda v: v.casefold() if isinstance(v, str) else v, reverse=order[0].startswith("-"))
        options = [[found[turn] for turn in turns]]
    for chosen in options:
        story = Story(facts)
        with suppress(Impossible):
            for value in chosen:
                over = {} if value is MISSING or field is None else {field.name: value}
                _listed(story, place, made(story, with_values(recipe, over)), reader)
            return story, reader
    raise Impossible("no rows were found that differ in what they are ordered by")


def _held(recipe: Recipe, field: Field) -> Any:
    """The value that a recipe gives to a field, None where it leaves it open."""
    return next((c.value for c in recipe.changes if c.kind == "set" and c.path == (field.name,)), None)


def _moved(value: Any, turn: int, step: timedelta = timedelta(days=1)) -> Any:
    """The value so many steps on, where its type has steps."""
    if isinstance(value, date):
        return value + turn * step
    return value + turn if isinstance(value, (int, Decimal, float)) and not isinstance(value, bool) else value


def _listed(story: Story, place: Place, row: Row, reader: str) -> None:
    """Raises Impossible where the query does not show the row to who looks."""
    where = place.query.where if place.query else None
    if where and story.world.evaluate(where, row, user=story.world.user(reader)) is not True:
        raise Impossible("the query does not show such a row")
