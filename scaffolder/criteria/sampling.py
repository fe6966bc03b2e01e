"""Rows of invented data for people to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.steps import Create
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.values import invent, wire
from scaffolder.expr.nodes import Call, Typed, walk
from scaffolder.plan import Plan


def seeded(plan: Plan) -> list[str]:
    """The entities that can be filled with invented rows, those that others need first: no file has to be sent along,
    and what must hold in a row depends neither on the rows it belongs to nor on the day."""
    facts = Facts(plan)
    done: list[str] = []
    for entity in facts.index.by_dependency():
        sent = any(f.required and f.type in ("file", "image") for f in entity.fields)
        needed = [r for r in entity.relations if r.required]
        ready = all(r.cardinality != "many_to_many" and r.target in done for r in needed)
        checks = [facts.typed(c.expr or "True", entity.name) for c in facts.index.constraints(entity.name, "check")]
        alone = all(len(steps) == 1 and steps[0].kind != "to_one" for c in checks for steps in c.paths.values())
        if ready and not sent and alone and not any(_is_timely(c) for c in checks):
            done.append(entity.name)
    return done


def _is_timely(typed: Typed) -> bool:
    """Whether the time decides: what is sound today is not tomorrow."""
    called = any(isinstance(n, Call) and n.name in ("now", "today") for n in walk(typed.node))
    return called or any(path.parts[0] in ("now", "today") for path in typed.paths)


def sample(plan: Plan, entity: str, n: int) -> dict[str, Any]:
    """Row `n` (from 0) of invented data, ready for JSON, that keeps the rules of its table: every field that people
    write, without files and relations."""
    facts = Facts(plan)
    found = facts.index.entity(entity)
    written = [f for f in facts.index.writable(entity) if f.type not in ("file", "image")]
    given: Mapping[str, Any] = {f.name: invent(found, f, n) for f in written}
    if facts.index.constraints(entity, "check"):
        given = {**given, **_sound(facts, entity, n)}
    return {f.name: wire(given[f.name], f.type) for f in written}


def _sound(facts: Facts, entity: str, n: int) -> Mapping[str, Any]:
    """The values of the last of `n` + 1 rows that keep what must hold in each; nothing where none are found."""
    story = Story(facts)
    try:
        for _ in range(n + 1):
            story.make(entity, full=True)
    except Impossible:
        return {}
    return next(s.values for s in reversed(story.steps) if isinstance(s, Create) and s.entity == entity)
