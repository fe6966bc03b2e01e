"""Whose a row is: who may change every row says so, for people that there are; who may not names nobody else."""

from __future__ import annotations

from functools import partial

from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, topic
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.steps import UNKNOWN
from scaffolder.criteria.story import Impossible, Story
from scaffolder.plan import Entity


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        if facts.has_login and entity.owner:
            for write in (_given, _kept):
                yield Attempt("owner", (entity.name,), tuple(entity.satisfies), partial(write, facts, entity), True)


def _draft(entity: Entity, name: str, story: Story, *words: str) -> Draft:
    given, when, then = words
    return Draft(
        name, "owner", (entity.name,), tuple(entity.satisfies), topic(entity, "access"), tuple(story.steps),
        given, when, then,
    )  # fmt: skip


def _given(facts: Facts, entity: Entity) -> Draft:
    story, key = Story(facts), f"{entity.owner}_id"
    maker, changer = story.writer(entity.name, "create"), story.writer(entity.name, "update")
    profile = facts.index.profile_role(entity.name)
    role = profile or next(r for r in facts.plan.roles if not r.anonymous)
    first, second = story.world.user(role.name), story.world.user(f"other {role.name}")
    given = {k: v for k, v in story.complete(entity.name, {}).items() if k != key}
    story.create(maker, entity.name, {**given, key: UNKNOWN}, refused="invalid")
    row = story.create(maker, entity.name, {**given, key: first}, see=[key])
    story.update(changer, row, {key: UNKNOWN}, refused="invalid")
    story.update(changer, row, {key: second}, see=[key])
    words = ("", f"somebody who may change every row says whose {a(entity)} is", "it is theirs, if they exist")
    return _draft(entity, f"{a(entity)} is given to somebody", story, *words)


def _kept(facts: Facts, entity: Entity) -> Draft:
    for permission in facts.plan.permissions:
        role = facts.index.role(permission.role)
        if permission.entity != entity.name or "create" not in permission.operations or role is None or role.anonymous:
            continue
        story, key = Story(facts), f"{entity.owner}_id"
        if access.unrestricted(story.world, story.world.user(role.name), entity.name, "update"):
            continue
        given = {k: v for k, v in story.complete(entity.name, {}).items() if k != key}
        somebody = story.world.user(f"other {role.name}")
        story.create(role.name, entity.name, {**given, key: somebody}, refused="invalid")
        words = ("", f"somebody creates {a(entity)} for another one", "it is refused, and the owner is named")
        return _draft(entity, f"{a(entity)} is never given to somebody else by who may not", story, *words)
    raise Impossible("who creates it may also change it")
