"""What an action asks for: without one of its values it is refused, and nothing is done."""

from __future__ import annotations

from functools import partial

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, listing
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import realise
from scaffolder.criteria.story import Story
from scaffolder.criteria.topics import actions
from scaffolder.plan import Action, Param


def attempts(facts: Facts) -> Attempts:
    for action in facts.plan.actions:
        if needed(action):
            yield Attempt(
                "required", (actions.named(action),), tuple(action.satisfies), partial(_missing, facts, action)
            )


def needed(action: Action) -> list[Param]:
    """Those without which it cannot be done. (A flag that nobody sets is off, and of several there may be none.)"""
    return [p for p in action.params if p.required and p.default is None and p.type != "boolean" and not p.multiple]


def _missing(facts: Facts, action: Action) -> Draft:
    recipe = actions.allowed(facts, action)
    story = Story(facts)
    row = realise(story, recipe)
    given = actions.arguments(story, action, recipe)
    for param in needed(action):
        story.act(recipe.actor, action, row, {k: v for k, v in given.items() if k != param.name}, refused="invalid")
    keys = actions.own_keys(facts, action, row)
    if row is not None and keys:
        story.fetch(story.reader(row.entity.name), row, see=keys)
    said = listing([" ".join(naming.words(p.name)) for p in needed(action)])
    name = f"to {actions.about(action)} without {said} is refused"
    words = (
        a(action.entity) if action.entity else "",
        f"somebody who may wants to {actions.about(action)} without {said}",
        "it is refused, and the missing value is named",
    )
    return actions.drafted(facts, action, "required", name, story, words)
