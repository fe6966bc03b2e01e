"""How many rows there may be.

LIMIT := There are at most EXPR THINGS per LINK [where EXPR] | A LINK can have at most EXPR THINGS [at a time]
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import expressions, intervals, paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions, quotas
from scaffolder.compiler.english.shapes.overlaps import AT_ONCE, no_overlap
from scaffolder.compiler.english.shapes.ruling import add, condition, members
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

LIMIT_LEADS = phrases("rules", "limit_leads")
LIMIT_ENDS = phrases("rules", "limit_ends")
PER = phrases("rules", "per")
HAS_AT_MOST = phrases("rules", "has_at_most")
NEVER = ("cannot have", "can't have", "may not have", "must not have", "cannot take")
OPEN = ("open", "active", "current", "outstanding", "unreturned")


def limit(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if not cursor.take(
        *LIMIT_LEADS,
    ):
        return False
    start = cursor.i
    for size in range(1, 9):
        cursor.i = start + size
        mark = cursor.i
        entity = draft.read_entity(cursor)
        if entity is None or not cursor.at(
            *LIMIT_ENDS,
        ):
            cursor.i = mark
            if entity is None or not cursor.done:
                continue
            cursor.i = len(cursor.tokens)
        tokens = cursor.tokens[start : start + size]
        per: list[str] = []
        cursor.take("in all")
        if cursor.take(*PER):
            per = members(cursor.until("where", "while"), entity, draft)
            if not per:
                return False
        return _make_limit(tokens, entity, per, cursor, draft, options)
    return False


def _make_limit(
    tokens: Sequence[Token], entity: Entity, per: list[str], cursor: Cursor, draft: Draft, options: Constraint
) -> bool:
    where = condition(cursor, entity, draft)
    expr = expressions.read(tokens, entity, draft)
    if expr is None and per:
        parent = draft.relation(entity.name, per[0])
        target = draft.entity(parent.target) if parent else None
        inner = expressions.read(tokens, target, draft) if target else None
        expr = f"{per[0]}.{inner}" if inner and not inner.isdigit() else inner
    if expr is None or where is False:
        return False
    return add(entity, options.model_copy(update={"kind": "limit", "per": per, "expr": expr, "where": where}), draft)


def has_limit(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "A Screening can have at most capacity Bookings", "A Member can have at most 5 open Loans at a time"."""
    parent = draft.read_entity(cursor)
    if parent is None:
        role = draft.read_role(cursor)
        parent = draft.entity(role.entity) if role and role.entity else None
    lead = cursor.take(*HAS_AT_MOST) if parent else ""
    if parent is None or not lead:
        return False
    as_many = bool(cursor.take("as many", "more"))
    start = cursor.i
    for size in range(0 if as_many else 1, 6):
        cursor.i = start + size
        adjective, child = _described(cursor, draft)
        said = conditions.adjective(adjective, child, draft) if adjective and child else None
        if child is None or (adjective and said is None and adjective[0] not in OPEN):
            continue
        link = paths.to_parent(child, parent.name, draft, 1)
        at_a_time = cursor.take(*AT_ONCE, "open at a time")
        tokens = cursor.tokens[start : start + size]
        if as_many and cursor.take("as its", "as the", "as", "than its", "than the", "than"):
            tokens = cursor.until("where", "while")
        if not link and (between := _between(parent, child, draft)):
            child, link = between
            said = said or open_rows(child, draft)
        if not link:
            return False
        named = _named(cursor, child, draft)
        period = "" if named else quotas.PERIODS.get(cursor.take(*quotas.PERIODS), "")
        day = _day(child) if period == "day" and not draft.strict else ""
        period = "" if day else period
        if period and (made := _in_period(period, child, draft)) is None:
            return False  # a plan counts the records of this week, and not those of any week
        where = made if period else said or (open_rows(child, draft) if adjective or at_a_time else None)
        also = members(cursor.rest, child, draft) if cursor.take("per", "for each", "for every", "for one") else []
        also = [day] if day else also
        cursor.i = len(cursor.tokens) if also else cursor.i
        single = bool(at_a_time) and not said and len(tokens) == 1 and tokens[0].low in ("one", "1")
        if single and no_overlap(Cursor(()), child, [link, *also], draft, options):
            return True
        tokens = _one_less(tokens) if lead in NEVER else tokens
        own = options.model_copy(update={})
        return _make_limit(tokens, child, [link, *also], cursor, draft, own) and _set_where(child, where)
    return False


def _one_less(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """ "cannot have two Jobs": at most one."""
    said = tokens[0].text if len(tokens) == 1 else ""
    count = int(said) if said.isdecimal() else vocabulary.number(said.lower()) or 0
    if count < 2:
        return tuple(tokens)
    return (Token("number", str(count - 1), tokens[0].start, str(count - 1)),)


def _day(child: Entity) -> str:
    """The only date of a record: "one firing per day" is one for each."""
    dates = [f.name for f in child.fields if f.type in ("date", "datetime") and not f.readonly]
    return dates[0] if len(dates) == 1 and any(f.name == dates[0] and f.type == "date" for f in child.fields) else ""


def _named(cursor: Cursor, child: Entity, draft: Draft) -> bool:
    """ "per year", where the record says of which year it is."""
    ahead = Cursor(cursor.rest)
    return bool(ahead.take(*PER)) and bool(members(ahead.rest, child, draft))


def _between(parent: Entity, child: Entity, draft: Draft) -> tuple[Entity, str] | None:
    """The records that link the two, and their link to the first: the Sign Ups of "at most 40 singers"."""
    linked = [(e, paths.to_parent(e, parent.name, draft, 1)) for e in draft.plan.entities]
    both = [(e, link) for e, link in linked if link and paths.to_parent(e, child.name, draft, 1)]
    return both[0] if len(both) == 1 else None


def _in_period(period: str, child: Entity, draft: Draft) -> str | None:
    """That a record was made in this week, where an action makes it or no date says when it is."""
    verb = next((verb for verb, made in draft.events.values() if made == child.name), "")
    event = vocabulary.event(verb) if verb else None
    if event:
        return quotas.within(period, child, event)
    dated = any(f.type in ("date", "datetime") for f in child.fields)
    return None if dated or draft.strict else f"{period}({conditions.main_date(child, draft)}) == {period}(now)"


def _described(cursor: Cursor, draft: Draft) -> tuple[list[str], Entity | None]:
    """ "upcoming Bookings": the words before a thing, and the thing."""
    start = cursor.i
    for size in range(4):
        cursor.i = start + size
        words = words_of(cursor.tokens[start : start + size])
        child = draft.read_entity(cursor) if len(words) == size else None
        if child is not None:
            return words, child
    cursor.i = start
    return [], None


def _set_where(entity: Entity, where: str | None) -> bool:
    if where is not None and entity.constraints[-1].where is None:
        entity.constraints[-1].where = where
    return True


def open_rows(entity: Entity, draft: Draft) -> str | None:
    """The condition of rows that are not over yet: "returned_at is None"."""
    names = vocabulary.table("moments", "open")
    pair = intervals.interval(entity)
    now = "today" if pair and any(f.name == pair[1] and f.type == "date" for f in entity.fields) else "now"
    running = f"{pair[1]} >= {now}" if pair else None
    return next((f"{n} is None" for n in names if draft.field(entity.name, n)), running)


READERS = (limit, has_limit)
