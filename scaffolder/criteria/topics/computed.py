"""Computed fields: rows for which the result differs from that of any expression nearly the same."""

from __future__ import annotations

from functools import partial

from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, listing, topic
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import made
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import telling
from scaffolder.plan import Entity, Field


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        for field in entity.fields:
            if field.computed:
                element = (f"{entity.name}.{field.name}",)
                yield Attempt("computed", element, tuple(field.satisfies), partial(_computed, facts, entity, field))


def _computed(facts: Facts, entity: Entity, field: Field) -> Draft:
    found = telling(facts, entity.name, field.computed or "None", values=field.type != "boolean", most=3)
    if not found:
        raise Impossible("no row was found for which it has a value")
    story = Story(facts)
    for told in found:
        row = made(story, told.recipe)
        story.fetch(story.reader(entity.name), row, see=[field.name])
    said = listing([field.name])
    return Draft(
        f"{said} of {a(entity)} is computed", "computed", (f"{entity.name}.{field.name}",), tuple(field.satisfies),
        topic(entity, "computed"), tuple(story.steps), a(entity), "it is read", f"its {said} is {field.computed}",
    )  # fmt: skip
