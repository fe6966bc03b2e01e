"""Limits hold for what actions create, too."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from msgspec.structs import replace

from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a
from scaffolder.criteria.oracle import acting, rules
from scaffolder.criteria.oracle.world import Facts, Refusal, Row
from scaffolder.criteria.solver import Recipe, realise
from scaffolder.criteria.steps import Accepted, Act
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics.actions import about, allowed, arguments, drafted, named, run, runners
from scaffolder.criteria.topics.constraints import MOST, full_group
from scaffolder.plan import Action, Constraint, CreateEffect


def attempts(facts: Facts) -> Attempts:
    for action in facts.plan.actions:
        for effect in action.effects:
            if isinstance(effect, CreateEffect):
                yield from _full(facts, action, effect)


def _full(facts: Facts, action: Action, effect: CreateEffect) -> Attempts:
    for constraint in facts.index.constraints(effect.entity, "limit"):
        asked = tuple(constraint.satisfies) or tuple(action.satisfies)
        write = partial(_over_limit, facts, action, effect, constraint)
        yield Attempt("limit", (f"{effect.entity}.{constraint.name}", named(action)), asked, write)


def _over_limit(facts: Facts, action: Action, effect: CreateEffect, constraint: Constraint) -> Draft:
    with suppress(Impossible):
        return _full_already(facts, action, effect, constraint)
    recipe = allowed(facts, action)
    story = Story(facts)
    made = facts.index.entity(effect.entity)
    for _ in range(MOST + 1):
        row = realise(story, recipe) if not story.steps else _another(story, action, constraint, effect, recipe)
        if row is None:
            raise Impossible("it is not about a row")
        try:
            acting.act(story.world, recipe.actor, action, row, arguments(story, action, recipe))
        except Refusal as refusal:
            if refusal.refused.words != rules.told(story.world, constraint, made) or refusal.refused.why != "conflict":
                raise Impossible("something else stands in the way first") from None
            story.act(recipe.actor, action, row, arguments(story, action, recipe), refused="conflict")
            if constraint.where:
                _later(story, partial(run, story, action, row, recipe))
            return _within(facts, action, effect, constraint, story)
        for new in story.world.rows(made.name):
            new.name = new.name or "-"
        given = arguments(story, action, recipe)
        story.step(Act(recipe.actor, action.entity, action.name, row.name, story.told(given), Accepted()))
    raise Impossible("the limit is not reached")


def _later(story: Story, deed: Callable[[], None]) -> None:
    """It is done after all when the time is over that a limit is about, if it is about one."""
    now = story.world.now
    for days in (1, 7, 31, 366):
        marker = len(story.steps)
        with suppress(Impossible):
            story.at(timedelta(days=days))
            deed()
            return
        del story.steps[marker:]
        story.world.now = now


def _full_already(facts: Facts, action: Action, effect: CreateEffect, constraint: Constraint) -> Draft:
    """The group of the row acted on is full before the action; others filled it."""
    if action.scope != "instance" or any(effect.values.get(name) != "self" for name in constraint.per):
        raise Impossible("the limit is not about the row acted on")
    story, entity = Story(facts), facts.index.entity(effect.entity)
    _, same, _ = full_group(story, entity, constraint)
    row = next(iter(same.values()), None)
    actor = runners(facts, action)[0]
    role = facts.index.role(actor)
    if role is not None and role.entity:
        story.profile(actor)
    if not isinstance(row, Row):
        raise Impossible("the limit counts all rows")
    story.act(actor, action, row, story.params(action), refused="conflict")
    if getattr(story.steps[-1].expect, "words", "") != rules.told(story.world, constraint, entity):  # type: ignore[union-attr]
        raise Impossible("something else stands in the way first")
    return _within(facts, action, effect, constraint, story)


def _within(facts: Facts, action: Action, effect: CreateEffect, constraint: Constraint, story: Story) -> Draft:
    name = f"to {about(action)} keeps within {' '.join(constraint.name.split('_'))}"
    words = (
        f"as many as allowed of {a(effect.entity)}",
        f"somebody wants to {about(action)} once more",
        "it is refused",
    )
    told = drafted(facts, action, "limit", name, story, words)
    cites = tuple(constraint.satisfies) or told.cites
    return replace(told, cites=cites, elements=(f"{effect.entity}.{constraint.name}", named(action)))


def _another(story: Story, action: Action, constraint: Constraint, effect: CreateEffect, recipe: Recipe) -> Row:
    """The row to act on next: the same one where the limit counts per it, else a fresh one."""
    if action.entity is None:
        raise Impossible("it is about no entity")
    same = [n for n in constraint.per if effect.values.get(n) == "self"]
    rows = [r for r in story.world.rows(action.entity) if r.name]
    if same:
        return rows[-1]
    over = {c.path[0]: c.value for c in recipe.changes if c.kind == "set" and len(c.path) == 1}
    return story.make(action.entity, over)
