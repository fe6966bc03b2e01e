"""Lists that are narrowed by what a row holds, and ordered by it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from scaffolder.criteria import candidates, values
from scaffolder.criteria.candidates import Change
from scaffolder.criteria.drafting import Draft, listing
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import Recipe, made, solve
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics.places import Place, inside, with_values
from scaffolder.plan import Field, Relation

RANGED = ("integer", "decimal", "float", "date", "datetime", "time", "money", "percent", "duration")
FILTERED = (*RANGED, "boolean", "enum", "uuid")
SORTED = ("string", "integer", "decimal", "date", "datetime", "money", "percent", "float")


def in_order(facts: Facts, place: Place, fields: Sequence[Field], element: tuple[str, ...]) -> Draft:
    story, reader = _varied(facts, place, fields)
    for field in fields:
        story.list(reader, place.entity.name, sort=field.name)
        story.list(reader, place.entity.name, sort=f"-{field.name}")
    said = listing([f.name for f in fields])
    words = (f"several of {place.words}", f"they are sorted by {said}", "up and down they come in that order")
    return place.draft("sort", f"{place.words} sorted by {said}", element, (), story, *words)


def filtered(
    facts: Facts, place: Place, fields: Sequence[Field], element: tuple[str, ...], asked: tuple[str, ...]
) -> Draft:
    story, reader = _varied(facts, place, fields)
    for field in fields:
        narrow(story, reader, place, field)
    return told(story, place, [f.name for f in fields], element, asked)


def by_result(facts: Facts, place: Place, field: Field, others: Sequence[Field]) -> Draft:
    """Narrowed and ordered by what is computed from other fields."""
    story, reader = _varied(facts, place, others)
    if any(_inexact(field, row[field.name]) for row in story.world.rows(place.entity.name)):
        raise Impossible("a quotient is not the same number everywhere")
    narrow(story, reader, place, field)
    story.list(reader, place.entity.name, sort=field.name)
    story.list(reader, place.entity.name, sort=f"-{field.name}")
    return told(story, place, [field.name], (f"{place.entity.name}.{field.name}",), ())


def _inexact(field: Field, value: Any) -> bool:
    """Whether a request cannot say the number as it is: of money there are cents, and nothing finer."""
    digits = min(4, values.SCALE.get(field.type, 4))
    return isinstance(value, float) or isinstance(value, Decimal) and value != round(value, digits)


def narrow(story: Story, reader: str, place: Place, field: Field) -> None:
    """Ask for the rows with one value of a field, and for those from it and up to it."""
    found = {r[field.name] for r in story.world.rows(place.entity.name)}
    options = sorted(found - {None}, key=lambda v: (str(type(v)), v))
    if len(found) < 2 or not options:
        raise Impossible(f"all rows have the same {field.name}")
    for option in options if field.type == "enum" else options[:2][-1:]:
        story.list(reader, place.entity.name, query=place.query, filters={field.name: option})
    if field.type in RANGED:
        story.list(reader, place.entity.name, query=place.query, filters={field.name: (options[:2][-1], None)})
        story.list(reader, place.entity.name, query=place.query, filters={field.name: (None, options[:2][-1])})


def told(story: Story, place: Place, names: Sequence[str], element: tuple[str, ...], asked: tuple[str, ...]) -> Draft:
    said = listing(names)
    words = (f"several of {place.words}", f"only those of one {said} are asked for", "only these are shown")
    return place.draft("filter", f"{place.words} filtered by {said}", element, asked, story, *words)


def linked(facts: Facts, place: Place, relation: Relation, element: tuple[str, ...], asked: tuple[str, ...]) -> Draft:
    """The rows of one row that they point at, not those of another."""
    recipe, reader = inside(facts, place)
    story = Story(facts)
    targets = [story.make(relation.target), story.make(relation.target)]
    many = relation.cardinality == "many_to_many"
    for target in targets:
        made(story, with_values(recipe, {relation.name: [target] if many else target}))
    story.list(reader, place.entity.name, query=place.query, filters={relation.name: targets[0]})
    said = listing([relation.name])
    words = (f"{place.words} of two kinds of {said}", f"those of one {said} are asked for", "only these are shown")
    return place.draft("filter", f"{place.words} filtered by {said}", element, asked, story, *words)


def _varied(facts: Facts, place: Place, fields: Sequence[Field]) -> tuple[Story, str]:
    """Three rows that differ in each of these fields, and one that lacks those that a row may lack."""
    lacking = any(not f.required and f.default is None and not f.computed for f in fields)
    for bare in (True, False) if lacking else (False,):
        with suppress(Impossible):
            return _rows(facts, place, fields, bare)
    return _rows(facts, place, fields, False)


def _rows(facts: Facts, place: Place, fields: Sequence[Field], bare: bool) -> tuple[Story, str]:
    recipe, reader = inside(facts, place)
    taken, states = {c.path for c in recipe.changes}, facts.index.state_fields(place.entity.name)
    known = [*facts.index.writable(place.entity.name), *(f for f in fields if f.name in states)]
    if any((f.name,) in taken or f not in known for f in fields):
        raise Impossible("the query itself asks for a value of it, or nobody writes it")
    story = Story(facts)
    most = max([2, *(len(f.enum) - 1 for f in fields if f.type == "enum" and len(fields) == 1)])
    for turn in (*range(1, most + 1), 0):
        over = {f.name: invent(facts, place.entity, f, turn) for f in fields if f.name not in states}
        free = {n for c in facts.index.constraints(place.entity.name, "no_overlap") for n in c.fields}
        one = with_values(recipe, {k: v for k, v in over.items() if k not in free})
        moves = [Change("do", (), c) for f in fields if f.name in states for c in _chain(facts, place, f, turn)]
        preparing = _ready(facts, place, moves)
        made(story, Recipe(one.entity, (*one.changes, *preparing, *moves), one.actor))
    if bare:
        made(story, recipe)
    return story, reader


def _chain(facts: Facts, place: Place, field: Field, turn: int) -> list[tuple[str, ...]]:
    """The actions that lead to another state for each turn."""
    chains = candidates.chains(facts, place.entity.name, field.name)
    return [chains[(turn - 1) % len(chains)]] if turn and chains else []


def _ready(facts: Facts, place: Place, moves: Sequence[Change]) -> list[Change]:
    """What those actions ask for first: found by running them alone."""
    if not moves:
        return []
    extra = candidates.changes(
        facts, [facts.typed(m.field, place.entity.name) for m in facts.index.machines(place.entity.name)]
    )
    found = solve(
        facts,
        place.entity.name,
        [c for c in extra if c.kind != "do"],
        lambda story, row, recipe: row is not None,
        start=moves,
    )
    if found is None:
        raise Impossible("no row was found that gets into that state")
    return [c for c in found.changes if c not in moves]
