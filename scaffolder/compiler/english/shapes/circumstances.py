"""What follows the object of an action: with what, from when to when, for how long, to whom."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import fields, items, paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import effects, quotas
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import (
    Action,
    Entity,
    Param,
    Relation,
    SetEffect,
)

SPANS = phrases("abilities", "spans")
LASTS = phrases("abilities", "lasts")
FOR_AT_MOST = ("for up to", "for at most", "for a maximum of")
GIVEN = phrases("abilities", "given")
ASSIGNS = phrases("abilities", "assigns")
NEW = ("new", "later", "earlier", "different", "another", "other")


def after(cursor: Cursor, action: Action, entity: Entity | None, draft: Draft) -> bool:
    """What follows the object: "with a quantity", "from a start time to an end time", "for 14 days"; a place or a
    purpose is not understood."""
    while not cursor.done:
        if cursor.take("with", "by giving", "by entering", "giving", "stating"):
            return all([_asked(item, action, draft) for item in items.items(cursor.rest)])
        if cursor.at("for up to", "for at most", "for a maximum of") or _is_number(cursor.rest[1:2]):
            if not cursor.take("for up to", "for at most", "for a maximum of", "for") or not _days(
                cursor, action, draft
            ):
                return False
            continue
        if cursor.take("up to", "at most"):
            return quotas.limit(cursor, action, draft)
        if draft.strict or not cursor.take(*GIVEN) or not _circumstance(cursor, action, entity, draft):
            return False
    return True


def _is_number(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and (tokens[0].kind == "number" or vocabulary.number(tokens[0].low) is not None)


def _circumstance(cursor: Cursor, action: Action, entity: Entity | None, draft: Draft) -> bool:
    """ "[from] a start time", "[to] an Employee": something that whoever acts has to tell."""
    item = cursor.until(*GIVEN, "with", ",")
    if entity and _new_value(item, action, entity, draft):
        return True
    target = draft.read_entity(Cursor(item), last=True)
    if target is None:
        read = Cursor(item).at(*fields.ARTICLES) != "" and _asked(item, action, draft)
        return read and (not cursor.take(",") or _circumstance(cursor, action, entity, draft))
    cursor.take(",")
    event = draft.events.get((action.entity or "", action.name))
    made = draft.entity(event[1]) if event else None
    if made is not None:  # the record belongs to it too, and whoever acts names it
        if not paths.to_parent(made, target.name, draft, 1):
            draft.add_relation(made, Relation(name=naming.snake(target.name), target=target.name, required=True))
        return True
    link = next((r for r in entity.relations if r.target == target.name), None) if entity else None
    if link is None and entity and action.name in ASSIGNS and target is not entity:
        link = draft.add_relation(entity, Relation(name=naming.snake(target.name), target=target.name))
    if link is None or link.cardinality == "many_to_many":
        return False
    action.params.append(Param(name=link.name, type="integer", ref=target.name))
    action.effects.append(SetEffect(field=link.name, value=link.name))
    return True


def _new_value(item: Sequence[Token], action: Action, entity: Entity, draft: Draft) -> bool:
    """ "[postpone a Concert to] a new date": the field gets the value that is told."""
    words = [w for w in words_of(item) if w not in DETERMINERS or w in ("new", "another")]
    name = draft.member(entity.name, words[1:]) if words and words[0] in NEW else ""
    field = draft.field(entity.name, name) if name else None
    if field is None or field.computed or (action.entity or "", action.name) in draft.events:
        return False
    told = f"new_{name}"
    action.params.append(Param(name=told, type=field.type, enum=[c.value for c in field.enum], required=True))
    action.effects.append(SetEffect(field=name, value=told))
    return True


def _asked(item: Sequence[Token], action: Action, draft: Draft) -> bool:
    """A value that whoever acts has to give; the record that the action makes keeps it."""
    param = effects.read_param(item, draft)
    words = words_of(item)
    if (
        param is None
        or not draft.strict
        and ({"other", "another"} & {*words} or any(draft.role_of([w]) for w in words))
    ):
        return False
    event = draft.events.get((action.entity or "", action.name))
    made = draft.entity(event[1]) if event else None
    phrase = fields.read(item)
    if made is not None and phrase is not None and not param.ref and not draft.strict:
        kept = draft.add_field(made, fields.to_field(phrase))
        kept.required = kept.required or param.required
        param.type = kept.type
    if all(p.name != param.name for p in action.params):
        action.params.append(param)
    return True


def _days(cursor: Cursor, action: Action, draft: Draft) -> bool:
    token = cursor.here
    if token is None:
        return False
    count = int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    cursor.i += 1
    unit = cursor.take(*SPANS)
    event = draft.events.get((action.entity or "", action.name))
    if count is None or not unit or event is None:
        return False
    draft.due_days[event[1]] = count * {"d": 1, "w": 7, "m": 30}[unit[0]]
    return True


def read_due(clause: Clause, draft: Draft) -> bool:
    """ "A Loan is due after 14 days.", "Loans last 14 days.", "Books must be returned within 14 days." """
    cursor = Cursor(clause.tokens)
    entity = draft.read_entity(cursor)
    if entity is None or not cursor.take(
        *LASTS,
    ):  # fmt: skip
        return False
    token = cursor.here
    count = (
        None if token is None else int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    )
    cursor.i += 1
    unit = cursor.take(*SPANS)
    events = {made for _, made in draft.events.values()}
    target = (
        entity.name
        if entity.name in events
        else next((made for (thing, _), (_, made) in draft.events.items() if thing == entity.name), "")
    )
    if count is None or not unit or not target or not cursor.done:
        return False
    draft.due_days[target] = count * {"d": 1, "w": 7, "m": 30}[unit[0]]
    made = draft.entity(target)
    if made is not None:
        draft.cite(made)
    return True
