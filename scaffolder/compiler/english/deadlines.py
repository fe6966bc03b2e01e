"""How long before or after a time something may still be done.

DEADLINE := [only] up to|at least|no later than N UNIT before TIME | within N UNIT after|of|before TIME
          | [only] before|until|after TIME
TIME     := the FIELD | its start|its end | it starts|ends | its creation
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffolder.compiler.english import expressions, intervals, paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity

LEADS = phrases("deadlines", "leads")
UNITS = phrases("deadlines", "units")
SIDES = phrases("deadlines", "sides")
BARE = phrases("deadlines", "bare")
STARTS = phrases("deadlines", "starts")
ENDS = phrases("deadlines", "ends")
CREATION = phrases("deadlines", "creation")


def deadline_of(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """What is done, and until or from when: "cancel it" and "up to 24 hours before the start"."""
    for i in range(1, len(tokens)):
        cursor = Cursor(tokens[i:])
        cursor.take(",")
        cursor.take("but")
        cursor.take("only")
        if _amount(cursor) or cursor.take(*BARE):
            start = i + (tokens[i].low == ",")
            return tuple(tokens[:i]), tuple(tokens[start:])
    return tuple(tokens), ()


def _amount(cursor: Cursor) -> tuple[str, str, str] | None:
    """Lead, length of time as an expression, and side: ("up to", "hours(24)", "before")."""
    mark = cursor.i
    lead = cursor.take(*LEADS)
    token = cursor.here
    number = None if token is None else token.text if token.kind == "number" else vocabulary.number(token.low)
    if number is not None and token is not None:
        cursor.i += 1
        unit = cursor.take(*UNITS)
        side = cursor.take(*SIDES) if unit else ""
        if side:
            return lead, _span(str(number), unit), side.split()[0]
    cursor.i = mark
    return None


def _span(number: str, unit: str) -> str:
    name = unit if unit.endswith("s") else f"{unit}s"
    return f"days({int(float(number)) * 30})" if name == "months" else f"{name}({number})"


def deadline(tokens: Sequence[Token], entity: Entity, draft: Draft) -> str | None:
    """The condition of rows for which it is not too late, or None where the words are not understood."""
    cursor = Cursor(tokens)
    cursor.take("but")
    cursor.take("only")
    found = _amount(cursor)
    side = found[2] if found else cursor.take(*BARE).split()[0]
    moment, kind = _moment(cursor, entity, draft)
    if moment is None:
        return None
    now = "today" if kind == "date" else "now"
    if found is not None and kind == "date" and (hours := re.fullmatch(r"hours\((\d+)\)", found[1])):
        if int(hours[1]) % 24:
            return None  # a date has no hours
        found = (found[0], f"days({int(hours[1]) // 24})", found[2])
    if found is None:
        return f"{now} > {moment}" if side == "after" else f"{now} < {moment}"
    lead, span, _ = found
    if side in ("after", "of", "from"):
        return f"{now} >= {moment} + {span}" if lead in ("at least", "not before") else f"{now} <= {moment} + {span}"
    return f"{now} + {span} >= {moment}" if lead.endswith("within") else f"{now} + {span} <= {moment}"


def _moment(cursor: Cursor, entity: Entity, draft: Draft) -> tuple[str | None, str]:
    words = Cursor(cursor.rest)
    pair = intervals.interval(entity)
    if words.done and not draft.strict:
        return _beginning(entity, draft)
    if words.take(*STARTS) and words.done and pair:
        return pair[0], intervals.kind(entity, pair[0])
    if words.take(*ENDS) and words.done and pair:
        return pair[1], intervals.kind(entity, pair[1])
    if words.take(*CREATION) and words.done:
        entity.timestamps = True
        return "created_at", "datetime"
    named = Cursor(cursor.rest)
    thing = draft.read_entity(named, last=True)
    link = paths.to_parent(entity, thing.name, draft, 1) if thing else ""
    begins = (intervals.interval(thing) or intervals.beginning(thing)) if thing and link else ()
    if thing and begins:
        return paths.written(f"{link}.{begins[0]}"), intervals.kind(thing, begins[0])
    found = expressions.read(cursor.rest, entity, draft)
    kind = paths.kind_of(entity, found, draft) if found else ""
    return (found, kind) if kind in ("date", "datetime") else (None, "")


def _beginning(entity: Entity, draft: Draft) -> tuple[str | None, str]:
    """ "up to 2 hours before": before it begins, or what it is of."""
    parents = ((r.name, draft.entity(r.target)) for r in entity.relations if r.cardinality == "many_to_one")
    found = []
    for link, thing in [("", entity), *parents]:
        begins = (intervals.interval(thing) or intervals.beginning(thing)) if thing is not None else ()
        given = (
            next((f for f in thing.fields if f.name == begins[0] and not f.readonly), None)
            if thing and begins
            else None
        )
        if given is not None and given.type in ("date", "datetime"):
            found.append((paths.written(f"{link}.{given.name}") if link else given.name, given.type))
    return found[0] if len(found) == 1 or found and "." not in found[0][0] else (None, "")
