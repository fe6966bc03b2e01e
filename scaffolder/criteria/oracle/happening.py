"""What happens by itself: jobs and notifications, after a change or when their time has come."""

from __future__ import annotations

import re
from typing import Any

from scaffolder.criteria.oracle.world import Row, User, World
from scaffolder.criteria.values import wire
from scaffolder.plan import Job, Notification, SetEffect, Trigger


def announce(world: World, event: str, row: Row, action: str = "", user: User | None = None) -> None:
    """Run the jobs and send the notifications that wait for this event, which `user` brought about."""
    for job in world.plan.jobs:
        if _meant(world, job.trigger, event, row, action):
            _run(world, job, row)
    for notification in world.plan.notifications:
        if _meant(world, notification.trigger, event, row, action):
            send(world, notification, row, user)


def run_scheduled(world: World) -> None:
    """Every scheduled job and notification, for each row for which it is due."""
    for job in world.plan.jobs:
        for row in due(world, job.trigger):
            _run(world, job, row)
    for notification in world.plan.notifications:
        for row in due(world, notification.trigger):
            key = (notification.name, row.entity.name, row.id)
            if key not in world.reminded:
                world.reminded.add(key)
                send(world, notification, row)


def due(world: World, trigger: Trigger) -> list[Row]:
    if trigger.on != "schedule" or trigger.entity is None:
        return []
    rows = world.rows(trigger.entity)
    return [r for r in rows if trigger.when is None or world.evaluate(trigger.when, r) is True]


def _meant(world: World, trigger: Trigger, event: str, row: Row, action: str) -> bool:
    if trigger.entity != row.entity.name:
        return False
    if trigger.on == "condition":
        return event in ("created", "updated", "action") and world.evaluate(trigger.when or "False", row) is True
    if trigger.on != event or (event == "action" and trigger.action != action):
        return False
    return trigger.when is None or world.evaluate(trigger.when, row) is True


def _run(world: World, job: Job, row: Row) -> None:
    from scaffolder.criteria.oracle import acting, rules

    for effect in job.effects:
        for changed in acting.perform(world, effect, row, user=None, params={}, action=None):
            rules.hold(world, changed)
    if not row.deleted and any(isinstance(e, SetEffect) and "." not in e.field for e in job.effects):
        for notification in world.plan.notifications:
            if notification.trigger.on == "condition" and _meant(world, notification.trigger, "updated", row, ""):
                send(world, notification, row)


def send(world: World, notification: Notification, row: Row, user: User | None = None) -> None:
    subject, body = (filled(world, text, row) for text in (notification.subject, notification.body))
    for address in recipients(world, notification, row, user):
        world.outbox.append((notification.name, address, subject, body))


def recipients(world: World, notification: Notification, row: Row, user: User | None) -> list[str]:
    """Addresses; "role:librarian" for all with that role; "user:other member" for the login user of an actor."""
    to = notification.to
    if to.startswith("role:"):
        return [to]  # whoever has it
    if not to:
        return [""]
    if to == "user":
        meant = row.stored.get(row.entity.owner) if row.entity.owner else user
        return [f"user:{meant.actor}"] if isinstance(meant, User) else []
    found = world.evaluate(to, row)
    return [found] if isinstance(found, str) else []


def filled(world: World, text: str, row: Row) -> str:
    """A text with each "{path}" replaced by what stands there."""
    return re.sub(r"\{([^{}]+)\}", lambda m: shown(world.evaluate(m.group(1).strip(), row)), text)


def shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Row):
        return str(value.stored.get(value.entity.display or "", value.id))
    return str(wire(value))
