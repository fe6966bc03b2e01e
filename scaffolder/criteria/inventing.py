"""Invented values that keep what the plan says of a field by itself: a day in the past where it must not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from scaffolder.criteria import values
from scaffolder.criteria.oracle import rules
from scaffolder.criteria.oracle.world import Facts, Row, World
from scaffolder.plan import Constraint, Entity, Field

FAR = 40  # numbers tried


def invent(facts: Facts, entity: Entity, field: Field, n: int) -> Any:
    """Value `n` (from 0) of a field, as `values.invent` has it, where no check of the field alone forbids that."""
    first = values.invent(entity, field, n)
    checks = _checks(facts, entity, field)
    if not checks or first is None:
        return first
    world = World(facts)
    sound = (v for v in (first, *_others(entity, field, n)) if _keeps(world, entity, checks, {field.name: v}))
    return next(sound, first)


def _checks(facts: Facts, entity: Entity, field: Field) -> list[Constraint]:
    """Those that read this field, and nothing else of a row."""
    own = {f.name for f in entity.fields} | {r.name for r in entity.relations} | {entity.owner}
    found = []
    for constraint in facts.index.constraints(entity.name, "check"):
        paths = facts.typed(constraint.expr or "True", entity.name).paths
        if {p.parts[0] for p in paths} & own == {field.name}:
            found.append(constraint)
    return found


def _keeps(world: World, entity: Entity, checks: list[Constraint], stored: dict[str, Any]) -> bool:
    row = Row(entity, 0, stored, world)
    return all(rules.keeps(world, c, row) for c in checks) and all(
        rules.valid(f, stored[f.name]) for f in entity.fields if f.name in stored
    )


def _others(entity: Entity, field: Field, n: int) -> Iterator[Any]:
    """Other values, another one for each `n`."""
    if field.type in values.MOMENTS:
        for days in (-1 - n, 400 + n, -400 - n, -7000 - 40 * n):
            moment = values.NOW + timedelta(days=days)
            yield moment if field.type == "datetime" else moment.date()
    elif field.type in values.NUMBERS:
        yield from (values.number(field, at + n) for at in (10, 100, 1000, 10000))
        yield from (values.typed_number(field.type, Decimal(at - n)) for at in (0, -1, -100))
        yield from (values.number(field, at) for at in range(FAR))
    elif field.type not in ("list", "json"):
        yield from (values.invent(entity, field, at) for at in range(n + 1, n + FAR))
