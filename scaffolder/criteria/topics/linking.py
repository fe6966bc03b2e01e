"""What rows may be linked to: those that are there for who asks. A row of others is refused as if there were none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, topic
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, realise
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import actions
from scaffolder.criteria.topics.reached import recipes, sent_by
from scaffolder.plan import Action, Entity, Param, Permission, Relation
from scaffolder.plan.index import relation_key


def attempts(facts: Facts) -> Attempts:
    for permission in facts.plan.permissions:
        if permission.where and "read" in permission.operations:
            element = (f"permission:{permission.role}.{permission.entity}",)
            for write in _ways(facts, permission):
                yield Attempt("owner", element, tuple(permission.satisfies), write, further=True)


def _ways(facts: Facts, permission: Permission) -> Iterator[Callable[[], Draft]]:
    for entity in facts.plan.entities:
        for relation in entity.relations:
            if relation.target == permission.entity and facts.index.settable(entity.name, relation):
                yield partial(_linked, facts, permission, entity, relation)
                yield partial(_kept, facts, permission, entity, relation)
    for action in facts.plan.actions:
        for param in action.params:
            if param.ref == permission.entity:
                yield partial(_named, facts, permission, action, param)


def _draft(facts: Facts, permission: Permission, about: Entity, name: str, story: Story, *words: str) -> Draft:
    given, when, then = words
    return Draft(
        name, "owner", (f"permission:{permission.role}.{permission.entity}",), tuple(permission.satisfies),
        topic(about, "access"), tuple(story.steps), given, when, then,
    )  # fmt: skip


def _hidden(story: Story, permission: Permission) -> tuple[str, Row]:
    """Who may not see a row, and that row. Raises Impossible."""
    for recipe in recipes(story.facts, permission, False)[:4]:
        steps = list(story.steps)
        with suppress(Impossible):
            row = realise(story, recipe)
            if row is not None and not access.linkable(story.world, story.world.user(recipe.actor), row):
                return recipe.actor, row
        story.steps = steps
    raise Impossible("no row was found that the role may not see")


def _linked(facts: Facts, permission: Permission, entity: Entity, relation: Relation) -> Draft:
    """The role creates a row, and changes it: neither leads to what it may not see."""
    story, key = Story(facts), relation_key(relation)
    actor, hidden = _hidden(story, permission)
    given = sent_by(story, facts.index.role(permission.role), entity, Recipe(entity.name, (), actor))
    wrong = {key: _ends(relation, hidden)}
    story.create(actor, entity.name, {**given, **wrong}, refused="invalid")
    row = story.create(actor, entity.name, given)
    with suppress(Impossible):
        story.update(actor, row, wrong, refused="invalid")
    role, target = " ".join(naming.words(permission.role)), a(relation.target)
    name = f"{role} does not link {a(entity)} to {target} that is not there for them"
    when = f"a {role} links {a(entity)} to {target} that they may not see"
    return _draft(facts, permission, entity, name, story, f"{target} of others", when, "it is refused as unknown")


def _kept(facts: Facts, permission: Permission, entity: Entity, relation: Relation) -> Draft:
    """A row that is linked already to what the role may not see stays so, and is not moved to another such row."""
    story, key = Story(facts), relation_key(relation)
    actor, hidden = _hidden(story, permission)
    _, other = _hidden(story, permission)
    row = _changeable(story, permission.role, entity)
    story.update(story.writer(entity.name, "update"), row, {key: _ends(relation, hidden)})
    story.update(actor, row, {key: _ends(relation, hidden)}, see=[key])
    if other is not hidden:
        story.update(actor, row, {key: _ends(relation, other)}, refused="invalid")
    role, target = " ".join(naming.words(permission.role)), a(relation.target)
    name = f"{a(entity)} keeps {target} that a {role} may not see"
    given = f"{a(entity)} that somebody else has linked to {target}"
    return _draft(facts, permission, entity, name, story, given, f"a {role} changes it and leaves the link", "it stays")


def _changeable(story: Story, role: str, entity: Entity) -> Row:
    """A row that a role may change. Raises Impossible."""
    for permission in story.index.permissions(role, entity.name):
        for recipe in recipes(story.facts, permission, True)[:2] if "update" in permission.operations else ():
            with suppress(Impossible):
                row = realise(story, recipe)
                if row is not None:
                    return row
    raise Impossible(f"{role} changes no {entity.name}")


def _named(facts: Facts, permission: Permission, action: Action, param: Param) -> Draft:
    """An action of the role is not given what it may not see."""
    recipe = actions.allowed(facts, action)
    story = Story(facts)
    row = realise(story, recipe)
    given = actions.arguments(story, action, recipe)
    actor, hidden = _hidden(story, permission)
    story.act(actor, action, row, {**given, param.name: [hidden] if param.multiple else hidden}, refused="invalid")
    role, target = " ".join(naming.words(permission.role)), a(permission.entity)
    name = f"{role} does not {actions.about(action)} with {target} that is not there for them"
    words = (f"{target} of others", f"a {role} wants to {actions.about(action)} with it", "it is refused as unknown")
    about = facts.index.entity(action.entity or permission.entity)
    return _draft(facts, permission, about, name, story, *words)


def _ends(relation: Relation, row: Row) -> Row | list[Row]:
    return [row] if relation.cardinality == "many_to_many" else row
