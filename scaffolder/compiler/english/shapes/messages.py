"""Messages.

MESSAGE := The notification NAME is sent by email|in the app|by webhook|to standard output TRIGGER
           [, to `WHOM`] [, with subject "TEXT"] [, with text "TEXT"]
"""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.shapes.jobs import read_job, read_label, read_routine
from scaffolder.compiler.english.shapes.triggers import read_trigger, write_trigger
from scaffolder.compiler.english.tokens import Clause, Cursor, code, quoted, words_of
from scaffolder.compiler.english.wording import name_text
from scaffolder.plan import Channel, Notification, Plan

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
    Shape("routines", 4, read_routine, "Every day at 6, delete cancelled Orders."),
)
