"""What becomes of a thing when something that is about it begins or ends.

LIFECYCLE := When a THING starts|ends, its|the THING becomes VALUE
An action that starts or ends it does so at once; without one, its dates are looked at every day, or every hour.
"""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import intervals, paths
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.tokens import Clause, Cursor, words_of
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.compiler.english.wording import one
from scaffolder.plan import Entity, Job, SetEffect, Trigger

WHEN = ("when", "whenever", "once", "as soon as", "after", "the moment")
REACHED = wordings("moments_reached")
BECOMES = phrases("lifecycles", "becomes")
OWN = ("it", "they")


def read(clause: Clause, draft: Draft) -> bool:
    """ "When a Rental starts, the Car becomes rented." """
    cursor = Cursor(clause.tokens)
    entity = draft.read_entity(cursor) if not draft.strict and cursor.take(*WHEN) else None
    phrase = cursor.take(*REACHED) if entity else ""
    if entity is None or not phrase or not cursor.take(","):
        return False
    target = entity if cursor.take(*OWN) else draft.read_entity(cursor)
    link = paths.to_parent(entity, target.name, draft, 1) if target and target is not entity else ""
    if target is None or not (link or target is entity) or not cursor.take(*BECOMES):
        return False
    effect = _state(target, link, "_".join(words_of(cursor.rest)))
    which, action = REACHED[phrase].split()
    trigger = _trigger(entity, int(which), action, draft)
    if effect is None or trigger is None:
        return False
    name = f"{naming.snake(entity.name)}_{action}s"
    draft.put_apart("job", "", name, Job(name=name, trigger=trigger, effects=[effect]), draft.plan.jobs)
    return True


def _state(entity: Entity, link: str, value: str) -> SetEffect | None:
    """The field that has this value, over the link."""
    for field in entity.fields:
        path = f"{link}.{field.name}" if link else field.name
        if any(c.value == value for c in field.enum):
            return SetEffect(field=path, value=repr(value))
        if field.type == "boolean" and value and value in (field.name, field.name.removeprefix("is_")):
            return SetEffect(field=path, value="True")
    return None


def _trigger(entity: Entity, which: int, action: str, draft: Draft) -> Trigger | None:
    if draft.action(entity.name, action):
        return Trigger(on="action", entity=entity.name, action=action)
    moments = intervals.interval(entity) or intervals.beginning(entity)
    if len(moments) <= which:
        return None
    name, kind = moments[which], intervals.kind(entity, moments[which])
    if kind == "time":
        return None
    daily = kind == "date"
    when = f"{name} == today" if daily else f"{name} <= now and {name} > now - hours(1)"
    often = "day" if daily else "hour"
    draft.assume(f"Every {often} it is looked whether the {name.replace('_', ' ')} of {one(entity.name)} has come.")
    return Trigger(on="schedule", cron="0 0 * * *" if daily else "0 * * * *", entity=entity.name, when=when)


SHAPES = (Shape("lifecycles", 4, read, "When a Rental starts, the Car becomes rented."),)
