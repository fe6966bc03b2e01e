"""What goes without saying of well-known things, for descriptions that tell their fields.

What a booking is of, with whom a deal is, and by which name a row is known: all of it is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler.english import archetypes, called, usual, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, Token, words_of
from scaffolder.compiler.english.wording import capital, one
from scaffolder.plan import Choice, Entity, Field, Validation

BELONGS = re.compile(r"An? ([A-Z][\w ]*?) belongs to an? ([A-Z][\w ]*?)(?: \(optional\))?\.")
NAMED = re.compile(r"a (name|title)\b")
TELLING = ("string", "text", "email", "url", "phone", "date", "datetime", "uuid")


def links(draft: Draft, title: Sequence[Token]) -> Iterator[tuple[Entity, str]]:
    """The things that are linked to nothing, and the sentence that is assumed to link each."""
    alone = [e.name for e in draft.plan.entities if not e.relations]
    known = list(_of_parents(draft))
    for entity, target, loose in [*_of_something(draft), *_of_application(draft, title), *known]:
        further = (entity, target, loose) in known and entity.name in alone
        held = [r.target for r in entity.relations]
        if entity is not target and (not held or further and target.name not in held):
            yield entity, f"{capital(one(entity.name))} belongs to {one(target.name)}{' (optional)' if loose else ''}"


def name(draft: Draft) -> None:
    """Rows of well-known things that nothing tells apart for people have a name, or a title, before all else."""
    for entity in draft.plan.entities:
        held = f"event:{entity.name}" in draft.said or f"logged:{entity.name}" in draft.said
        known = usual.things().get(usual.singular(naming.words(entity.name)))
        first = NAMED.match(known.has) if known else None
        if first and (given := draft.field(entity.name, first.group(1))) and given.origin == "default":
            entity.fields.sort(key=lambda field: field is not given)
        if first and entity.fields and entity.satisfies and not _is_called(entity, known) and not held:
            draft.rid = ""
            made = draft.add_field(entity, Field(name=first.group(1), required=True))
            made.origin = "default"
            entity.fields.sort(key=lambda field: field is not made)
            draft.assume(f"{capital(one(entity.name))} has {first.group()}.", f"{entity.name}.{made.name}")


def choices(draft: Draft) -> None:
    """A priority of which nothing else is said is low, normal or high."""
    for entity in draft.plan.entities:
        for field in entity.fields:
            values = vocabulary.tables()["choices"].get(field.name, ())
            plain = field.type == "string" and id(field) not in draft.typed and field.default is None
            if values and plain and field.validation == Validation() and not field.unique:
                field.type, field.enum = "enum", [Choice(value=value) for value in values]
                thing = capital(one(entity.name))
                draft.assume(
                    f"{thing} has a {field.name} that is {', '.join(values[:-1])} or {values[-1]}.",
                    f"{entity.name}.{field.name}",
                )


def _is_called(entity: Entity, known: usual.Thing | None) -> bool:
    """Whether a row is known by what it holds: people by no address, and nothing by its priority."""
    ranks = vocabulary.table("attributes", "ranks")
    if known is not None and " an email" in known.has and " time" not in known.has:
        return any(f.type == "string" and f.name not in ranks for f in entity.fields)
    telling = any(f.type in TELLING and f.name not in ranks for f in entity.fields)
    return telling or any(r.required for r in entity.relations)


def _of_something(draft: Draft) -> Iterator[tuple[Entity, Entity, bool]]:
    """ "Bookings", beside the only thing that can be meant: "Rooms"."""
    about = [e for e in draft.plan.entities if e.fields and _is_of(e)]
    others = [e for e in draft.plan.entities if not _is_of(e) and not _is_person(e)]
    if len(others) == 1:
        yield from ((entity, others[0], False) for entity in about)


def _of_parents(draft: Draft) -> Iterator[tuple[Entity, Entity, bool]]:
    """A comment, where there are issues: what such a thing usually is of, in each of its ways. Whoever logs in is bound
    to the rows that are theirs: only of what is always somebody's that is taken for granted."""
    people = {r.entity for r in draft.plan.roles if r.entity}
    for entity in draft.plan.entities:
        for names in usual.parents(naming.words(entity.name)):
            found = (draft.entity(draft.name_of(naming.words(name))) for name in names)
            target = next((t for t in found if t is not None and t is not entity), None)
            if target is not None and target.name in people and not _is_of(entity):
                continue
            if target is not None and all(r.target != entity.name for r in target.relations):
                yield entity, target, not _is_of(entity)


def _is_of(entity: Entity) -> bool:
    known = usual.things().get(usual.singular(naming.words(entity.name)))
    return known is not None and known.of


def _is_person(entity: Entity) -> bool:
    return vocabulary.is_in("roles", "persons", naming.words(entity.name)[-1])


def _of_application(draft: Draft, title: Sequence[Token]) -> Iterator[tuple[Entity, Entity, bool]]:
    """In a CRM a deal is one with a contact."""
    made = called.longest(tuple(w for t in title if t.kind == "word" for w in words_of([t])), usual.applications())
    for said in made.says if made else ():
        named = BELONGS.fullmatch(said)
        first, second = (draft.name_of(naming.words(n)) for n in named.groups()) if named else ("", "")
        entity, target = draft.entity(first), draft.entity(second)
        if entity is not None and target is not None:
            yield entity, target, True


def told(draft: Draft, title: Sequence[Token]) -> Iterator[Clause]:
    """How things that are linked to nothing are linked, where fields are told; the title says what it is all about."""
    for entity, sentence in links(draft, title) if any(e.fields for e in draft.plan.entities) else ():
        if entity.satisfies:
            draft.rid = entity.satisfies[0]
            draft.assume(f"{sentence}.", entity.name)
            yield archetypes.assumed(sentence, draft.rid, draft)
    draft.rid = ""
