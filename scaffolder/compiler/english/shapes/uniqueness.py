"""What no two rows may have in common.

UNIQUE := The FIELD and FIELD of a THING are unique together [where EXPR]
        | The FIELD of a THING must be unique [per LINK]
        | The FIELD and the FIELD of a THING must be different
        | Two THINGS cannot have the same FIELD and FIELD | Two THINGS in the same LINK cannot have the same FIELD
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.ruling import add, condition, members
from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

UNIQUE_ENDS = phrases("rules", "unique_ends")
WITHIN = phrases("rules", "within")
SHARE = phrases("rules", "share")
DIFFER = phrases("rules", "differ")
MUST_BE_UNIQUE = phrases("rules", "must_be_unique")


def unique(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if cursor.take("each", "every", "a", "an") and (entity := draft.read_entity(cursor)):
        if not cursor.take(
            "must have a unique combination of",
            "has a unique combination of",
            "has a unique",
            "must have a unique",
            "needs a unique",
        ):
            return False
        return _unique_over(cursor.until("where", "per"), cursor, entity, draft, options)
    cursor.i = 0
    if cursor.take("the combination of"):
        options = options.model_copy(update={"kind": "unique"})
    tokens = cursor.until(
        *UNIQUE_ENDS,
    )
    entity = draft.read_entity(cursor) if cursor.take("of", "in") else _owner(tokens, draft)
    if entity is None or not cursor.take(*MUST_BE_UNIQUE):
        return False
    cursor.take("together", "in combination")
    return _unique_over(tokens, cursor, entity, draft, options)


def _owner(tokens: Sequence[Token], draft: Draft) -> Entity | None:
    """The thing that is spoken of, if it has these; else the only one that does."""
    spoken = draft.entity(draft.subject) if draft.subject else None
    if spoken is not None and members(tokens, spoken, draft):
        return spoken
    having = [e for e in draft.plan.entities if members(tokens, e, draft)]
    return having[0] if len(having) == 1 else spoken


def same(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if not cursor.take("no two", "two"):
        return False
    entity = draft.read_entity(cursor)
    within = cursor.until(*SHARE) if cursor.take("in the same", "of the same", "at the same", "on the same") else ()
    if entity is None or not cursor.take(*SHARE):
        return False
    tokens = cursor.until("where")
    if not within:
        return _unique_over(tokens, cursor, entity, draft, options)
    names, more = members(tokens, entity, draft), members(within, entity, draft)
    made = options.model_copy(update={"kind": "unique", "fields": [*more, *names]})
    return bool(names and more and cursor.done) and add(entity, made, draft)


def _unique_over(tokens: Sequence[Token], cursor: Cursor, entity: Entity, draft: Draft, options: Constraint) -> bool:
    names = members(tokens, entity, draft)
    if cursor.take(*WITHIN):
        more = members(cursor.until("where"), entity, draft)
        names = names + more if names and more else []
    where = condition(cursor, entity, draft)
    if not names or where is False:
        return False
    if len(names) == 1 and where is None and (field := draft.field(entity.name, names[0])) and options.kind != "unique":
        field.unique = True
        draft.cite(field)
        return True
    made = options.model_copy(update={"kind": "unique", "fields": names, "where": where})
    return add(entity, made, draft)


def different(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "The source and the target of a Job must be different": in one row, two fields."""
    tokens = cursor.until("of a", "of an", "of each", "of every", "of the", *DIFFER)
    entity = draft.read_entity(cursor) if cursor.take("of") else draft.entity(draft.subject)
    if entity is None or not cursor.take(*DIFFER) or not cursor.done:
        return False
    names = members(tokens, entity, draft)
    if len(names) != 2:
        return False
    expr = f"{names[0]} != {names[1]}"
    return add(entity, options.model_copy(update={"kind": "check", "expr": expr}), draft)


READERS = (different, unique, same)
