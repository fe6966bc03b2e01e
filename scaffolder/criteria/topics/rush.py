"""Many at the same moment: what is unique, intervals that never overlap, limits, and actions on one row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Literal

from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, listing, topic
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import rules
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import realise
from scaffolder.criteria.steps import Accepted, AtOnce, Refused, Why
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import actions, constraints
from scaffolder.plan import Action, Constraint, Entity, Field, SetEffect

Manner = Literal["alike", "varied", "apart"]
MANNERS: tuple[Manner, ...] = ("alike", "varied", "apart")  # the same; another; and no more in common than asked for
PEOPLE = 8
PLACES = 3  # that are left within a limit


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        for field in (f for f in facts.index.writable(entity.name) if f.unique):
            element = (f"{entity.name}.{field.name}",)
            yield Attempt("unique", element, tuple(field.satisfies), partial(_same_value, facts, entity, field), True)
        for constraint in entity.constraints:
            if constraint.kind != "check":
                write = partial(_constrained, facts, entity, constraint)
                element = (f"{entity.name}.{constraint.name}",)
                yield Attempt(constraint.kind, element, tuple(constraint.satisfies), write, True)
    for action in facts.plan.actions:
        if action.scope == "instance":
            for run in (_on_one_row, _beside_each_other):
                element = (actions.named(action),)
                yield Attempt("effect", element, tuple(action.satisfies), partial(run, facts, action), True)


def _same_value(facts: Facts, entity: Entity, field: Field) -> Draft:
    def rush(manner: Manner) -> Story:
        story = Story(facts)
        _create(story, entity, {field.name: invent(facts, entity, field, 0)}, manner, Refused("conflict", field.name))
        return story

    said, element = listing([field.name]), (f"{entity.name}.{field.name}",)
    words = ("", f"many create {a(entity)} with the same {said} at once", "one of them gets it")
    name = f"one of many gets the same {said} of {a(entity)}"
    steps = tuple(_first(rush).steps)
    return Draft(name, "unique", element, tuple(field.satisfies), topic(entity, "at_once"), steps, *words)


def _constrained(facts: Facts, entity: Entity, constraint: Constraint) -> Draft:
    def rush(manner: Manner) -> Story:
        story = Story(facts)
        over = dict(_wanted(story, entity, constraint))
        _create(story, entity, over, manner, Refused("conflict", words=rules.told(story.world, constraint, entity)))
        return story

    name = f"{' '.join(constraint.name.split('_'))} of {a(entity)} holds for many at once"
    words = ("", f"many create {a(entity)} at once", "no more of them get through than one after the other")
    element, steps = (f"{entity.name}.{constraint.name}",), tuple(_first(rush).steps)
    return Draft(
        name, constraint.kind, element, tuple(constraint.satisfies), topic(entity, "at_once"), steps, *words
    )  # fmt: skip


def _first(rush: Callable[[Manner], Story]) -> Story:
    """In the plainest manner in which nothing else stands in their way."""
    for manner in MANNERS[:-1]:
        with suppress(Impossible):
            return rush(manner)
    return rush(MANNERS[-1])


def _wanted(story: Story, entity: Entity, constraint: Constraint) -> Iterator[tuple[str, Any]]:
    """What all of them want; rows that fill a group but for a few places are made first."""
    counted = constraints.under(story.facts, entity, constraint)
    yield from counted.items()
    if constraint.kind == "unique":
        given = story.complete(entity.name, counted, full=True)
        yield from ((k, v) for k, v in given.items() if k in constraint.fields or k[:-3] in constraint.fields)
        return
    same = constraints.shared(story, entity, constraint)
    yield from same.items()
    if constraint.kind == "no_overlap":
        start, end = constraint.fields[:2]
        yield from constraints.interval(story.facts, entity, start, end, 0, 2).items()
    else:
        allowed = _allowed(story.facts, entity, constraint)
        story.counting = allowed > constraints.MANY
        for _ in range(allowed - PLACES):
            story.make(entity.name, {**counted, **same})
        story.counting = False


def _allowed(facts: Facts, entity: Entity, constraint: Constraint) -> int:
    return constraints.full_group(Story(facts), entity, constraint)[2]


def _create(story: Story, entity: Entity, over: Mapping[str, Any], manner: Manner, reason: Refused) -> None:
    """Raises Impossible where it is not for this reason that some get nothing."""
    writer = story.writer(entity.name, "create")
    others = [r for r in entity.relations if r.required and r.cardinality == "many_to_one" and r.name not in over]
    own = [{r.name: story.make(r.target) for r in others} if manner == "apart" else {} for _ in range(PEOPLE)]
    first = story.complete(entity.name, {**over, **own[0]})  # what they point at is there before

    def deed(mine: Mapping[str, Any], refused: Why | None) -> None:
        given = first if manner == "alike" else story.complete(entity.name, {**over, **mine})
        story.create(writer, entity.name, given, refused=refused)

    rush = story.at_once(writer, entity.name, [partial(deed, mine) for mine in own])
    found = [deed.expect for deed in rush.deeds if isinstance(deed.expect, Refused)]
    if len(found) in (0, PEOPLE) or set(found) != {reason}:
        raise Impossible("they do not stand in each other's way, or something else does")


def _on_one_row(facts: Facts, action: Action) -> Draft:
    story, _ = _run(facts, action, apart=False)
    words = (a(action.entity or ""), f"many want to {actions.about(action)} at once", "it is as if they queued")
    return actions.drafted(facts, action, "effect", f"many {actions.about(action)} at once", story, words)


def _beside_each_other(facts: Facts, action: Action) -> Draft:
    """Each on a row of their own, where these change the same far one."""
    story, rush = _run(facts, action, apart=True)
    if _answers(rush) != _answers(_run(facts, action, apart=True, backwards=True)[1]):
        raise Impossible("it depends on who comes first")
    words = (f"many of {a(action.entity or '')}", f"people {actions.about(action)} at once", "it is as if they queued")
    return actions.drafted(facts, action, "effect", f"to {actions.about(action)} side by side", story, words)


def _run(facts: Facts, action: Action, apart: bool, backwards: bool = False) -> tuple[Story, AtOnce]:
    recipe = actions.allowed(facts, action)
    story = Story(facts)
    row = realise(story, recipe)
    rows = _beside(story, action, row) if apart else [row] * PEOPLE
    given, far = actions.arguments(story, action, recipe), actions.far_rows(action, row)

    def deed(row: Row | None, refused: Why | None) -> None:
        story.act(recipe.actor, action, row, given, refused=refused)

    queue = reversed(rows) if backwards else rows
    rush = story.at_once(recipe.actor, action.entity, [partial(deed, row) for row in queue])
    if not _answers(rush)[1] and not _adds_up(action):
        raise Impossible("nobody can tell how often it was done")
    if not apart and row is not None and not row.deleted and (keys := actions.own_keys(facts, action, row)):
        story.fetch(story.reader(row.entity.name), row, see=keys)
    for target, key in far:
        story.fetch(story.reader(target.entity.name), target, see=[key])
    return story, rush


def _answers(rush: AtOnce) -> tuple[int, int]:
    """How many get through, and how many do not."""
    through = sum(isinstance(deed.expect, Accepted) for deed in rush.deeds)
    return through, len(rush.deeds) - through


def _beside(story: Story, action: Action, row: Row | None) -> list[Row]:
    """The row, and more like it that lead to the same far one. Raises Impossible where the action changes no such."""
    paths = [e.field.split(".")[0] for e in action.effects if isinstance(e, SetEffect) and "." in e.field]
    if row is None or not paths:
        raise Impossible("it changes its own row only")
    alike = {f.name: row.stored[f.name] for f in story.index.writable(row.entity.name) if not f.unique}
    over = {**{k: v for k, v in alike.items() if v is not None}, **{name: row[name] for name in paths}}
    return [row, *(story.make(row.entity.name, over) for _ in range(PEOPLE - 1))]


def _adds_up(action: Action) -> bool:
    """Does it work a new value out of the old one?"""
    sets = [e for e in action.effects if isinstance(e, SetEffect)]
    return any(re.search(rf"\b{re.escape(e.field)}\b", e.value) for e in sets)
