"""Rows of invented data for people to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.steps import Create
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.values import invent, wire
from scaffolder.plan import Plan


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
