"""How many records an action may make.

QUOTA := at most N [at a time] | at most N per THING | at most N per day|week|month|year | if there is room
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import paths, places, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.pieces import AT_ONCE
from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.plan import Action, Constraint, Entity

PER = ("per", "for each", "for every", "in each", "on each", "in a", "for a", "at each")
PERIODS = wordings("periods")
IT_IS = phrases("qualifiers", "it_is")
THERE_IS = phrases("qualifiers", "there_is")


def limit(cursor: Cursor, action: Action, draft: Draft) -> bool:
    """ "at most 5 at a time": a limit on the records that the action makes, for each person."""
    token = cursor.here
    if token is None:
        return False
    count = token.text if token.kind == "number" else str(vocabulary.number(token.low) or "")
    cursor.i += 1
    _skip_people(cursor, draft)
    at_once = cursor.take(*AT_ONCE)
    period = PERIODS.get(cursor.take(*PERIODS), "")
    if not period and cursor.take(*PER):
        thing = draft.read_entity(cursor, last=True)
        return thing is not None and thing.name == action.entity and per_thing(action, count, draft)
    event = draft.events.get((action.entity or "", action.name))
    made = draft.entity(event[1]) if event else None
    rule = vocabulary.event(event[0]) if event else None
    if not count or rule is None or made is None or not cursor.done:
        return False
    profiles = {r.entity for r in draft.plan.roles if r.entity and r.name in action.roles}
    link = next((r.name for r in made.relations if r.target in profiles), "")
    where = f"{_moment(made, rule.ended)} is None" if at_once and rule.ended else None
    if where:
        draft.said.add(f"ended:{made.name}")
    if period:
        where = within(period, made, rule)
    name = f"limit_per_{link}_per_{period}" if period else f"limit_per_{link}"
    made_limit = Constraint(name=name, kind="limit", per=[link], expr=count, where=where)
    draft.put_apart("constraint", made.name, name, made_limit, made.constraints)
    return bool(link)


def within(period: str, made: Entity, event: vocabulary.Event) -> str:
    """That a record was made in the day, week, month or year that it is."""
    return f"{period}({_moment(made, event.at)}) == {period}(now)"


def _moment(made: Entity, usual: str) -> str:
    """The field that says when a record was made or over: the writer's ("returned date"), else the usual one."""
    stem = usual.removesuffix("_at")
    dates = ("date", "datetime")
    return next((f.name for f in made.fields if f.type in dates and f.name.startswith(stem)), usual)


def _skip_people(cursor: Cursor, draft: Draft) -> None:
    """ "no more than 80 [musicians] per Concert"."""
    if draft.read_role(cursor) is None and draft.read_entity(cursor) is None:
        cursor.take("people", "persons", "users", "participants", "of them", "times", "time")


def per_thing(action: Action, count: str, draft: Draft) -> bool:
    """ "At most 80 musicians can sign up for a Concert": so many records of the thing, whoever makes them."""
    event = draft.events.get((action.entity or "", action.name))
    made = draft.entity(event[1]) if event else None
    link = paths.to_parent(made, action.entity or "", draft, 1) if made else ""
    if made is None or not link or not count:
        return False
    bound = count if count.isdigit() else paths.written(f"{link}.{count}")
    made_limit = Constraint(name=f"limit_per_{link}", kind="limit", per=[link], expr=bound)
    draft.put_apart("constraint", made.name, made_limit.name, made_limit, made.constraints)
    return True


def while_room(tokens: Sequence[Token], negative: bool, action: Action, entity: Entity | None, draft: Draft) -> bool:
    """ "if it is not full", "unless it is full", "while there are free places": no more records than places."""
    cursor = Cursor(tokens)
    denied = negative
    if cursor.take(*THERE_IS):
        cursor.take("still", "any", "enough")
        full = not cursor.take(*places.FREE)
        denied = not denied
    else:
        led = cursor.take(*IT_IS)
        denied = bool(cursor.take("not yet", "not", "n't")) != negative
        full = not led or not cursor.take(*places.FULL)
    if full or not denied or not cursor.done or entity is None or draft.strict:
        return False
    count = places.capacity(entity)
    return bool(count) and per_thing(action, count, draft)
