"""What happens by itself: jobs and messages.

TRIGGER := when a THING is created|changed|deleted | after ACTION | as soon as EXPR holds for a THING
         | every hour | every day|MONDAY|month [at HH:MM] | at cron `CRON`, [for each THING] [where EXPR]
JOB     := The job NAME runs TRIGGER [(labelled "TEXT")] | The job NAME EFFECT
         | Every day at 6, delete|set … THINGS … | When a THING is created, EFFECT
MESSAGE := The notification NAME is sent by email|in the app|by webhook|to standard output TRIGGER[, to `WHOM`][, with subject "TEXT"][, with text "TEXT"]
         | Remind the THING N days before the FIELD [of a THING] | Notify|Email ROLES|the THING TRIGGER | When …, notify …
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler.english import expressions, vocabulary
from scaffolder.compiler.english.draft import Draft, name_text, one
from scaffolder.compiler.english.shapes import Shape, asking, effects
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, quoted, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Channel, DeleteEffect, Effect, Entity, Job, Notification, Plan, SetEffect, Trigger

HAS_BEEN = phrases("happenings", "has_been")
DELETES = phrases("happenings", "deletes")
WHEN = phrases("happenings", "when")
WHEN_WHENEVER = phrases("happenings", "when_whenever")
DAYS_DAY = phrases("happenings", "days_day")
WHEN_WHENEVER_2 = phrases("happenings", "when_whenever_2")

DAYS = phrases("happenings", "days")
CHANNELS: dict[str, Channel] = {
    "by email": "email", "by e-mail": "email", "via email": "email", "in the app": "in_app", "in-app": "in_app", "by webhook": "webhook",
    "to standard output": "stdout", "on the console": "stdout", "with an email": "email", "by mail": "email",
}  # fmt: skip
CHANNEL_WORDS: dict[Channel, str] = {
    "email": "by email",
    "in_app": "in the app",
    "webhook": "by webhook",
    "stdout": "to standard output",
}
NOTIFY = phrases("happenings", "notify")
CHANGES = {
    "created": "created",
    "added": "created",
    "changed": "updated",
    "updated": "updated",
    "edited": "updated",
    "deleted": "deleted",
    "removed": "deleted",
    "registered": "created",
}


# Triggers


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
    if not cursor.take(*WHEN_WHENEVER_2):
        return None
    cursor.take("somebody creates", "someone creates")
    entity = draft.read_entity(cursor)
    if entity is None:
        cursor.i = mark
        return None
    cursor.take(*HAS_BEEN)
    token = cursor.here
    if token is not None and token.low in CHANGES:
        cursor.i += 1
        kinds = CHANGES[token.low]
        return Trigger(on=kinds, entity=entity.name)  # type: ignore[arg-type]
    return _done_or_state(cursor, entity, draft)


def _done_or_state(cursor: Cursor, entity: Entity, draft: Draft) -> Trigger | None:
    start = cursor.i
    words = words_of(cursor.until(",", "where", "(", "and"))
    value = "_".join(words)
    for action in draft.plan.actions:
        if (
            action.entity == entity.name
            and value
            and value in (vocabulary.participle(action.name), action.name.removeprefix("mark_"))
        ):
            return Trigger(on="action", entity=entity.name, action=action.name)
    for action in draft.plan.actions:
        made = draft.events.get((action.entity or "", action.name), ("", ""))[1]
        if made == entity.name and value in ("made", "placed", "done", vocabulary.participle(action.name)):
            return Trigger(on="created", entity=entity.name)
    when = asking.adjective(words, entity, draft) if words else None
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
        name = effects.spoken(plan, action) if action else code(trigger.action or "")
        return f"after {name[:1].lower() + name[1:]}{where}"
    verb = {"created": "created", "updated": "changed", "deleted": "deleted"}[trigger.on]
    return f"when {one(entity)} is {verb}{where}"


# Jobs


def read_job(clause: Clause, draft: Draft) -> bool:
    """ "The job forget drafts runs every day at 03:00 for each Order where …", "The job forget drafts deletes it"."""
    cursor = Cursor(clause.tokens)
    if not cursor.take("the job"):
        return False
    tokens = cursor.until("runs", *effects.SETS, *effects.CREATES, *effects.DELETES, "calls")
    name = tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
    known = next((j for j in draft.plan.jobs if j.name == name), None)
    if cursor.take("runs") and name and known is None:
        trigger = read_trigger(cursor, draft)
        if trigger is None:
            return False
        made = Job(name=name, trigger=trigger)
        made.label = _label(cursor)
        draft.put("job", "", name, made, draft.plan.jobs)
        return cursor.done
    if known is None:
        return False
    entity = draft.entity(known.trigger.entity or "")
    effect = effects.read_effect(cursor, entity, draft, {})
    if effect is None:
        return False
    known.effects.append(effect)
    draft.cite(known)
    return True


def _label(cursor: Cursor) -> str:
    if not cursor.take("( labelled"):
        return ""
    token = cursor.kind("string")
    cursor.take(")")
    return token.value if token else ""


def read_routine(clause: Clause, draft: Draft) -> bool:
    """ "Every night, delete Orders that are draft", "When a Loan is created, decrease the copies of the book by 1"."""
    cursor = Cursor(clause.tokens)
    if (cron := read_cron(cursor)) is not None:
        cursor.take(",", ":")
        cursor.take("the system", "the app")
        return _routine(cron, cursor, draft)
    trigger = read_trigger(cursor, draft) if cursor.at("when", "whenever", "after", "once", "as soon as") else None
    if trigger is None or not cursor.take(","):
        return False
    cursor.take("the system", "the app")
    entity = draft.entity(trigger.entity or "")
    effect = _imperative(cursor, entity, draft)
    if effect is None or not trigger.entity:
        return False
    name = f"when_{naming.snake(trigger.entity)}_{trigger.action or trigger.on}"
    draft.put("job", "", name, Job(name=name, trigger=trigger, effects=[effect]), draft.plan.jobs)
    return True


def _routine(cron: str, cursor: Cursor, draft: Draft) -> bool:
    verb = cursor.take(*DELETES)
    if not verb:
        return False
    tokens = cursor.until("to", "as") if verb in ("set", "sets", "mark", "marks") else cursor.rest
    found = _rows(tokens, draft)
    if found is None:
        return False
    entity, where, member = found
    if verb.startswith(("delete", "remove")):
        effect: Effect | None = DeleteEffect()
    else:
        cursor.take("to", "as")
        effect = _set_rows(entity, member, cursor.rest, draft)
    if effect is None:
        return False
    name = f"{verb.rstrip('s')}_{naming.snake(naming.plural(entity.name))}"
    trigger = Trigger(on="schedule", cron=cron, entity=entity.name, when=where)
    draft.put("job", "", name, Job(name=name, trigger=trigger, effects=[effect]), draft.plan.jobs)
    return True


def _rows(tokens: Sequence[Token], draft: Draft) -> tuple[Entity, str | None, str] | None:
    """The rows that a job is about, their condition, and the field if one is named before ("the status of overdue Loans")."""
    cursor = Cursor(tokens)
    start = cursor.i
    for size in range(0, 7):
        cursor.i = start + size
        if cursor.done:
            return None
        entity = draft.read_entity(cursor)
        if entity is None:
            continue
        before = [w for w in words_of(tokens[:size]) if w not in ("all", "the", "every")]
        member = ""
        if "of" in before:
            at = before.index("of")
            member = draft.member(entity.name, before[:at])
            before = before[at + 1 :]
        where = asking.adjective(before, entity, draft) if before else None
        parts = asking.read_parts(cursor, entity, draft)
        if parts is None or (before and where is None):
            return None
        joined = f"{where} and {parts.where}" if where and parts.where else where or parts.where
        return entity, joined, member
    return None


def _set_rows(entity: Entity, member: str, tokens: Sequence[Token], draft: Draft) -> Effect | None:
    value = "_".join(words_of(tokens))
    for field in entity.fields:
        if member in ("", field.name) and any(c.value == value for c in field.enum):
            return SetEffect(field=field.name, value=repr(value))
        if not member and field.type == "boolean" and field.name in (value, f"is_{value}"):
            return SetEffect(field=field.name, value="True")
    expr = expressions.read(tokens, entity, draft)
    return SetEffect(field=member, value=expr) if member and expr else None


def _imperative(cursor: Cursor, entity: Entity | None, draft: Draft) -> Effect | None:
    """An effect in the imperative: "decrease the stock by 1"."""
    if cursor.here is None:
        return None
    verb = cursor.here.low
    third = {
        "set": "sets",
        "delete": "deletes",
        "create": "creates",
        "increase": "increases",
        "decrease": "decreases",
        "reduce": "reduces",
        "lower": "lowers",
        "raise": "raises",
        "remove": "removes",
        "add": "adds",
    }.get(verb, verb)
    first = cursor.here
    tokens = (Token("word", first.text, first.start, third), *cursor.tokens[cursor.i + 1 :])
    return effects.read_effect(Cursor(tokens), entity, draft, {})


# Messages


def read_notification(clause: Clause, draft: Draft) -> bool:
    """ "The notification late is sent by email every day at 07:00 for each Loan where …, to `member.email`, with subject "…""."""
    cursor = Cursor(clause.tokens)
    if not cursor.take("the notification"):
        return False
    tokens = cursor.until("is sent")
    name = tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens))
    channel = cursor.take(*CHANNELS) if cursor.take("is sent") else ""
    trigger = read_trigger(cursor, draft) if name and channel else None
    if trigger is None:
        return False
    made = Notification(name=name, trigger=trigger, channel=CHANNELS[channel])
    while not cursor.done:
        if not _message_part(cursor, made):
            return False
    draft.put("notification", "", name, made, draft.plan.notifications)
    return True


def _message_part(cursor: Cursor, made: Notification) -> bool:
    if cursor.at("( labelled"):
        made.label = _label(cursor)
        return True
    cursor.take(",")
    if cursor.take("to"):
        token = cursor.kind("code")
        made.to = token.value if token else ""
        return token is not None
    key = cursor.take("with subject", "with text", "with the subject", "with the text")
    token = cursor.kind("string") if key else None
    if token is None:
        return False
    setattr(made, "subject" if "subject" in key else "body", token.value)
    return True


def read_reminder(clause: Clause, draft: Draft) -> bool:
    """ "Remind the Member 2 days before the due date", "Notify librarians when a Book is created", "When …, email …"."""
    cursor = Cursor(clause.tokens)
    trigger: Trigger | None = None
    if cursor.at(*WHEN):
        trigger = read_trigger(cursor, draft)
        if trigger is None or not cursor.take(","):
            return False
        cursor.take("the system", "the app")
        cursor.take("should", "must", "will")
    verb = cursor.take(*sorted(NOTIFY, key=lambda n: -len(n.split())), "notifies", "emails", "reminds", "informs")
    if not verb:
        return False
    whom = cursor.until(
        *WHEN_WHENEVER,
        *_amounts(cursor),
    )
    channel = _channel(cursor, verb)
    if trigger is not None:
        return _notify(draft, whom, trigger, channel)
    return _before(cursor, whom, channel, draft) or _on_event(cursor, whom, channel, draft)


def _amounts(cursor: Cursor) -> tuple[str, ...]:
    """The number in "two days before", as a phrase to stop at."""
    for i in range(cursor.i, len(cursor.tokens) - 1):
        if cursor.tokens[i + 1].low in ("day", "days", "hour", "hours", "week", "weeks"):
            return (cursor.tokens[i].low,)
    return ()


def _channel(cursor: Cursor, verb: str) -> Channel:
    found = cursor.take(*CHANNELS)
    return CHANNELS[found] if found else "email"


def _on_event(cursor: Cursor, whom: Sequence[Token], channel: Channel, draft: Draft) -> bool:
    cursor.take("about it", "by email", "automatically")
    if cursor.take("of", "about"):
        return _about(cursor, whom, channel, draft)
    trigger = read_trigger(cursor, draft)
    if trigger is None:
        return False
    found = cursor.take(*CHANNELS)
    return cursor.done and _notify(draft, whom, trigger, CHANNELS[found] if found else channel)


def _about(cursor: Cursor, whom: Sequence[Token], channel: Channel, draft: Draft) -> bool:
    """ "Remind Members of overdue Loans [every day]": once per row, looked for each morning."""
    tokens = cursor.until("every", "daily", "each morning")
    cron = read_cron(cursor) or "0 7 * * *"
    found = _rows(tokens, draft)
    if found is None or not cursor.done:
        return False
    return _notify(draft, whom, Trigger(on="schedule", cron=cron, entity=found[0].name, when=found[1]), channel)


def _before(cursor: Cursor, whom: Sequence[Token], channel: Channel, draft: Draft) -> bool:
    """ "2 days before the due date [of a Loan]", "one day before a Shift"."""
    token = cursor.here
    count = (
        None if token is None else int(float(token.text)) if token.kind == "number" else vocabulary.number(token.low)
    )
    if count is None:
        return False
    cursor.i += 1
    unit = cursor.take(*DAYS_DAY)
    side = cursor.take("before", "after") if unit else ""
    if not side:
        return False
    span = f"hours({count})" if unit.startswith("hour") else f"days({count * (7 if unit.startswith('week') else 1)})"
    for entity, path, kind, to in _dated(cursor.rest, whom, draft):
        now = "today" if kind == "date" and not span.startswith("hours") else "now"
        when = f"{path} >= {now} and {path} <= {now} + {span}" if side == "before" else f"{path} <= {now} - {span}"
        still = _still_open(entity, path, draft)
        trigger = Trigger(
            on="schedule",
            cron="0 7 * * *" if now == "today" or not unit.startswith("hour") else "0 * * * *",
            entity=entity.name,
            when=when + still,
        )
        return _store(draft, trigger, to, channel, f"{naming.snake(entity.name)}_reminder")
    return False


def _still_open(entity: Entity, path: str, draft: Draft) -> str:
    """Nobody is reminded of what is over."""
    ends = [
        e
        for (_, made) in draft.events.values()
        if made == entity.name
        for e in ("left_at", "cancelled_at", "withdrawn_at")
    ]
    ends += list(vocabulary.table("moments", "open")) if "due" in path else []
    ended = next((n for n in ends if draft.field(entity.name, n) and n != path), "")
    return f" and {ended} is None" if ended else ""


def _dated(tokens: Sequence[Token], whom: Sequence[Token], draft: Draft) -> Iterator[tuple[Entity, str, str, str]]:
    """(entity, path to the date, type of the date, recipient) for every reading of "the due date", "a Shift"."""
    cursor = Cursor(tokens)
    named = draft.read_entity(cursor, last=True)
    for entity in draft.plan.entities:
        to = recipient(whom, entity, draft)
        if not to:
            continue
        if named is not None:
            link = "" if entity is named else expressions.to_parent(entity, named.name, draft, 1)
            if entity is not named and not link:
                continue
            date = next((n for n in vocabulary.table("moments", "begin") if _is_date(draft, named, n)), "") or next(
                (f.name for f in named.fields if f.type in ("date", "datetime")), ""
            )
            field = draft.field(named.name, date)
            if field is not None:
                yield entity, f"{link}.{date}" if link else date, field.type, to
            continue
        path = expressions.member_path(entity, [t.low for t in tokens], draft)
        kind = expressions.kind_of(entity, path, draft) if path else ""
        if path and kind in ("date", "datetime"):
            yield entity, path, kind, to


def _is_date(draft: Draft, entity: Entity, name: str) -> bool:
    field = draft.field(entity.name, name)
    return field is not None and field.type in ("date", "datetime")


def recipient(whom: Sequence[Token], entity: Entity | None, draft: Draft) -> str:
    """ "the Member" -> member.email, "librarians" -> role:librarian; empty where nobody can be reached."""
    cursor = Cursor(whom)
    target = draft.read_entity(cursor, last=True)
    if target is not None and entity is not None:
        path = "" if target is entity else expressions.to_parent(entity, target.name, draft)
        mail = next((f.name for f in target.fields if f.type == "email"), "")
        if mail and (path or target is entity):
            return f"{path}.{mail}" if path else mail
    role = draft.read_role(Cursor(whom))
    words = words_of(whom)
    if role is None and words and vocabulary.is_in("roles", "admins", naming.singular(words[-1])):
        return "role:admin"
    return f"role:{role.name}" if role is not None and (target is None or entity is None) else ""


def _notify(draft: Draft, whom: Sequence[Token], trigger: Trigger, channel: Channel) -> bool:
    entity = draft.entity(trigger.entity or "")
    to = recipient(whom, entity, draft)
    if not to or entity is None:
        return False
    if trigger.on == "condition":
        trigger = Trigger(on="schedule", cron="0 7 * * *", entity=trigger.entity, when=trigger.when)
    name = f"{naming.snake(entity.name)}_{trigger.action or ('reminder' if trigger.on == 'schedule' else trigger.on)}"
    return _store(draft, trigger, to, channel, name)


def _store(draft: Draft, trigger: Trigger, to: str, channel: Channel, name: str) -> bool:
    thing = naming.title(trigger.entity or "")
    said = {"created": "was created", "updated": "was changed", "deleted": "was deleted"}.get(trigger.on, "")
    said = said or (
        f"was {vocabulary.participle(trigger.action).replace('_', ' ')}" if trigger.action else "needs your attention"
    )
    if draft.knows("notification", "", name):
        name = f"{name}_{to.replace('role:', 'to_').split('.')[0]}"
    made = Notification(
        name=name, trigger=trigger, channel=channel, to=to, subject=f"{thing} {said}", body=f"{thing} {{id}} {said}."
    )
    draft.put("notification", "", name, made, draft.plan.notifications)
    return True


# Writing


def write_jobs(plan: Plan) -> Iterator[str]:
    for job in plan.jobs:
        label = f" (labelled {quoted(job.label)})" if job.label else ""
        yield f"The job {name_text(job.name)} runs {write_trigger(plan, job.trigger)}{label}."
        for effect in job.effects:
            yield f"The job {name_text(job.name)} {effects.write_effect(effect)}."


def write_notifications(plan: Plan) -> Iterator[str]:
    for made in plan.notifications:
        parts = [f", to {code(made.to)}"] if made.to else []
        parts += [f", with subject {quoted(made.subject)}"] if made.subject else []
        parts += [f", with text {quoted(made.body)}"] if made.body else []
        parts += [f" (labelled {quoted(made.label)})"] if made.label else []
        yield f"The notification {name_text(made.name)} is sent {CHANNEL_WORDS[made.channel]} {write_trigger(plan, made.trigger)}{''.join(parts)}."


SHAPES = (
    Shape(
        "jobs", 4, read_job, "The job forget drafts runs every day at 03:00 for each Order where the status is draft."
    ),
    Shape(
        "notifications",
        4,
        read_notification,
        "The notification welcome is sent by email when a Member is created, to `email`.",
    ),
    Shape("reminders", 4, read_reminder, "Remind the Member 2 days before the due date."),
    Shape("routines", 4, read_routine, "Every day at 6, delete cancelled Orders."),
)
