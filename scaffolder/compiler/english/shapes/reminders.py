"""Who is told of what, and when.

MESSAGE := [TRIGGER ,] TELL WHOM [by email] | TELL WHOM [by email] WHEN
TELL    := notify|email|remind|inform WHOM | send WHOM an email | WHOM is notified | WHOM gets an email
         | an email is sent to WHOM
WHEN    := TRIGGER | N UNIT before|after the FIELD [of a THING] | N UNIT before a THING [starts] | of ROWS [every day]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape, dated, recipients
from scaffolder.compiler.english.shapes.jobs import rows_of
from scaffolder.compiler.english.shapes.messages import CHANNELS
from scaffolder.compiler.english.shapes.recipients import EACH_MORNING, recipient
from scaffolder.compiler.english.shapes.triggers import REMINDER_LEADS, read_cron, read_trigger
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Channel, Entity, Notification, Trigger

WHOM_ENDS = phrases("happenings", "whom_ends")
SPANS = phrases("happenings", "spans")
NOTIFY = tuple(sorted(phrases("happenings", "notify"), key=lambda n: -len(n.split())))
MESSAGES = phrases("happenings", "messages")
SENT = tuple(f"{m} {sent} to" for m in MESSAGES for sent in phrases("happenings", "sent"))
GETS = (
    *(f"{be}{how} {told}" for be in phrases("happenings", "be") for how in ("", " automatically")
      for told in phrases("happenings", "told")),
    *(f"{gets} {message}" for gets in phrases("happenings", "gets") for message in MESSAGES),
)  # fmt: skip
SYSTEM = ("the system", "the app", "the application", "the service")


class Telling(Struct, frozen=True):
    """`trigger`: what stands before it; `cron`: the time that does."""

    whom: tuple[Token, ...]
    channel: Channel
    trigger: Trigger | None = None


def read_reminder(clause: Clause, draft: Draft) -> bool:
    """ "Remind the Member 2 days before the due date", "When a Repair is finished, its Owner gets an email"."""
    cursor = Cursor(clause.tokens)
    trigger: Trigger | None = None
    if cursor.at(*REMINDER_LEADS):
        trigger = read_trigger(cursor, draft)
        if trigger is None or not (cursor.take(",") or cursor.at(*NOTIFY)):
            return False
    telling = _telling(cursor)
    if telling is None:
        return False
    parts = recipients.each(telling.whom)
    mark = cursor.i
    done = []
    for part in parts:
        cursor.i = mark
        done.append(_told(cursor, replace(telling, whom=part, trigger=trigger), draft))
    return bool(done) and all(done)


def _telling(cursor: Cursor) -> Telling | None:
    cursor.take(*SYSTEM)
    cursor.take("should", "must", "will")
    if verb := cursor.take(*NOTIFY, "send"):
        cursor.take("to") if verb == "send" else ""
    elif not cursor.take(*SENT):
        whom = cursor.until(*GETS)
        return Telling(whom, _channel(cursor)) if whom and cursor.take(*GETS) else None
    whom = cursor.until(*WHOM_ENDS, *_amounts(cursor), *(MESSAGES if verb == "send" else ()))
    if verb == "send" and not (cursor.take(*MESSAGES) and whom):
        return None
    return Telling(whom, _channel(cursor))


def _amounts(cursor: Cursor) -> tuple[str, ...]:
    """The number in "two days before", as a phrase to stop at."""
    for i in range(cursor.i, len(cursor.tokens) - 1):
        if cursor.tokens[i + 1].low in SPANS and cursor.tokens[i].low not in ("of", "per", "every"):
            return (f"{cursor.tokens[i].low} {cursor.tokens[i + 1].low}",)
    return ()


def _channel(cursor: Cursor) -> Channel:
    cursor.take("automatically", "about it", "about this", "of it")
    found = cursor.take(*CHANNELS)
    cursor.take("about it", "about this", "automatically")
    return CHANNELS[found] if found else "email"


def _told(cursor: Cursor, telling: Telling, draft: Draft) -> bool:
    timed = telling.trigger if telling.trigger and not telling.trigger.entity else None
    if telling.trigger and not timed:
        return cursor.done and _notify(telling, telling.trigger, draft)
    for trigger, to in recipients.described(telling.whom, draft):
        cron = timed.cron if timed else read_cron(cursor)
        if cursor.done:
            made = trigger.model_copy(update={"cron": cron or trigger.cron})
            return _store(draft, made, to, telling.channel, f"{naming.snake(trigger.entity or '')}_reminder")
    if cursor.take("of", "about"):
        return _about(cursor, telling, timed, draft)
    return timed is None and (_before(cursor, telling, draft) or _on_event(cursor, telling, draft))


def _on_event(cursor: Cursor, telling: Telling, draft: Draft) -> bool:
    trigger = read_trigger(cursor, draft)
    found = cursor.take(*CHANNELS) if trigger else ""
    telling = replace(telling, channel=CHANNELS[found]) if found else telling
    return trigger is not None and cursor.done and _notify(telling, trigger, draft)


def _about(cursor: Cursor, telling: Telling, timed: Trigger | None, draft: Draft) -> bool:
    """ "Remind Members of overdue Loans [every day]": once per row, looked for each morning."""
    tokens = cursor.until("every", "daily", "each morning")
    cron = (timed.cron if timed else read_cron(cursor)) or EACH_MORNING
    found = rows_of(tokens, draft)
    if found is None or not cursor.done:
        return False
    return _notify(telling, Trigger(on="schedule", cron=cron, entity=found[0].name, when=found[1]), draft)


def _before(cursor: Cursor, telling: Telling, draft: Draft) -> bool:
    """ "2 days before the due date [of a Loan]", "one day before a Shift", "an hour before it starts"."""
    mark = cursor.i
    cursor.take("on")
    found = _length(cursor)
    side = cursor.take("before", "after") if found else ""
    if not side or not found:
        cursor.i = mark
        return False
    span, hourly = found
    for entity, path, kind, to in _dated(cursor.rest, telling.whom, draft):
        now = "today" if kind == "date" and not hourly else "now"
        when = f"{path} >= {now} and {path} <= {now} + {span}" if side == "before" else f"{path} <= {now} - {span}"
        cron = "0 * * * *" if hourly and now == "now" else EACH_MORNING
        trigger = Trigger(on="schedule", cron=cron, entity=entity.name, when=when + _still_open(entity, path, draft))
        return _store(draft, trigger, to, telling.channel, f"{naming.snake(entity.name)}_reminder")
    return False


def _length(cursor: Cursor) -> tuple[str, bool] | None:
    """ "2 days" -> days(2), and whether it is counted in hours."""
    token = cursor.here
    if token is None:
        return None
    count = float(token.text) if token.kind == "number" else vocabulary.number(token.low)
    count = 1 if token.low in ("a", "an", "the") else count
    cursor.i += 1
    unit = cursor.take(*SPANS)
    if count is None or not unit:
        return None
    hourly = unit.startswith("hour")
    return (f"hours({int(count)})" if hourly else f"days({int(count) * (7 if unit.startswith('week') else 1)})"), hourly


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
    """(entity, path to the date, type of the date, recipient) for every reading of "the due date", "a Shift starts"."""
    named, words = _named(tokens, draft)
    reached = [(e, to) for e in draft.plan.entities if (to := recipient(whom, e, draft))]
    for entity, to in sorted(reached, key=lambda found: found[1].startswith("role:")):
        link = paths.to_parent(entity, named.name, draft, 1) if named and entity is not named else ""
        if named and entity is not named and not link:
            continue
        path = _path(named or entity, words, link, draft)
        kind = paths.kind_of(entity, path, draft) if path else ""
        if kind in ("date", "datetime"):
            yield entity, path, kind, to


def _path(entity: Entity, words: list[str], link: str, draft: Draft) -> str:
    """The date of an entity, over the link that leads to it; without words it is when it begins."""
    if words:
        date = dated.moment(words, entity, draft)
    else:
        date = dated.first_date(vocabulary.table("moments", "begin"), entity)
        date = date or next((f.name for f in entity.fields if f.type in ("date", "datetime")), "")
    return f"{link}.{date}" if link and date else date


def _named(tokens: Sequence[Token], draft: Draft) -> tuple[Entity | None, list[str]]:
    """ "a Shift starts" -> Shift, starts; "the start of a Shift" too; "it expires" -> nothing, expires."""
    cursor = Cursor(tokens)
    named = draft.read_entity(cursor)
    if named is not None:
        cursor.take("'s", "'")
        return named, [w for w in words_of(cursor.rest) if w not in ("is", "are", "will")]
    cursor.take("it", "they")
    body = cursor.until("of")
    target = draft.read_entity(cursor, last=True) if cursor.take("of") else None
    words = [w for w in words_of(body) if w not in ("is", "are", "the")]
    return (target, words) if target else (None, [w for w in words_of(tokens) if w not in ("it", "they", "is", "are")])


def _notify(telling: Telling, trigger: Trigger, draft: Draft) -> bool:
    entity = draft.entity(trigger.entity or "")
    to = recipient(telling.whom, entity, draft) if entity else ""
    if not to:
        over = recipients.concerned(telling.whom, trigger, draft)
        return over is not None and _notify_over(telling, trigger, *over, draft)
    if trigger.on == "condition":
        trigger = Trigger(on="schedule", cron=EACH_MORNING, entity=trigger.entity, when=trigger.when)
    return _store(draft, trigger, to, telling.channel, _name(trigger))


def _notify_over(telling: Telling, first: Trigger, trigger: Trigger, to: str, draft: Draft) -> bool:
    name = f"{naming.snake(trigger.entity or '')}_{_name(first)}"
    return _store(draft, trigger, to, telling.channel, name)


def _name(trigger: Trigger) -> str:
    waits = trigger.action or ("reminder" if trigger.on in ("schedule", "condition") else trigger.on)
    return f"{naming.snake(trigger.entity or '')}_{waits}"


def _store(draft: Draft, trigger: Trigger, to: str, channel: Channel, name: str) -> bool:
    thing = naming.title(trigger.entity or "")
    said = {"created": "was created", "updated": "was changed", "deleted": "was deleted"}.get(trigger.on, "")
    said = said or (
        f"was {vocabulary.participle(trigger.action).replace('_', ' ')}" if trigger.action else "needs your attention"
    )
    made = Notification(
        name=_free_name(name, trigger, to, draft), trigger=trigger, channel=channel, to=to,
        subject=f"{thing} {said}", body=f"{thing} {{id}} {said}.",
    )  # fmt: skip
    draft.put("notification", "", made.name, made, draft.plan.notifications)
    return True


def _free_name(name: str, trigger: Trigger, to: str, draft: Draft) -> str:
    """Another message gets another name; the same one keeps its own."""
    names = [name, f"{name}_{to.replace('role:', 'to_').split('.')[0]}", *(f"{name}_{n}" for n in range(2, 100))]
    known = {n.name: n for n in draft.plan.notifications}
    return next(n for n in names if n not in known or (known[n].trigger, known[n].to) == (trigger, to))


SHAPES = (Shape("reminders", 4, read_reminder, "Remind the Member 2 days before the due date."),)
