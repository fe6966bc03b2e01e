"""What happens by itself: jobs and notifications, for the rows that are due and for no others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.criteria.candidates import Change
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a
from scaffolder.criteria.oracle import happening
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, merged, realise, side_by_side
from scaffolder.criteria.steps import INVENTED, RunJobs, Sent
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import telling
from scaffolder.criteria.topics import actions, permissions
from scaffolder.plan import CreateEffect, Job, Notification, Rule, SetEffect, Trigger
from scaffolder.plan.index import relation_key


def attempts(facts: Facts) -> Attempts:
    for job in facts.plan.jobs:
        yield Attempt("job", (f"job:{job.name}",), tuple(job.satisfies), partial(_job, facts, job))
    for notification in facts.plan.notifications:
        element, asked = (f"notification:{notification.name}",), tuple(notification.satisfies)
        yield Attempt("notification", element, asked, partial(_notification, facts, notification))
        yield Attempt("notification", element, asked, partial(_without_address, facts, notification), further=True)


def _draft(name: str, rule: Rule, element: str, asked: list[str], story: Story, *words: str) -> Draft:
    given, when, then = words
    return Draft(name, rule, (element,), tuple(asked), "happenings", tuple(story.steps), given, when, then)


def _rows(facts: Facts, trigger: Trigger, start: Sequence[Change]) -> list[Recipe]:
    """Rows that are due and rows that are not, each made with the changes of `start`."""
    if trigger.entity is None:
        raise Impossible("it is about no entity")
    if trigger.when is None:
        return [Recipe(trigger.entity, tuple(start))]
    found = telling(facts, trigger.entity, trigger.when, start=start)
    if not any(t.value is True for t in found):
        raise Impossible("no row was found that is due")
    return [t.recipe for t in found]


def _address(facts: Facts, notification: Notification) -> list[Change]:
    """Somebody has to get the message: the address it goes to is filled in, where people write it."""
    entity, to = notification.trigger.entity, notification.to
    if entity is None or not to or to == "user" or to.startswith("role:"):
        return []
    typed = facts.typed(to, entity)
    for steps in typed.paths.values():
        last = steps[-1]
        plain = all(s.kind in ("to_one", "field") and not s.inverse for s in steps)
        if plain and last.field is not None and last.entity and last.field in facts.index.writable(last.entity):
            return [Change("set", tuple(s.name for s in steps), INVENTED)]
    return []


def _due(facts: Facts, trigger: Trigger, start: Sequence[Change] = ()) -> tuple[Story, list[Row], list[Row]]:
    """A story with rows side by side: those due now, those not."""
    story = Story(facts)
    rows = side_by_side(story, _rows(facts, trigger, start))
    due = happening.due(story.world, trigger)
    mine = [r for r in rows if r in due]
    if not mine:
        raise Impossible("no row is due when all stand side by side")
    return story, mine, [r for r in rows if r not in due]


def _job(facts: Facts, job: Job) -> Draft:
    if job.trigger.on != "schedule":
        return _event_job(facts, job)
    story, due, idle = _due(facts, job.trigger)
    _run(story)
    _look(story, job, due, idle)
    said = " ".join(naming.words(job.name))
    words = ("rows that are due and rows that are not", "the jobs run", "what is due is done, and nothing else")
    return _draft(f"job {said} does what is due", "job", f"job:{job.name}", job.satisfies, story, *words)


def _run(story: Story) -> None:
    happening.run_scheduled(story.world)
    story.step(RunJobs())


def _look(story: Story, job: Job, due: list[Row], idle: list[Row]) -> None:
    """See the effects on each row."""
    keys = [e.field for e in job.effects if isinstance(e, SetEffect) and "." not in e.field]
    for row in due + idle:
        reader = story.reader(row.entity.name)
        if row.deleted:
            story.fetch(reader, row, refused="missing")
        else:
            story.fetch(reader, row, see=keys)
    for effect in job.effects:
        if isinstance(effect, CreateEffect):
            made = story.index.entity(effect.entity)
            keys = [relation_key(r) if (r := story.index.relation(made.name, n)) else n for n in effect.values]
            story.appeared(story.reader(made.name), made.name, keys)


def _event_job(facts: Facts, job: Job) -> Draft:
    story = Story(facts)
    row = _event(facts, story, job.trigger)
    _look(story, job, [row], [])
    said = " ".join(naming.words(job.name))
    words = (a(row.entity), f"it is {_past(job.trigger)}", "the job is done")
    return _draft(f"job {said} is done at once", "job", f"job:{job.name}", job.satisfies, story, *words)


def _past(trigger: Trigger) -> str:
    return f"acted on ({' '.join(naming.words(trigger.action or ''))})" if trigger.on == "action" else trigger.on


def _event(facts: Facts, story: Story, trigger: Trigger, start: Sequence[Change] = ()) -> Row:
    """Let happen what a trigger waits for, to a row for which its condition holds."""
    if trigger.entity is None:
        raise Impossible("it is about no entity")
    if trigger.on == "action":
        action = next(x for x in facts.index.actions(trigger.entity) if x.name == trigger.action)
        recipe = actions.allowed(facts, action)
        row = realise(story, Recipe(recipe.entity, merged(start, recipe.changes), recipe.actor))
        if row is None:
            raise Impossible("it is not about a row")
        story.act(recipe.actor, action, row, story.params(action, recipe.params))
        return row
    for recipe in _rows(facts, trigger, start):
        if trigger.when is None or trigger.on in ("created", "condition"):
            row = realise(story, recipe)
            if row is not None and (trigger.when is None or story.world.evaluate(trigger.when, row) is True):
                return _change(story, trigger, row)
    raise Impossible("no row was found that it waits for")


def _change(story: Story, trigger: Trigger, row: Row) -> Row:
    if trigger.on == "updated":
        permissions.changed(story, story.writer(row.entity.name, "update"), row)
    elif trigger.on == "deleted":
        story.delete(story.writer(row.entity.name, "delete"), row)
    return row


def _notification(facts: Facts, notification: Notification) -> Draft:
    said = " ".join(naming.words(notification.name))
    element, asked = f"notification:{notification.name}", notification.satisfies
    if notification.trigger.on != "schedule":
        story = Story(facts)
        row = _event(facts, story, notification.trigger, _address(facts, notification))
        _sent(story, notification)
        words = (a(row.entity), f"it is {_past(notification.trigger)}", "the message goes out, with these words")
        return _draft(f"notification {said} is sent", "notification", element, asked, story, *words)
    story, _, _ = _due(facts, notification.trigger, _address(facts, notification))
    _run(story)
    _sent(story, notification)
    _run(story)
    _sent(story, notification)
    words = (
        "rows that are due and rows that are not",
        "the jobs run twice",
        "one message goes out for each that is due",
    )
    return _draft(f"notification {said} is sent once", "notification", element, asked, story, *words)


def _without_address(facts: Facts, notification: Notification) -> Draft:
    """A row that may lack the address: then nobody is told, and all else is done."""
    lacking = [replace(change, value=None) for change in _address(facts, notification)]
    if not lacking or notification.trigger.on == "schedule" or notification.channel not in ("email", "webhook"):
        raise Impossible("the message has an address always")
    story = Story(facts)
    row = _event(facts, story, notification.trigger, lacking)
    if happening.recipients(story.world, notification, row, None):
        raise Impossible("somebody would get it")
    others = tuple(sorted({subject for _, _, subject, _ in story.world.outbox}))
    story.step(Sent(notification.name, notification.channel, (), others, ()))
    said = " ".join(naming.words(notification.name))
    words = (f"{a(row.entity)} without an address", f"it is {_past(notification.trigger)}", "no message goes out")
    element = f"notification:{notification.name}"
    return _draft(
        f"{said} without an address is not sent", "notification", element, notification.satisfies, story, *words
    )


def _sent(story: Story, notification: Notification) -> None:
    messages: list[Any] = [m[1:] for m in story.world.outbox if m[0] == notification.name]
    if not messages:
        raise Impossible("nobody would get it")
    channels = {n.name: n.channel for n in story.plan.notifications}
    mine = {subject for _, subject, _ in messages}
    others = {m[2] for m in story.world.outbox if channels[m[0]] == notification.channel} - mine
    readers: tuple[str, ...] = ()
    if notification.channel == "in_app":
        readers = tuple(dict.fromkeys(to.partition(":")[2] if story.facts.has_login else "" for to, _, _ in messages))
        if not all(readers) and story.facts.has_login:
            raise Impossible("no login user would see it")
    story.step(Sent(notification.name, notification.channel, tuple(messages), tuple(sorted(others)), readers))
