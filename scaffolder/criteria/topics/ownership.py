"""Whose a row is: who may change every row says so, for people that there are; who may not names nobody else."""

from __future__ import annotations

from functools import partial

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, topic
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import Recipe
from scaffolder.criteria.steps import UNKNOWN
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import reached
from scaffolder.plan import Entity, Role


def attempts(facts: Facts) -> Attempts:
    for entity in facts.plan.entities:
        if facts.has_login and entity.owner:
            if facts.index.profile_role(entity.name) is None:
                by_admin = not _creators(facts, entity)  # then `_given` shows whose a row is
                write_owned = partial(_owned, facts, entity)
                yield Attempt("owner", (entity.name,), tuple(entity.satisfies), write_owned, by_admin)
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
    for role in _creators(facts, entity):
        story, key = Story(facts), f"{entity.owner}_id"
        if access.unrestricted(story.world, story.world.user(role.name), entity.name, "update"):
            continue
        given = {k: v for k, v in story.complete(entity.name, {}).items() if k != key}
        somebody = story.world.user(f"other {role.name}")
        story.create(role.name, entity.name, {**given, key: somebody}, refused="invalid")
        words = ("", f"somebody creates {a(entity)} for another one", "it is refused, and the owner is named")
        return _draft(entity, f"{a(entity)} is never given to somebody else by who may not", story, *words)
    raise Impossible("who creates it may also change it")


def _owned(facts: Facts, entity: Entity) -> Draft:
    """Who creates a row owns it."""
    for role in _creators(facts, entity):
        story = Story(facts)
        given = reached.sent_by(story, role, entity, Recipe(entity.name, (), role.name))
        row = story.create(role.name, entity.name, given, see=[f"{entity.owner}_id"])
        story.fetch(story.reader(entity.name), row, see=[f"{entity.owner}_id"])
        words = ("", f"a {' '.join(naming.words(role.name))} creates {a(entity)}", "it is theirs")
        return _draft(entity, f"{a(entity)} belongs to who created it", story, *words)
    raise Impossible("no role but an administrator creates it")


def _creators(facts: Facts, entity: Entity) -> list[Role]:
    """Who may create rows and has a login, but for administrators."""
    granted = [p for p in facts.plan.permissions if p.entity == entity.name and "create" in p.operations]
    found = [facts.index.role(p.role) for p in granted]
    return [role for role in found if role is not None and not role.anonymous]
