"""Lists: queries, search, order, pages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from scaffolder.criteria.drafting import Attempt, Attempts, Draft, listing
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import reading
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import made, side_by_side
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import telling
from scaffolder.criteria.topics import narrowing
from scaffolder.criteria.topics.places import Place, inside, readers, spread, with_values
from scaffolder.plan import Field, Query, Rule

KEPT = ("page", "page_size", "search", "sort")  # what these keys ask of a list is never the value of a field


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
        filtered = [f for f in free if f.type in narrowing.FILTERED and f.name not in KEPT]
        ordered = [f for f in free if f.type in narrowing.SORTED]
        for some in _together(filtered):
            names = tuple(f"{entity.name}.{f.name}" for f in some)
            yield Attempt("filter", names, (), partial(narrowing.filtered, facts, place, some, names, ()))
        for some in _together(ordered):
            names = tuple(f"{entity.name}.{f.name}" for f in some)
            yield Attempt("sort", names, (), partial(narrowing.in_order, facts, place, some, names))
        for field in entity.fields:
            if field.name in facts.index.state_fields(entity.name):
                told = partial(narrowing.filtered, facts, place, [field], (f"{entity.name}.{field.name}",), ())
                yield Attempt("filter", (f"{entity.name}.{field.name}",), (), told, further=True)
            if field.computed and field.type in narrowing.FILTERED:
                told = partial(narrowing.by_result, facts, place, field, filtered)
                yield Attempt("filter", (f"{entity.name}.{field.name}",), (), told, further=True)
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
                yield Attempt(
                    "filter", element, asked, partial(narrowing.filtered, facts, place, [field_], element, asked)
                )
            elif link is not None:
                yield Attempt("filter", element, asked, partial(narrowing.linked, facts, place, link, element, asked))


def _together(fields: Sequence[Field]) -> list[Sequence[Field]]:
    """As many as one test shows without getting long."""
    return [fields[at : at + 6] for at in range(0, len(fields), 6)]


def _queried(facts: Facts, place: Place, query: Query, where: str) -> Draft:
    *others, last = readers(facts, place)
    for reader in others:
        with suppress(Impossible):
            return _queried_by(reader, facts, place, query, where)
    return _queried_by(last, facts, place, query, where)


def _queried_by(reader: str, facts: Facts, place: Place, query: Query, where: str) -> Draft:
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
    if limit > 1:  # what is left of a page that the limit cuts, and the page after it
        story.list(reader, place.entity.name, query=query, page=2, page_size=limit - 1)
        story.list(reader, place.entity.name, query=query, page=3, page_size=limit - 1)
    words = (f"{limit + 1} rows", f"{place.words} are asked for", f"the first {limit} are shown")
    name = f"{place.words} shows at most {limit}"
    return place.draft("query", name, (f"query:{query.name}",), tuple(query.satisfies), story, *words)


def _paged(facts: Facts, place: Place) -> Draft:
    story, reader = spread(facts, place, place.entity.order_by, 3)
    story.list(reader, place.entity.name, page=1, page_size=2)
    story.list(reader, place.entity.name, page=2, page_size=2)
    words = (f"three of {place.words}", "two a page are asked for", "the second page has the third")
    return place.draft("paginate", f"{place.words} come in pages", (place.entity.name,), (), story, *words)


def _searched(
    facts: Facts, place: Place, names: Sequence[str], element: tuple[str, ...], asked: tuple[str, ...]
) -> Draft:
    recipe, reader = inside(facts, place)
    story = Story(facts)
    told: list[str] = []
    for name in names:
        field = facts.index.field(place.entity.name, name)
        if field is None or field not in facts.index.writable(place.entity.name):
            continue
        text = invent(facts, place.entity, field, len(told) + 3)
        if not isinstance(text, str) or len(text) < 4:
            continue
        made(story, with_values(recipe, {name: text}))
        told.append(text)
    if not told:
        raise Impossible("no field of it can be searched")
    made(story, recipe)
    for text in told:
        story.list(reader, place.entity.name, query=place.query, search=text[1:].swapcase())
    for nowhere in ("no such words", "%"):  # a sign that some databases take for anything
        story.list(reader, place.entity.name, query=place.query, search=nowhere)
    said = listing(names)
    words = (
        f"several of {place.words}",
        f"a part of a {said} is searched for",
        "those that have it are found, whatever the case",
    )
    return place.draft("search", f"{place.words} searched by {said}", element, asked, story, *words)
