"""Lines to say instead of a sentence that is not understood: the nearest of those that the plan's own names can fill.

Whether a line is accepted where the sentence stands is for the caller to try: much depends on the rest of the text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from msgspec import Struct

from scaffolder import naming
from scaffolder.compiler.english import archetypes, usual, vocabulary
from scaffolder.compiler.english.tokens import tokenize, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital, entity_words, many, name_text, one, role_text
from scaffolder.plan import Entity, Field, Plan

NUMBERS = ("integer", "decimal", "money", "float", "percent")
DATES = ("date", "datetime")
ARTICLES = frozenset(["a", "an", "the", "of", "is", "to", "for", "it"])
NO_THINGS = frozenset(phrases("objects", "no_things"))
TEXTS = ("string", "text", "email", "phone")


class Said(Struct, frozen=True):
    """The words of a sentence: what it names is proposed before what it does not."""

    words: tuple[str, ...]

    def names(self, name: str) -> bool:
        """Whether the sentence has the name's last word, in the singular or plural."""
        last = name.split("_")[-1].lower()
        return any(w.startswith(last[: max(4, len(last) - 1)]) for w in self.words)

    def first(self, names: Sequence[str]) -> str:
        return next((n for n in names if self.names(n)), names[0] if names else "")


def nearest(text: str, plan: Plan) -> list[str]:
    """The lines that are likest to the text, best first."""
    words = tuple(w for t in tokenize(text)[:60] if t.kind == "word" for w in words_of([t]))
    said = Said(words)
    lines = dict.fromkeys(line for entity in _entities(plan, said) for line in _lines(entity, plan, said))
    return sorted(lines, key=lambda line: ("`" in line, -_likeness(words, line)))  # nobody likes to type a backquote


def from_words(text: str) -> list[str]:
    """Lines about what the text may be about, where nothing in it was understood; best first."""
    words = [t.low for t in tokenize(text)[:60] if t.kind == "word"]
    known = [named for w in words if (named := usual.meant(w))]
    plurals = [naming.singular(w) for w in words if naming.plural(naming.singular(w)) == w != naming.singular(w)]
    plain = [p for p in plurals if p.isalpha() and len(p) > 2 and p not in NO_THINGS and not vocabulary.operation(p)]
    names = list(dict.fromkeys([*known, *(naming.pascal(p) for p in plain), "Item"]))[:3]
    things = [f"{capital(one(n))} has {usual.usual(n) or archetypes.PLAIN}." for n in names]
    return [*things[:1], f"Users can create {many(names[0])}.", *things[1:]]


def _likeness(words: Sequence[str], line: str) -> float:
    """What share of the words stand in both, then how far their order is the same."""
    other = [w.strip(".,") for w in line.lower().split()]
    ours, theirs = ({w[:5].rstrip("s") for w in said if w not in ARTICLES} for said in (words, other))
    shared = 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))
    return shared + difflib.SequenceMatcher(None, list(words), other).ratio() / 4


def _entities(plan: Plan, said: Said) -> list[Entity]:
    """The things that are named, and those of which something is named."""
    named = [e for e in plan.entities if said.names(naming.snake(e.name))]
    named += [e for e in plan.entities if e not in named and any(said.names(f.name) for f in e.fields)]
    return (named or plan.entities)[:4]


def _lines(entity: Entity, plan: Plan, said: Said) -> Iterator[str]:
    yield from _declared(entity)
    yield from _done(entity, plan)
    yield from _ruled(entity, said)
    yield from _asked(entity, said)
    yield from _told(entity, plan, said)


def _declared(entity: Entity) -> Iterator[str]:
    thing = capital(one(entity.name))
    yield f"{thing} has a note."
    for target in [r.target for r in entity.relations][:2]:
        yield f"{thing} belongs to {one(target)}."
    for field in _of(entity, "enum"):
        yield f"The {name_text(field.name)} of {one(entity.name)} starts as {_value(field)}."


def _done(entity: Entity, plan: Plan) -> Iterator[str]:
    things, thing = many(entity.name), one(entity.name)
    for people in _people(plan, admins=False)[:3]:
        yield f"{people} can create {things}."
        yield f"{people} can only see their own {things}."
        yield f"Only {people[:1].lower() + people[1:]} can delete {things}."
    for action in [a for a in plan.actions if a.entity == entity.name and "_" not in a.name][:4]:
        doing = capital(vocabulary.gerund(action.name))
        yield f"It is possible to {action.name} {thing}."
        for field in _of(entity, *DATES)[:1]:
            yield f"{doing} {thing} sets the {name_text(field.name)} to now."
        for field in _of(entity, "enum")[:1]:
            yield f"{doing} {thing} changes the {name_text(field.name)} from {_value(field)} to {_value(field, -1)}."


def _ruled(entity: Entity, said: Said) -> Iterator[str]:
    thing, dates = one(entity.name), [f.name for f in _of(entity, *DATES)]
    if len(dates) > 1:
        yield f"The {name_text(dates[1])} of {thing} must be after the {name_text(dates[0])}."
    if number := said.first([f.name for f in _of(entity, *NUMBERS)]):
        yield f"The {name_text(number)} of {thing} must be at least 1."
    if text := said.first([f.name for f in _of(entity, *TEXTS)]):
        yield f"The {name_text(text)} of {thing} must be unique."
    if link := said.first([r.name for r in entity.relations]):
        yield f"There are at most 5 {many(entity.name)} per {name_text(link)}."


def _asked(entity: Entity, said: Said) -> Iterator[str]:
    things = many(entity.name)
    if text := said.first([f.name for f in entity.fields if f.type in TEXTS and f.computed is None]):
        yield f"Search {things} by {name_text(text)}."
    if key := said.first([f.name for f in _of(entity, *TEXTS, *NUMBERS, *DATES)]):
        yield f"List {things} sorted by {name_text(key)}."
        yield f"List {things} sorted by {name_text(key)} descending, at most 10."
    for field in _of(entity, "enum")[:2]:
        chosen = said.first([c.value for c in field.enum])
        yield f"List {things} where the {name_text(field.name)} is {chosen.replace('_', ' ')}."
    yield from _summed(entity, said)
    yield f"Export {things} to CSV."


def _summed(entity: Entity, said: Said) -> Iterator[str]:
    groups = [f.name for f in _of(entity, "enum")] + [
        r.name for r in entity.relations if r.cardinality != "many_to_many"
    ]
    periods = ["month"] if _of(entity, *DATES) else []
    group = said.first([*groups, *periods])
    if not group:
        return
    yield f"Show the number of {many(entity.name)} per {name_text(group)}."
    if number := said.first([f.name for f in _of(entity, *NUMBERS)]):
        yield f"Show the total {name_text(number)} of {many(entity.name)} per {name_text(group)}."
        yield f"Show the average {name_text(number)} of {many(entity.name)} per {name_text(group)}."


def _told(entity: Entity, plan: Plan, said: Said) -> Iterator[str]:
    thing = one(entity.name)
    mailed = [r.target for r in entity.relations if _mailed(plan, r.target)]
    mailed += [entity.name] if _mailed(plan, entity.name) else []
    date = said.first([f.name for f in _of(entity, *DATES)])
    for target in mailed[:2]:
        if date:
            yield f"Remind the {entity_words(target)} 2 days before the {name_text(date)} of {thing}."
        yield f"Notify the {entity_words(target)} when {thing} is changed."
    for people in _people(plan)[:2]:
        yield f"Notify {people[:1].lower() + people[1:]} when {thing} is created."


def _people(plan: Plan, *, admins: bool = True) -> list[str]:
    """The roles with a name of their own: a line about all users gives none of them anything more."""
    named = (role_text(r.name) for r in plan.roles if not r.anonymous and (admins or not r.admin))
    return [people for people in named if "`" not in people]


def _mailed(plan: Plan, name: str) -> bool:
    return any(f.type == "email" for e in plan.entities if e.name == name for f in e.fields)


def _of(entity: Entity, *types: str) -> list[Field]:
    """Its fields of these types that a line may name: what is assumed of a thing is not there once more is said."""
    return [f for f in entity.fields if f.type in types and f.computed is None and f.origin != "default"]


def _value(field: Field, at: int = 0) -> str:
    return field.enum[at].value.replace("_", " ") if field.enum else "new"
