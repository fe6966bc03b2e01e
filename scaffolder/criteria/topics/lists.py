"""Lists: queries, filters, search, order, pages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from msgspec import Struct

from scaffolder import naming
from scaffolder.criteria import candidates, values
from scaffolder.criteria.candidates import Change
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, listing, topic
from scaffolder.criteria.oracle import reading
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, made, side_by_side, solve
from scaffolder.criteria.steps import MISSING
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import telling
from scaffolder.plan import Entity, Field, Query, Relation, Rule

FILTERED = (
    "integer",
    "decimal",
    "float",
    "boolean",
    "date",
    "datetime",
    "enum",
    "money",
    "percent",
    "duration",
    "uuid",
)
RANGED = ("integer", "decimal", "float", "date", "datetime", "money", "percent", "duration")
SORTED = ("string", "integer", "decimal", "date", "datetime", "money", "percent", "float")


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


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        place = Place(entity)
        name, asked = (entity.name,), tuple(entity.satisfies)
        yield Attempt("read", name, asked, partial(_ordered, facts, place, entity.order_by, "read", name, asked))
        yield Attempt("paginate", name, (), partial(_paged, facts, place))
        for field in entity.fields:
            element = (f"{entity.name}.{field.name}",)
            if field.searchable:
                yield Attempt(
                    "search",
                    element,
                    tuple(field.satisfies),
                    partial(_searched, facts, place, [field.name], element, tuple(field.satisfies)),
                )
        free = [f for f in facts.index.writable(entity.name) if not f.validation.pattern or f.type != "string"]
        filtered, ordered = [f for f in free if f.type in FILTERED], [f for f in free if f.type in SORTED]
        if filtered:
            names = tuple(f"{entity.name}.{f.name}" for f in filtered)
            yield Attempt("filter", names, (), partial(_filtered, facts, place, filtered, names, ()))
        if ordered:
            names = tuple(f"{entity.name}.{f.name}" for f in ordered)
            yield Attempt("sort", names, (), partial(_sorted, facts, place, ordered, names))
    for query in facts.plan.queries:
        place = Place(facts.index.entity(query.entity), query)
        element, asked = (f"query:{query.name}",), tuple(query.satisfies)
        if query.where:
            yield Attempt("query", element, asked, partial(_queried, facts, place, query, query.where))
        if query.sort or not query.where:
            yield Attempt(
                "sort",
                element,
                asked,
                partial(_ordered, facts, place, query.sort or place.entity.order_by, "sort", element, asked),
            )
        if query.limit:
            yield Attempt("query", element, asked, partial(_limited, facts, place, query, query.limit))
        if query.search:
            yield Attempt("search", element, asked, partial(_searched, facts, place, query.search, element, asked))
        for wanted in query.filters:
            field_, link = facts.index.field(query.entity, wanted), facts.index.relation(query.entity, wanted)
            if field_ is not None:
                yield Attempt("filter", element, asked, partial(_filtered, facts, place, [field_], element, asked))
            elif link is not None:
                yield Attempt("filter", element, asked, partial(_linked, facts, place, link, element, asked))


def _inside(facts: Facts, place: Place) -> tuple[Recipe, str]:
    """How to make a row that is listed there, and who may look."""
    reader = Story(facts).reader(place.entity.name)
    if place.query is None or not place.query.where:
        return Recipe(place.entity.name, (), reader), reader
    found = [t for t in telling(facts, place.entity.name, place.query.where, actors=[reader]) if t.value is True]
    if not found:
        raise Impossible("no row was found that the query shows")
    return min(found, key=lambda t: len(t.recipe.changes)).recipe, reader


def _with(recipe: Recipe, over: dict[str, Any]) -> Recipe:
    kept = tuple(c for c in recipe.changes if c.path[:1] not in {(k,) for k in over} and c.kind != "wait")
    waits = tuple(c for c in recipe.changes if c.kind == "wait")
    return Recipe(recipe.entity, kept + tuple(Change("set", (k,), v) for k, v in over.items()) + waits, recipe.actor)


def _queried(facts: Facts, place: Place, query: Query, where: str) -> Draft:
    reader = Story(facts).reader(place.entity.name)
    found = telling(facts, place.entity.name, where, actors=[reader])
    if len({t.value is True for t in found}) < 2:
        raise Impossible("no rows were found that it tells apart")
    story = Story(facts)
    side_by_side(story, [t.recipe for t in found])
    shown = story.list(reader, place.entity.name, query=query)
    everything = reading.listed(story.world, reader, place.entity.name)
    if not shown or len(shown) == len(everything):
        raise Impossible("the rows together do not tell it apart")
    words = (
        f"{place.entity.name} rows of several kinds",
        f"{place.words} are asked for",
        f"those are shown for which {where}",
    )
    return place.draft(
        "query", f"{place.words} shows the right ones", (f"query:{query.name}",), tuple(query.satisfies), story, *words
    )


def spread(facts: Facts, place: Place, order: Sequence[str], count: int) -> tuple[Story, str]:
    """Rows whose order by the first of these names is another one than that of their making."""
    recipe, reader = _inside(facts, place)
    turns = [1, 2, 0, 4, 3, 5, 6, 7, 8, 9, 10, 11, 12][:count]
    field = facts.index.field(place.entity.name, order[0].lstrip("-+")) if order else None
    if field is None or field not in facts.index.writable(place.entity.name):
        options: list[list[Any]] = [[MISSING] * count]
    elif (held := _held(recipe, field)) is not None:
        options = [[_moved(held, sign * turn) for turn in turns] for sign in (1, -1)]
    else:
        options = [[values.invent(place.entity, field, turn) for turn in turns]]
    for chosen in options:
        story = Story(facts)
        with suppress(Impossible):
            for value in chosen:
                over = {} if value is MISSING or field is None else {field.name: value}
                _listed(story, place, made(story, _with(recipe, over)))
            return story, reader
    raise Impossible("no rows were found that differ in what they are ordered by")


def _held(recipe: Recipe, field: Field) -> Any:
    """The value that a recipe gives to a field, None where it leaves it open."""
    return next((c.value for c in recipe.changes if c.kind == "set" and c.path == (field.name,)), None)


def _moved(value: Any, turn: int) -> Any:
    """The value so many steps on, where its type has steps."""
    if isinstance(value, date):
        return value + timedelta(days=turn)
    return value + turn if isinstance(value, (int, Decimal, float)) and not isinstance(value, bool) else value


def _listed(story: Story, place: Place, row: Row) -> None:
    """Raises Impossible where the query does not show the row."""
    where = place.query.where if place.query else None
    if where and story.world.evaluate(where, row) is not True:
        raise Impossible("the query does not show such a row")


def _ordered(
    facts: Facts, place: Place, order: Sequence[str], rule: Rule, elements: tuple[str, ...], asked: tuple[str, ...]
) -> Draft:
    story, reader = spread(facts, place, order, 3)
    story.list(reader, place.entity.name, query=place.query)
    by = listing([n.lstrip("-+") for n in order]) if order else "age"
    name = f"{place.words} are listed" + (f" by {by}" if order else "")
    words = (f"three of {place.words}", "they are listed", f"all are there, in the order of {by}")
    return place.draft(rule, name, elements, asked, story, *words)


def _limited(facts: Facts, place: Place, query: Query, limit: int) -> Draft:
    if limit > 11:
        raise Impossible("the limit is above 11")
    story, reader = spread(facts, place, query.sort or place.entity.order_by, limit + 1)
    story.list(reader, place.entity.name, query=query)
    words = (f"{limit + 1} rows", f"{place.words} are asked for", f"the first {limit} are shown")
    name = f"{place.words} shows at most {limit}"
    return place.draft("query", name, (f"query:{query.name}",), tuple(query.satisfies), story, *words)


def _paged(facts: Facts, place: Place) -> Draft:
    story, reader = spread(facts, place, place.entity.order_by, 3)
    story.list(reader, place.entity.name, page=1, page_size=2)
    story.list(reader, place.entity.name, page=2, page_size=2)
    words = (f"three of {place.words}", "two a page are asked for", "the second page has the third")
    return place.draft("paginate", f"{place.words} come in pages", (place.entity.name,), (), story, *words)


def _sorted(facts: Facts, place: Place, fields: Sequence[Field], element: tuple[str, ...]) -> Draft:
    story, reader = _varied(facts, place, fields)
    for field in fields:
        story.list(reader, place.entity.name, sort=field.name)
        story.list(reader, place.entity.name, sort=f"-{field.name}")
    said = listing([f.name for f in fields])
    words = (f"three of {place.words}", f"they are sorted by {said}", "up and down they come in that order")
    return place.draft("sort", f"{place.words} sorted by {said}", element, (), story, *words)


def _filtered(
    facts: Facts, place: Place, fields: Sequence[Field], element: tuple[str, ...], asked: tuple[str, ...]
) -> Draft:
    story, reader = _varied(facts, place, fields)
    for field in fields:
        options = sorted({r[field.name] for r in story.world.rows(place.entity.name)}, key=lambda v: (str(type(v)), v))
        if len(options) < 2:
            raise Impossible(f"all rows have the same {field.name}")
        story.list(reader, place.entity.name, query=place.query, filters={field.name: options[1]})
        if field.type in RANGED:
            story.list(reader, place.entity.name, query=place.query, filters={field.name: (options[1], None)})
            story.list(reader, place.entity.name, query=place.query, filters={field.name: (None, options[1])})
    said = listing([f.name for f in fields])
    words = (f"three of {place.words}", f"only those of one {said} are asked for", "only these are shown")
    return place.draft("filter", f"{place.words} filtered by {said}", element, asked, story, *words)


def _linked(facts: Facts, place: Place, relation: Relation, element: tuple[str, ...], asked: tuple[str, ...]) -> Draft:
    """The rows of one row that they point at, not those of another."""
    recipe, reader = _inside(facts, place)
    story = Story(facts)
    targets = [story.make(relation.target), story.make(relation.target)]
    many = relation.cardinality == "many_to_many"
    for target in targets:
        made(story, _with(recipe, {relation.name: [target] if many else target}))
    story.list(reader, place.entity.name, query=place.query, filters={relation.name: targets[0]})
    said = listing([relation.name])
    words = (f"{place.words} of two kinds of {said}", f"those of one {said} are asked for", "only these are shown")
    return place.draft("filter", f"{place.words} filtered by {said}", element, asked, story, *words)


def _varied(facts: Facts, place: Place, fields: Sequence[Field]) -> tuple[Story, str]:
    """Three rows that differ in each of these fields."""
    recipe, reader = _inside(facts, place)
    taken, states = {c.path for c in recipe.changes}, facts.index.state_fields(place.entity.name)
    known = [*facts.index.writable(place.entity.name), *(f for f in fields if f.name in states)]
    if any((f.name,) in taken or f not in known for f in fields):
        raise Impossible("the query itself asks for a value of it, or nobody writes it")
    story = Story(facts)
    for turn in (1, 2, 0):
        over = {f.name: values.invent(place.entity, f, turn) for f in fields if f.name not in states}
        free = {n for c in facts.index.constraints(place.entity.name, "no_overlap") for n in c.fields}
        one = _with(recipe, {k: v for k, v in over.items() if k not in free})
        moves = [Change("do", (), c) for f in fields if f.name in states for c in _chain(facts, place, f, turn)]
        preparing = _ready(facts, place, moves)
        made(story, Recipe(one.entity, (*one.changes, *preparing, *moves), one.actor))
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


def _searched(
    facts: Facts, place: Place, names: Sequence[str], element: tuple[str, ...], asked: tuple[str, ...]
) -> Draft:
    recipe, reader = _inside(facts, place)
    story = Story(facts)
    told: list[str] = []
    for name in names:
        field = facts.index.field(place.entity.name, name)
        if field is None or field not in facts.index.writable(place.entity.name):
            continue
        text = values.invent(place.entity, field, len(told) + 3)
        if not isinstance(text, str) or len(text) < 4:
            continue
        made(story, _with(recipe, {name: text}))
        told.append(text)
    if not told:
        raise Impossible("no field of it can be searched")
    made(story, recipe)
    for text in told:
        story.list(reader, place.entity.name, query=place.query, search=text[1:].swapcase())
    story.list(reader, place.entity.name, query=place.query, search="no such words")
    said = listing(names)
    words = (
        f"several of {place.words}",
        f"a part of a {said} is searched for",
        "those that have it are found, whatever the case",
    )
    return place.draft("search", f"{place.words} searched by {said}", element, asked, story, *words)
