"""Lists that are narrowed and ordered by what only actions write: rows are brought there by acting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial

from scaffolder.criteria.drafting import Attempt, Attempts, Draft
from scaffolder.criteria.oracle.world import Facts, Refusal
from scaffolder.criteria.solver import made, realise
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import actions, narrowing
from scaffolder.criteria.topics.places import Place, inside
from scaffolder.plan import Action, CreateEffect, Effect, Entity, Field, SetEffect


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        people = {f.name for f in facts.index.writable(entity.name)} | facts.index.state_fields(entity.name)
        for field in entity.fields:
            if field.name not in people and not field.computed and field.type in narrowing.FILTERED:
                element = (f"{entity.name}.{field.name}",)
                yield Attempt("filter", element, (), partial(_told, facts, Place(entity), field), further=True)


def writers(facts: Facts, entity: Entity, field: Field) -> Iterator[Action]:
    """The actions that give the field of a row, or of one that they make, a value."""
    for action in facts.plan.actions:
        if action.scope == "instance" and any(_writes(e, action, entity, field) for e in action.effects):
            yield action


def _writes(effect: Effect, action: Action, entity: Entity, field: Field) -> bool:
    if isinstance(effect, CreateEffect):
        return effect.entity == entity.name and field.name in effect.values
    return isinstance(effect, SetEffect) and action.entity == entity.name and effect.field == field.name


def _told(facts: Facts, place: Place, field: Field) -> Draft:
    """Two rows that are acted on, one day after the other, and one that is not."""
    reader = Story(facts).reader(place.entity.name)
    for action in writers(facts, place.entity, field):
        with suppress(Impossible, Refusal):
            recipe, story = actions.allowed(facts, action), Story(facts)
            for _ in range(2):
                row = realise(story, recipe)
                actions.run(story, action, row, recipe)
                story.look_around()
                story.at(timedelta(days=1))
            with suppress(Impossible):
                made(story, inside(facts, place)[0])
            narrowing.narrow(story, reader, place, field)
            if field.type in narrowing.SORTED:
                story.list(reader, place.entity.name, sort=field.name)
                story.list(reader, place.entity.name, sort=f"-{field.name}")
            return narrowing.told(story, place, [field.name], (f"{place.entity.name}.{field.name}",), ())
    raise Impossible("no action was found that gives it different values")
