"""Messages.

MESSAGE := The notification NAME is sent by email|in the app|by webhook|to standard output TRIGGER
           [, to `WHOM`] [, with subject "TEXT"] [, with text "TEXT"]
         | Remind the THING N days before the FIELD [of a THING]
         | Notify|Email ROLES|the THING TRIGGER | When …, notify …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder import naming
from scaffolder.compiler.english import paths, vocabulary
from scaffolder.compiler.english.draft import Draft, name_text
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.shapes.jobs import read_job, read_label, read_routine, rows_of
from scaffolder.compiler.english.shapes.triggers import REMINDER_LEADS, read_cron, read_trigger, write_trigger
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, quoted, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Channel, Entity, Notification, Plan, Trigger

WHOM_ENDS = phrases("happenings", "whom_ends")


SPANS = phrases("happenings", "spans")




CHANNELS: dict[str, Channel] = {
    "by email": "email", "by e-mail": "email", "via email": "email", "in the app": "in_app", "in-app": "in_app",
    "by webhook": "webhook",
    "to standard output": "stdout", "on the console": "stdout", "with an email": "email", "by mail": "email",
}  # fmt: skip


CHANNEL_WORDS: dict[Channel, str] = {
    "email": "by email",
    "in_app": "in the app",
    "webhook": "by webhook",
    "stdout": "to standard output",
}


NOTIFY = phrases("happenings", "notify")


def read_notification(clause: Clause, draft: Draft) -> bool:
    """ "The notification late is sent by email every day at 07:00 for each Loan where …, to `member.email`"."""
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
        made.label = read_label(cursor)
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
    """ "Remind the Member 2 days before the due date", "Notify librarians when a Book is created"."""
    cursor = Cursor(clause.tokens)
    trigger: Trigger | None = None
    if cursor.at(*REMINDER_LEADS):
        trigger = read_trigger(cursor, draft)
        if trigger is None or not cursor.take(","):
            return False
        cursor.take("the system", "the app")
        cursor.take("should", "must", "will")
    verb = cursor.take(*sorted(NOTIFY, key=lambda n: -len(n.split())), "notifies", "emails", "reminds", "informs")
    if not verb:
        return False
    whom = cursor.until(
        *WHOM_ENDS,
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
    found = rows_of(tokens, draft)
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
    unit = cursor.take(*SPANS)
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
            link = "" if entity is named else paths.to_parent(entity, named.name, draft, 1)
            if entity is not named and not link:
                continue
            date = next((n for n in vocabulary.table("moments", "begin") if _is_date(draft, named, n)), "") or next(
                (f.name for f in named.fields if f.type in ("date", "datetime")), ""
            )
            field = draft.field(named.name, date)
            if field is not None:
                yield entity, f"{link}.{date}" if link else date, field.type, to
            continue
        path = paths.member_path(entity, [t.low for t in tokens], draft)
        kind = paths.kind_of(entity, path, draft) if path else ""
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
        path = "" if target is entity else paths.to_parent(entity, target.name, draft)
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


def write_notifications(plan: Plan) -> Iterator[str]:
    for made in plan.notifications:
        parts = [f", to {code(made.to)}"] if made.to else []
        parts += [f", with subject {quoted(made.subject)}"] if made.subject else []
        parts += [f", with text {quoted(made.body)}"] if made.body else []
        parts += [f" (labelled {quoted(made.label)})"] if made.label else []
        when = write_trigger(plan, made.trigger)
        yield f"The notification {name_text(made.name)} is sent {CHANNEL_WORDS[made.channel]} {when}{''.join(parts)}."


SHAPES = (
    Shape("jobs", 4, read_job, "The job forget drafts deletes it."),
    Shape(
        "notifications",
        4,
        read_notification,
        "The notification welcome is sent by email when a Member is created, to `email`.",
    ),
    Shape("reminders", 4, read_reminder, "Remind the Member 2 days before the due date."),
    Shape("routines", 4, read_routine, "Every day at 6, delete cancelled Orders."),
)
