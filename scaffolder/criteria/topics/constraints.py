"""Constraints of entities: unique together, checks, intervals that never overlap, limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from scaffolder import naming
from scaffolder.criteria import candidates, values
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, listing
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import rules
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, realise, solve
from scaffolder.criteria.steps import INVENTED
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import checks
from scaffolder.criteria.topics.checks import drafted
from scaffolder.expr.nodes import Path
from scaffolder.plan import Constraint, CreateEffect, Entity
from scaffolder.plan.index import relation_key

MOST = 500  # rows that a test makes to reach a limit
MANY = 12  # from here on they are made in a loop


def attempts(facts: Facts) -> Attempts:
    writers = {"unique": _unique, "check": checks.check, "no_overlap": _no_overlap, "limit": _limit}
    for entity in facts.plan.entities:
        for constraint in entity.constraints:
            element = (f"{entity.name}.{constraint.name}",)
            write = partial(writers[constraint.kind], facts, entity, constraint)
            acted = constraint.kind == "limit" and _of_actions(facts, entity, constraint)
            yield Attempt(constraint.kind, element, tuple(constraint.satisfies), write, acted)
            if constraint.kind == "limit" and constraint.where:
                freed = partial(_freed, facts, entity, constraint)
                yield Attempt("limit", element, tuple(constraint.satisfies), freed, acted)


def _of_actions(facts: Facts, entity: Entity, constraint: Constraint) -> bool:
    """Does it count those rows alone that an action makes? Then the tests of the action show it."""
    writable = {f.name for f in facts.index.writable(entity.name)}
    read = {p.parts[0] for p in facts.typed(constraint.where or "True", entity.name).paths} - writable
    effects = [e for a in facts.plan.actions for e in a.effects if isinstance(e, CreateEffect)]
    return any(e.entity == entity.name and read & e.values.keys() for e in effects)


def _by_key(story: Story, entity: Entity, row: Row, names: list[str]) -> dict[str, Any]:
    """The values of a row under these plan names, by wire key."""
    relations = {r.name: relation_key(r) for r in entity.relations}
    owner = {entity.owner: f"{entity.owner}_id"} if entity.owner else {}
    return {{**relations, **owner}.get(n, n): row.stored.get(n) for n in names}


def _given(facts: Facts, entity: Entity, constraint: Constraint) -> dict[str, Any]:
    """Something for each of its fields, also where a row need not have it."""
    fields = {f.name for f in facts.index.writable(entity.name)}
    links: dict[str, Any] = {n: {} for n in constraint.fields if facts.index.relation(entity.name, n)}
    return {**links, **{n: INVENTED for n in constraint.fields if n in fields}}


def _unique(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    story = Story(facts)
    writer, changer = story.writer(entity.name, "create"), story.writer(entity.name, "update")
    row = _held(story, entity, constraint, _given(facts, entity, constraint))
    taken = _by_key(story, entity, row, constraint.fields)
    if any(v is None for v in taken.values()):
        raise Impossible("a field of it has no value")
    story.create(writer, entity.name, story.complete(entity.name, taken), refused="conflict")
    key, last = list(taken)[-1], constraint.fields[-1]
    field, relation = facts.index.field(entity.name, last), facts.index.relation(entity.name, last)
    other: Any = invent(facts, entity, field, 5) if field else None
    if relation is not None:
        other = story.make(relation.target)
    if other is None or other == taken[key]:
        raise Impossible(f"no second value of {last} was found")
    second = story.create(writer, entity.name, story.complete(entity.name, {**taken, key: other}))
    story.update(changer, second, {key: taken[key]}, refused="conflict")
    said = listing(constraint.fields)
    words = (a(entity), f"another one gets the same {said}", "it is refused, at creation and as a change")
    return drafted(f"{said} of {a(entity)} are unique together", entity, constraint, story, *words)


def _held(story: Story, entity: Entity, constraint: Constraint, over: Mapping[str, Any]) -> Row:
    """A row to which a constraint applies."""
    if constraint.where is None:
        return story.make(entity.name, over)
    row = realise(story, _applying(story.facts, entity, constraint))
    if row is None:
        raise Impossible("no row is under this constraint")
    return row


def _applying(facts: Facts, entity: Entity, constraint: Constraint) -> Recipe:
    typed = facts.typed(constraint.where or "True", entity.name)

    def goal(story: Story, row: Row | None, recipe: Recipe) -> bool:
        return row is not None and story.world.evaluate(constraint.where or "True", row) is True

    found = solve(facts, entity.name, candidates.changes(facts, [typed]), goal)
    if found is None:
        raise Impossible("no row was found to which it applies")
    return found


def _no_overlap(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    story = Story(facts)
    writer, changer = story.writer(entity.name, "create"), story.writer(entity.name, "update")
    start, end = constraint.fields[:2]
    at = partial(interval, facts, entity, start, end)
    same = {p: story.make(r.target) for p in constraint.per if (r := facts.index.relation(entity.name, p))}
    same |= {p: first_value(facts, entity, p) for p in constraint.per if p not in same}
    first = story.make(entity.name, {**same, **at(0, 2)})
    if not rules._applies(story.world, constraint, first):
        raise Impossible("the first row is not under this constraint")
    story.make(entity.name, {**same, **at(2, 4)})
    story.make(entity.name, {**same, **at(-2, 0)})
    third = story.make(entity.name, {**same, **at(4, 6)})
    for low, high in ((1, 3), (-3, 7)):
        story.create(writer, entity.name, story.complete(entity.name, {**same, **at(low, high)}), refused="conflict")
    story.update(changer, third, at(3, 5), refused="conflict")
    if same:
        other = {p: story.make(v.entity.name) for p, v in same.items() if isinstance(v, Row)}
        if other:
            story.make(entity.name, {**same, **other, **at(0, 2)})
    words = (
        f"{a(entity)} and the next one right after it",
        "another one would overlap",
        "it is refused, at creation and as a change" + (", but not for another group" if same else ""),
    )
    return drafted(f"{' '.join(constraint.name.split('_'))} of {a(entity)}", entity, constraint, story, *words)


def first_value(facts: Facts, entity: Entity, name: str) -> Any:
    field = facts.index.field(entity.name, name)
    if field is None:
        raise Impossible(f"{name} cannot be set")
    return invent(facts, entity, field, 0)


def interval(facts: Facts, entity: Entity, start: str, end: str, low: int, high: int) -> dict[str, Any]:
    """Hours (or days, for dates) from a fixed morning."""
    field = facts.index.field(entity.name, start)
    kind = field.type if field else "datetime"
    begin = values.NOW + timedelta(days=7)
    if kind == "datetime":
        return {start: begin + timedelta(hours=low), end: begin + timedelta(hours=high)}
    if kind == "date":
        return {start: (begin + timedelta(days=low)).date(), end: (begin + timedelta(days=high)).date()}
    if kind == "time":
        return {start: (begin + timedelta(hours=low)).time(), end: (begin + timedelta(hours=high)).time()}
    return {
        start: values.typed_number(kind, Decimal(low + 10)),
        end: values.typed_number(kind, Decimal(high + 10)),
    }


def full_group(story: Story, entity: Entity, constraint: Constraint) -> tuple[list[Row], dict[str, Any], int]:
    """Rows up to the limit; what they have in common by plan name; how many are allowed. Raises Impossible."""
    same, rows = shared(story, entity, constraint), list[Row]()
    counted = under(story.facts, entity, constraint)
    for _ in range(MOST):
        row = story.make(entity.name, {**counted, **same})
        rows.append(row)
        allowed = story.world.evaluate(constraint.expr or "0", row)
        if allowed is None:
            raise Impossible("the limit has no value")
        if len(rows) == allowed:
            story.counting = False
            return rows, same, int(allowed)
        story.counting = allowed > MANY
    raise Impossible(f"the limit is above {MOST}")


def shared(story: Story, entity: Entity, constraint: Constraint) -> dict[str, Any]:
    """What the rows of one group have in common, by plan name."""
    same: dict[str, Any] = {}
    for name in constraint.per:
        relation = story.index.relation(entity.name, name)
        same[name] = story.make(relation.target, _small(story.facts, entity, constraint, name)) if relation else None
        if relation is None:
            same[name] = first_value(story.facts, entity, name)
    return same


def under(facts: Facts, entity: Entity, constraint: Constraint) -> dict[str, Any]:
    """The values that a row must have for a constraint to count it. Raises Impossible where it takes more."""
    if constraint.where is None:
        return {}
    recipe = _applying(facts, entity, constraint)
    over = {c.path[0]: c.value for c in recipe.changes if c.kind == "set" and len(c.path) == 1}
    if len(over) < len(recipe.changes):
        raise Impossible("a row under this limit needs more than values")
    return over


def _small(facts: Facts, entity: Entity, constraint: Constraint, name: str) -> dict[str, Any]:
    """Make a limit that a parent sets a small one; and other limits that the parent sets wide enough."""
    limit = facts.typed(constraint.expr or "0", entity.name).node
    path = limit.parts if isinstance(limit, Path) else ()
    return {path[1]: 2} if len(path) == 2 and path[0] == name else {}


def _limit(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    story = Story(facts)
    rows, same, allowed = full_group(story, entity, constraint)
    writer = story.writer(entity.name, "create")
    given = _outside_others(story, entity, constraint, same)
    story.create(writer, entity.name, given, refused="conflict")
    if any(isinstance(v, Row) for v in same.values()):
        other = {p: story.make(v.entity.name) for p, v in same.items() if isinstance(v, Row)}
        story.make(entity.name, {**under(facts, entity, constraint), **same, **other})
    _without_group(story, entity, constraint, allowed)
    plural = " ".join(naming.words(naming.plural(entity.name)))
    name = f"at most {allowed} {plural}" + (f" per {listing(constraint.per)}" if constraint.per else "")
    words = (
        f"{allowed} {plural}",
        "one more is created",
        "it is refused" + (", but not for another group" if same else ""),
    )
    return drafted(name, entity, constraint, story, *words)


def _without_group(story: Story, entity: Entity, constraint: Constraint, allowed: int) -> None:
    """More rows than allowed that are of no group, where a row may be."""
    none = {name: None for name in constraint.per if (r := story.index.relation(entity.name, name)) and not r.required}
    story.counting = allowed > MANY
    for _ in range(allowed + 1 if none else 0):
        story.make(entity.name, {**under(story.facts, entity, constraint), **none})
    story.counting = False


def _outside_others(story: Story, entity: Entity, constraint: Constraint, same: Mapping[str, Any]) -> dict[str, Any]:
    """Input for one row more that counts and breaks no other limit: what it does not share is fresh."""
    fresh: dict[str, Any] = {
        r.name: {} for r in entity.relations if r.required and r.cardinality == "many_to_one" and r.name not in same
    }
    return story.complete(entity.name, {**fresh, **under(story.facts, entity, constraint), **same})


def _freed(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    """Once a row is no longer counted, there is room for another."""
    typed = facts.typed(constraint.where or "True", entity.name)
    for change in candidates.changes(facts, [typed]):
        story = Story(facts)
        try:
            rows, same, allowed = full_group(story, entity, constraint)
            given = _outside_others(story, entity, constraint, same)
            story.create(story.writer(entity.name, "create"), entity.name, given, refused="conflict")
            _end(story, rows[0], change)
            if story.world.evaluate(constraint.where or "True", rows[0]) is True:
                continue
            story.create(story.writer(entity.name, "create"), entity.name, given)
        except Impossible:
            continue
        name = f"room for {a(entity)} again within {' '.join(constraint.name.split('_'))}"
        words = (f"as many as allowed of {a(entity)}", "one of them does not count any more", "another one is accepted")
        return drafted(name, entity, constraint, story, *words)
    raise Impossible("no way was found to make a row count no longer")


def _end(story: Story, row: Row, change: candidates.Change) -> None:
    from scaffolder.criteria.solver import happen

    if change.kind == "set" and len(change.path) == 1:
        story.update(story.writer(row.entity.name, "update"), row, {change.path[0]: change.value})
    elif change.kind == "do" and not change.path:
        for name in change.value:
            happen(story, next(x for x in story.index.actions(row.entity.name) if x.name == name), row)
    else:
        raise Impossible("not a change of the row itself")
