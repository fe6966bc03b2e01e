"""What people call a row by: the values of it that tell it from others."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.plan.entities import Entity, Field

FIRST_NAMES = ("first_name", "given_name", "forename")
NAMES = ("name", "title")
LAST_NAMES = ("last_name", "surname", "family_name")
RELATIONS = 2  # the most that a name is made of


def called_by(entity: Entity, entities: Sequence[Entity]) -> list[str]:
    """The fields and relations that name a row, in the order in which they are said; none: it has only its number.

    One field where the plan says which, or where there is a name, a title or a text that every row has; the two names
    of a person; else whom or what a row is about, and when: "Biscuit, 3 Mar 2026"; else a day or a text that it may
    have. A relation is one of them only where the rows that it leads to are not called by relations themselves.
    """
    own = _by_its_own(entity)
    if own:
        return own
    kinds = {e.name: e for e in entities}
    links = [r for r in entity.relations if r.cardinality == "many_to_one" and r.required]
    links = [r for r in links if r.target != entity.name and _by_its_own(kinds[r.target])][:RELATIONS]
    days = [f for f in entity.fields if f.type in ("date", "datetime") and not f.computed]
    if links:
        return [*(r.name for r in links), *(f.name for f in days[:1])]
    given = [f for f in days if not f.readonly]  # what was done to it some day comes after what it is called
    return [f.name for f in (*given[:1], *_texts(entity), *days)][:1]


def _texts(entity: Entity) -> list[Field]:
    return [f for f in entity.fields if f.type in ("string", "email") and not f.computed]


def _by_its_own(entity: Entity) -> list[str]:
    """By its own texts."""
    texts = [f.name for f in _texts(entity)]
    first, last = (next((n for n in names if n in texts), None) for names in (FIRST_NAMES, LAST_NAMES))
    if entity.display:
        return [entity.display]
    naming = [n for n in texts if n in NAMES]
    if not naming and first and last:
        return [first, last]
    naming += [f.name for f in _texts(entity) if f.required or f.unique]
    return naming[:1]
