"""Whoever runs an action that makes a row of theirs, and has no profile yet."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import realise
from scaffolder.criteria.steps import Refused
from scaffolder.criteria.story import Story
from scaffolder.criteria.topics.actions import about, allowed, arguments, drafted, named
from scaffolder.plan import Action, CreateEffect


def attempts(facts: Facts) -> Attempts:
    for action in facts.plan.actions:
        asked_before = any("user" in naming.words(p.expr) for p in action.preconditions)
        if _of_profile(facts, action) and not asked_before:
            element, asked = (named(action),), tuple(action.satisfies)
            yield Attempt("effect", element, asked, partial(_unknown, facts, action), further=True)


def _of_profile(facts: Facts, action: Action) -> str:
    """The name by which a row that it makes must be given the profile of who acts; empty where none must."""
    made = [e for e in action.effects if isinstance(e, CreateEffect)]
    links = ((facts.index.relation(e.entity, name), text) for e in made for name, text in e.values.items())
    needed = (text for link, text in links if link and link.required and text.count(".") == 1)
    return next((text.removeprefix("user.") for text in needed if text.startswith("user.")), "")


def _unknown(facts: Facts, action: Action) -> Draft:
    """Who may run it and has no profile yet is refused, and told why."""
    recipe = allowed(facts, action)
    story = Story(facts)
    row = realise(story, recipe)
    story.act(f"other {recipe.actor}", action, row, arguments(story, action, recipe), refused="conflict")
    profile = " ".join(naming.words(_of_profile(facts, action)))
    story.steps[-1] = replace(
        story.steps[-1], expect=Refused("conflict", words=f"There is no {profile} for your login yet.")
    )
    words = (
        f"a login without {profile}",
        f"{profile} wants to {about(action)}",
        "it is refused: there is none yet",
    )
    return drafted(facts, action, "effect", f"cannot {about(action)} without {profile}", story, words)
