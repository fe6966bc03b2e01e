"""Rows of invented data for people to look at."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from typing import Any

from scaffolder.criteria.derive import Asked
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import rules, writing
from scaffolder.criteria.oracle.world import Facts, Refusal, Row, World
from scaffolder.criteria.steps import Create
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.values import wire
from scaffolder.plan import Entity, Plan
from scaffolder.plan.index import relation_key

ROWS = (0, 1, 2, 7)  # three of each kind are stored, and one more stands as an example in the README
LATER = timedelta(days=20 * 365)


def seeded(plan: Plan) -> list[str]:
    """The entities that can be filled with invented rows, those that others need first: no file has to be sent along,
    and the rows keep every rule, on this day and on any later one."""
    return list(_seeded(Asked(plan)))


@lru_cache(maxsize=4)
def _seeded(asked: Asked) -> tuple[str, ...]:
    return tuple(fill(World(Facts(asked.plan))))


def fill(world: World) -> dict[str, list[Row]]:
    """Store the sample rows in a world; those of each entity."""
    facts, done = world.facts, dict[str, list[Row]]()
    for entity in facts.index.by_dependency():
        sent = any(f.required and f.type in ("file", "image") for f in entity.fields)
        needed = [r for r in entity.relations if r.required]
        if not sent and all(r.cardinality != "many_to_many" and r.target in done for r in needed):
            with suppress(Refusal):
                done[entity.name] = _stored(world, entity, done)
    return done


def _stored(world: World, entity: Entity, done: Mapping[str, list[Row]]) -> list[Row]:
    """Raises Refusal where the rows break a rule, now or later."""
    with world.transaction():
        rows = list[Row]()
        for n in ROWS:
            links = {relation_key(r): done[r.target][len(rows)] for r in entity.relations if r.required}
            rows.append(writing.store(world, None, entity.name, {**_values(world.facts, entity, n), **links}))
        for moment in (world.now + LATER, world.now):
            world.now = moment
            for row in rows:
                rules.hold(world, row)
    return rows


def sample(plan: Plan, entity: str, n: int) -> dict[str, Any]:
    """Row `n` (from 0) of invented data, ready for JSON, that keeps the rules of its table: every field that people
    write, without files and relations."""
    facts = Facts(plan)
    found = facts.index.entity(entity)
    return {name: wire(value, _type(found, name)) for name, value in _values(facts, found, n).items()}


def _type(entity: Entity, name: str) -> str:
    return next(f.type for f in entity.fields if f.name == name)


def _values(facts: Facts, entity: Entity, n: int) -> dict[str, Any]:
    written = [f for f in facts.index.writable(entity.name) if f.type not in ("file", "image")]
    given = {f.name: invent(facts, entity, f, n) for f in written}
    ruled = [c for c in entity.constraints if c.kind in ("check", "no_overlap")]
    sound = _sound(facts, entity.name, n) if ruled else {}
    return {name: sound.get(name, value) for name, value in given.items()}


def _sound(facts: Facts, entity: str, n: int) -> Mapping[str, Any]:
    """The values of the last of `n` + 1 rows that keep what must hold in each; nothing where none are found."""
    story = Story(facts)
    try:
        for _ in range(n + 1):
            story.make(entity, full=True)
    except Impossible:
        return {}
    return next(s.values for s in reversed(story.steps) if isinstance(s, Create) and s.entity == entity)
