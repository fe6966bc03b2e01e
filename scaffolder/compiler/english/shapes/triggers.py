"""When something happens by itself.

TRIGGER := when a THING is created|changed|deleted | after ACTION | as soon as EXPR holds for a THING
         | every hour | every day|MONDAY|month [at HH:MM] | at cron `CRON`, [for each THING] [where EXPR]
"""

from __future__ import annotations

import re

from scaffolder.compiler.english import expressions, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import actions, conditions
from scaffolder.compiler.english.tokens import Cursor, code, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import one
from scaffolder.plan import Entity, Happening, Plan, Trigger

WAS = phrases("happenings", "was")
WHEN = phrases("happenings", "when")
REMINDER_LEADS = phrases("happenings", "reminder_leads")
DAYS = phrases("happenings", "days")
DONE: dict[str, Happening] = {"create": "created", "update": "updated", "delete": "deleted"}
CHANGES: dict[str, Happening] = {
    "created": "created",
    "added": "created",
    "changed": "updated",
    "updated": "updated",
    "edited": "updated",
    "deleted": "deleted",
    "removed": "deleted",
    "registered": "created",
}


def read_cron(cursor: Cursor) -> str | None:
    """ "every day at 06:00" as a cron line (UTC); None where no time stands here."""
    if cursor.take("at cron"):
        token = cursor.kind("code", "string")
        return token.value if token else None
    if cursor.take("every hour", "hourly"):
        return "0 * * * *"
    day = month = "*"
    if not cursor.take("every day", "daily", "each day", "once a day"):
        if cursor.take("every night", "nightly", "each night"):
            return _cron(cursor, 2, "*", "*")
        if cursor.take("every morning", "each morning"):
            return _cron(cursor, 7, "*", "*")
        if cursor.take("every evening", "each evening"):
            return _cron(cursor, 19, "*", "*")
        if cursor.take("every week", "weekly", "once a week", "each week"):
            day = "1"
        elif cursor.take(
            "every month", "monthly", "on the first day of every month", "on the first of every month", "each month"
        ):
            month = "1"
        elif cursor.take(*(f"every {d}" for d in DAYS)):
            day = str(DAYS.index(cursor.tokens[cursor.i - 1].low))
        else:
            return None
    return _cron(cursor, 6, month, day)


def _cron(cursor: Cursor, hour: int, month_day: str, weekday: str) -> str:
    minute = 0
    if cursor.take("at"):
        token = cursor.kind("time", "number")
        if token is not None:
            hour, _, minutes = (
                (int(token.text.split(":")[0]), ":", token.text.partition(":")[2])
                if ":" in token.text
                else (int(float(token.text)), "", "0")
            )
            minute = int(minutes or 0)
        if cursor.take("pm", "p . m") and hour < 12:
            hour += 12
        cursor.take("am", "o'clock", "utc", "a . m")
        if token is None and cursor.take("midnight"):
            hour = 0
        elif token is None and cursor.take("noon"):
            hour = 12
    return f"{minute} {hour} {month_day} * {weekday}"


def write_cron(cron: str) -> str:
    """The words for a cron line, or the line itself."""
    found = re.fullmatch(r"(\d{1,2}) (\d{1,2}) (\*|1) \* (\*|[0-6])", cron)
    if cron == "0 * * * *":
        return "every hour"
    if found and not (found[3] == "1" and found[4] != "*") and int(found[1]) < 60 and int(found[2]) < 24:
        clock = f"{int(found[2]):02}:{int(found[1]):02}"
        period = "month" if found[3] == "1" else "day" if found[4] == "*" else DAYS[int(found[4])].capitalize()
        if f"{int(found[1])} {int(found[2])} {found[3]} * {found[4]}" == cron:
            return f"every {period} at {clock}"
    return f"at cron {code(cron)}"


TRIGGER_ENDS = (", to", ", with", "(")


def read_trigger(cursor: Cursor, draft: Draft) -> Trigger | None:
    """A trigger in the words of the normal form and those near it; moves on."""
    mark = cursor.i
    found = _scheduled(cursor, draft) or _condition(cursor, draft) or _change(cursor, draft) or _after(cursor, draft)
    if found is None:
        cursor.i = mark
        return None
    if cursor.take("where", "and"):
        tokens = cursor.until(*TRIGGER_ENDS)
        found.when = expressions.read(tokens, draft.entity(found.entity or ""), draft)
        if found.when is None:
            return None
    return found


def _scheduled(cursor: Cursor, draft: Draft) -> Trigger | None:
    cron = read_cron(cursor)
    if cron is None:
        return None
    made = Trigger(on="schedule", cron=cron)
    if cursor.take("for each", "for every", ", for each"):
        entity = draft.read_entity(cursor)
        if entity is None:
            return None
        made.entity = entity.name
    return made


def _condition(cursor: Cursor, draft: Draft) -> Trigger | None:
    if not cursor.take("as soon as"):
        return None
    tokens = cursor.until("holds for")
    if not cursor.take("holds for"):
        return None
    entity = draft.read_entity(cursor)
    when = expressions.read(tokens, entity, draft)
    return Trigger(on="condition", entity=entity.name, when=when) if entity and when else None


def _change(cursor: Cursor, draft: Draft) -> Trigger | None:
    """ "when a Book is created", "when a Loan is overdue", "when an Order is paid"."""
    mark = cursor.i
    if not cursor.take(*WHEN):
        return None
    if (found := _somebody_does(cursor, draft)) is not None:
        return found
    entity = draft.read_entity(cursor)
    if entity is None:
        cursor.i = mark
        return None
    cursor.take(*WAS)
    token = cursor.here
    if token is not None and token.low in CHANGES:
        cursor.i += 1
        kinds = CHANGES[token.low]
        return Trigger(on=kinds, entity=entity.name)
    return _done_or_state(cursor, entity, draft)


def _somebody_does(cursor: Cursor, draft: Draft) -> Trigger | None:
    """ "when a patient cancels a session", "when somebody adds a book"."""
    for i in range(cursor.i + 1, min(cursor.i + 6, len(cursor.tokens) - 1)):
        ahead = Cursor(cursor.tokens)
        ahead.i = i + 1
        entity = draft.read_entity(ahead)
        made = _deed(cursor.tokens[i].low, entity, draft) if entity else None
        if made is not None:
            cursor.i = ahead.i
            return made
    return None


def _deed(word: str, entity: Entity, draft: Draft) -> Trigger | None:
    """What "cancels" waits for on an entity."""
    forms = (
        [word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"] if word[-1:] == "s" else []
    )
    for verb in forms:
        if draft.action(entity.name, verb):
            return Trigger(on="action", entity=entity.name, action=verb)
    kinds = {vocabulary.operation(verb) for verb in forms}
    happened = next((on for kind, on in DONE.items() if kind in kinds), None)
    return Trigger(on=happened, entity=entity.name) if happened else None


def _done_or_state(cursor: Cursor, entity: Entity, draft: Draft) -> Trigger | None:
    start = cursor.i
    words = words_of(cursor.until(",", "where", "(", "and"))
    value = "_".join(words)
    for action in draft.plan.actions:
        if (
            action.entity == entity.name
            and value
            and value.replace("_as_", "_") in (vocabulary.participle(action.name), action.name.removeprefix("mark_"))
        ):
            return Trigger(on="action", entity=entity.name, action=action.name)
    for action in draft.plan.actions:
        made = draft.events.get((action.entity or "", action.name), ("", ""))[1]
        if made == entity.name and value in ("made", "placed", "done", vocabulary.participle(action.name)):
            return Trigger(on="created", entity=entity.name)
    when = conditions.adjective(words, entity, draft) if words else None
    if when is not None:
        return Trigger(on="condition", entity=entity.name, when=when)
    cursor.i = start
    return None


def _after(cursor: Cursor, draft: Draft) -> Trigger | None:
    if not cursor.take("after", "when", "upon"):
        return None
    token = cursor.here
    if token is not None and token.kind == "code":
        cursor.i += 1
        entity = draft.read_entity(cursor) if cursor.take("of") else None
        return Trigger(on="action", entity=entity.name if entity else None, action=token.value)
    for size in range(1, 4):
        probe = Cursor(cursor.tokens)
        probe.i = cursor.i + size
        entity = draft.read_entity(probe)
        if entity is None or cursor.here is None:
            continue
        rest = "_".join(words_of(cursor.tokens[cursor.i + 1 : cursor.i + size]))
        for action in draft.plan.actions:
            verb, _, more = action.name.partition("_")
            if action.entity == entity.name and vocabulary.gerund(verb) == cursor.here.low and more == rest:
                cursor.i = probe.i
                return Trigger(on="action", entity=entity.name, action=action.name)
    return None


def write_trigger(plan: Plan, trigger: Trigger) -> str:
    where = (
        f" where {expressions.written(trigger.when)}" if trigger.when is not None and trigger.on != "condition" else ""
    )
    entity = trigger.entity or ""
    if trigger.on == "schedule":
        each = f" for each {one(entity).split(' ', 1)[1]}" if entity else ""
        return f"{write_cron(trigger.cron or '')}{each}{where}"
    if trigger.on == "condition":
        return f"as soon as {expressions.written(trigger.when or '')} holds for {one(entity)}"
    if trigger.on == "action":
        action = next((a for a in plan.actions if a.entity == trigger.entity and a.name == trigger.action), None)
        name = actions.spoken(plan, action) if action else code(trigger.action or "")
        return f"after {name[:1].lower() + name[1:]}{where}"
    verb = {"created": "created", "updated": "changed", "deleted": "deleted"}[trigger.on]
    return f"when {one(entity)} is {verb}{where}"
