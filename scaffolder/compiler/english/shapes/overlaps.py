"""What may not last at the same time.

NO OVERLAP := THINGS with the same LINK must not overlap [between FIELD and FIELD] | No double bookings of LINKS
            | A LINK cannot be booked twice at the same time | No double bookings
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import intervals, paths
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.ruling import add, condition, members
from scaffolder.compiler.english.tokens import Cursor, Token, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

SAME_BEFORE = phrases("rules", "same_before")
SAME_AFTER = phrases("rules", "same_after")
NOT_TWICE = phrases("rules", "not_twice")
NO_DOUBLE = phrases("rules", "no_double")
NONE_DOUBLE = phrases("rules", "none_double")
AT_ONCE = phrases("rules", "at_once")
CANNOT = phrases("abilities", "cannot")
MUST_NOT_OVERLAP = phrases("rules", "must_not_overlap")


def overlap(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    none = cursor.take("no two", "no")
    cursor.take("two")
    # "no two may overlap" forbids what "they may overlap" allows
    forbidding = (*MUST_NOT_OVERLAP, *(("may overlap", "can overlap", "overlap", "should overlap") if none else ()))
    entity = draft.read_entity(cursor)
    if entity is None:
        return False
    per: list[str] = []
    if cursor.take(
        *SAME_BEFORE,
    ):
        per = members(cursor.until(*forbidding), entity, draft)
        if not per:
            return False
    if not cursor.take(*forbidding):
        return False
    if not per and cursor.take(*SAME_AFTER):
        per = members(cursor.until("between", "from", "where"), entity, draft)
    return no_overlap(cursor, entity, per, draft, options)


def no_overlap(cursor: Cursor, entity: Entity, per: list[str], draft: Draft, options: Constraint) -> bool:
    names: list[str] = []
    if cursor.take("between", "from"):
        tokens = cursor.until("where")
        names = [n for part in split(tokens, "and", "to") for n in members(part, entity, draft)]
    else:
        names = list(intervals.interval(entity) or ())
    where = condition(cursor, entity, draft)
    if where is False:
        return False
    if len(names) != 2 and per and not draft.strict and (slot := intervals.slot(entity)):
        kind = {"kind": "unique", "fields": [*per, *(f for f in slot if f not in per)], "per": [], "where": where}
        return add(entity, options.model_copy(update=kind), draft)
    if len(names) != 2:
        return False
    day = intervals.day_of(entity, names[0]) if not draft.strict else ""
    per = [*per, day] if day and day not in per else per
    return add(
        entity, options.model_copy(update={"kind": "no_overlap", "fields": names, "per": per, "where": where}), draft
    )


def double(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "A Room cannot be booked twice at the same time", "A Kennel cannot hold two Stays at once"."""
    if not draft.strict and cursor.take(*NONE_DOUBLE):
        cursor.take("allowed", "possible", "please")
        if cursor.done:
            return _of_all(draft, options)
        cursor.i = 0
    general = cursor.take(*NO_DOUBLE)
    cursor.take("the same", "no")
    target = draft.read_entity(cursor)
    if target is None or not (general or cursor.take(*NOT_TWICE) or _not_twice(cursor)):
        child = _two_of(cursor, draft) if target else None
        link = paths.to_parent(child, target.name, draft, 1) if child and target else ""
        return bool(child and link) and no_overlap(Cursor(()), child, [link], draft, options)  # type: ignore[arg-type]
    if not cursor.done:
        return False
    for entity in draft.plan.entities:
        link = paths.to_parent(entity, target.name, draft, 1)
        if link and no_overlap(Cursor(()), entity, [link], draft, options):
            return True
    return False


def _of_all(draft: Draft, options: Constraint) -> bool:
    """ "No double bookings": of what lasts for a time and is of something that is no person."""
    people = {r.entity for r in draft.plan.roles if r.entity}
    found = False
    for entity in draft.plan.entities:
        links = [r.name for r in entity.relations if r.cardinality == "many_to_one" and r.target not in people]
        if links and (intervals.interval(entity) or intervals.slot(entity)):
            found = no_overlap(Cursor(()), entity, links[:1], draft, options) or found
    return found


def _not_twice(cursor: Cursor) -> bool:
    """ "cannot be rented twice [at the same time]": stands behind it afterwards."""
    mark = cursor.i
    if cursor.take(*CANNOT) and cursor.take("be") and 0 < len(cursor.until("twice")) <= 3 and cursor.take("twice"):
        cursor.take(*AT_ONCE)
        if cursor.done:
            return True
    cursor.i = mark
    return False


def is_one_at_a_time(tokens: Sequence[Token], draft: Draft) -> bool:
    """ "A Machine can only run one Cycle at a time": of what belongs to it, whoever runs it."""
    cursor = Cursor(tokens)
    cursor.take("a", "an", "each", "every", "the")
    target = draft.read_entity(cursor)
    child = _two_of(cursor, draft) if target and cursor.at("can", "may", "can only", "may only") else None
    return bool(child and target and paths.to_parent(child, target.name, draft, 1))


def _two_of(cursor: Cursor, draft: Draft) -> Entity | None:
    """ "cannot hold two Stays at the same time", "can only run one Cycle at a time": of what there is one at a time."""
    one = cursor.take("can only", "may only", "can")
    if one and not cursor.done:
        cursor.i += 1  # whatever the verb
        child = draft.read_entity(cursor) if cursor.take("one", "a single", "only one") else None
        return child if child and cursor.take(*AT_ONCE) and cursor.done else None
    if not cursor.take(*CANNOT) or not cursor.take("have", "hold", "take", "host", "serve", "be in", "be used in"):
        return None
    child = draft.read_entity(cursor) if cursor.take("two", "more than one", "several", "2") else None
    return child if child and cursor.take(*AT_ONCE) and cursor.done else None


READERS = (overlap, double)
