"""Permissions: what each role may do, to which rows, and that nobody else may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, a, topic
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Facts, Row
from scaffolder.criteria.solver import Recipe, realise
from scaffolder.criteria.steps import Why
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics.actions import allowed, everybody
from scaffolder.criteria.topics.reached import recipes, sent_by
from scaffolder.plan import Action, Entity, Operation, Permission, Role, Rule
from scaffolder.plan.index import relation_key

WHY_NOT_OWN: tuple[Why, ...] = ("forbidden", "invalid")
PLAIN: tuple[Operation, ...] = ("create", "read", "update", "delete")


def attempts(facts: Facts) -> Attempts:
    for permission in facts.plan.permissions:
        element, asked = (f"permission:{permission.role}.{permission.entity}",), tuple(permission.satisfies)
        for operation in PLAIN:
            if operation in permission.operations:
                yield Attempt("permission", element, asked, partial(_may, facts, permission, operation))
                if permission.where and operation != "create":
                    yield Attempt("owner", element, asked, partial(_rows, facts, permission, operation))
                elif permission.where and not _by_owner(facts, permission):
                    yield Attempt("owner", element, asked, partial(_own_creation, facts, permission))
    for role in facts.plan.roles:
        if role.anonymous:
            yield Attempt("permission", (f"role:{role.name}",), tuple(role.satisfies), partial(_visited, facts, role))


def _by_owner(facts: Facts, permission: Permission) -> bool:
    """Does the owner alone decide, whom nobody but an administrator can name?"""
    typed = facts.typed(permission.where or "True", permission.entity)
    return all(steps[0].kind in ("owner", "user") for steps in typed.paths.values())


def _draft(
    name: str, rule: Rule, facts: Facts, permission: Permission, story: Story, given: str, when: str, then: str
) -> Draft:
    return Draft(
        name, rule, (f"permission:{permission.role}.{permission.entity}",), tuple(permission.satisfies),
        topic(facts.index.entity(permission.entity), "access"), tuple(story.steps), given, when, then,
    )  # fmt: skip


def _made(facts: Facts, permission: Permission, recipe: Recipe) -> tuple[Story, Row]:
    story = Story(facts)
    row = realise(story, recipe)
    if row is None:
        raise Impossible("it is not about a row")
    return story, row


def _denied(facts: Facts, entity: str, operation: Operation) -> list[tuple[str, Why]]:
    """Who has not this operation at all, and how they are refused."""
    found: list[tuple[str, Why]] = []
    story = Story(facts)
    for actor in everybody(facts):
        user = story.world.user(actor)
        if not access.unlimited(story.world, user) and not access.permissions(story.world, user, entity, operation):
            found.append((actor, "forbidden" if actor else "unauthenticated"))
    return found


def _may(facts: Facts, permission: Permission, operation: Operation) -> Draft:
    """The role may; every role without this operation, and nobody, may not."""
    entity = facts.index.entity(permission.entity)
    recipe = next(iter(recipes(facts, permission, True)), None)
    if recipe is None:
        raise Impossible("no row was found that it may reach")
    actor = recipe.actor
    if operation == "create":
        return _may_create(facts, permission, entity, recipe)
    story, row = _made(facts, permission, recipe)
    for other, why in _denied(facts, permission.entity, operation):
        _try(story, other, operation, row, why)
    _try(story, actor, operation, row, None)
    role, said = " ".join(naming.words(permission.role)), a(entity)
    words = (said, f"a {role} and others want to {operation} it", f"the {role} may, who has no permission may not")
    return _draft(f"{role} may {operation} {said}", "permission", facts, permission, story, *words)


def _try(story: Story, actor: str, operation: Operation, row: Row, refused: Why | None) -> None:
    if operation == "read":
        story.fetch(actor, row, refused=refused)
        if refused is None:
            story.list(actor, row.entity.name)
        else:
            story.list(actor, row.entity.name, refused=refused)
    elif operation == "update":
        changed(story, actor, row, refused=refused)
    else:
        story.delete(actor, row, refused=refused)


def changes(story: Story, row: Row) -> Iterator[dict[str, Any]]:
    """Harmless changes of a row: of a field, or of a link where there is none, that no permission asks about."""
    asked = {
        steps[0].name
        for p in story.plan.permissions
        if p.where and p.entity == row.entity.name
        for steps in story.facts.typed(p.where, p.entity).paths.values()
    }
    bound = {n for c in row.entity.constraints for n in c.fields}
    for field in sorted(story.index.writable(row.entity.name), key=lambda f: f.name in bound):
        if field.name not in asked and field.type not in ("file", "image", "secret"):
            value = invent(story.facts, row.entity, field, 7)
            if value is not None and value != row.stored.get(field.name):
                yield {field.name: value}
    for relation in row.entity.relations:
        if relation.name not in asked and relation.cardinality == "many_to_one":
            yield {relation_key(relation): story.make(relation.target)}


def changed(story: Story, actor: str, row: Row, *, refused: Why | None = None, see: bool = False) -> None:
    """Let somebody change a row, in the first way that the plan allows. Raises Impossible where there is none."""
    for change in changes(story, row):
        with suppress(Impossible):
            story.update(actor, row, change, refused=refused, see=list(change) if see else [])
            return
    raise Impossible("it has nothing that could be changed")


def _may_create(facts: Facts, permission: Permission, entity: Entity, recipe: Recipe) -> Draft:
    story = Story(facts)
    given = sent_by(story, facts.index.role(permission.role), entity, recipe)
    for other, why in _denied(facts, entity.name, "create"):
        story.create(other, entity.name, given, refused=why)
    story.create(recipe.actor, entity.name, given)
    role, said = " ".join(naming.words(permission.role)), a(entity)
    words = ("", f"a {role} and others want to create {said}", f"the {role} may, who has no permission may not")
    return _draft(f"{role} may create {said}", "permission", facts, permission, story, *words)


def _own_creation(facts: Facts, permission: Permission) -> Draft:
    """What would not be the role's own is refused."""
    entity = facts.index.entity(permission.entity)
    for recipe in recipes(facts, permission, False):
        story = Story(facts)
        try:
            given = sent_by(story, facts.index.role(permission.role), entity, recipe)
        except Impossible:
            continue
        if not _refused(story, recipe.actor, entity, given):
            continue
        role = " ".join(naming.words(permission.role))
        words = ("", f"a {role} wants to create {a(entity)} that is not for them", "it is refused")
        return _draft(f"{role} cannot create {a(entity)} of others", "owner", facts, permission, story, *words)
    raise Impossible("no input was found that it may not create")


def _refused(story: Story, actor: str, entity: Entity, given: Mapping[str, Any]) -> bool:
    """Whether a row is refused: as one that is not their own, or since it leads to one that is not there for them."""
    for why in WHY_NOT_OWN:
        with suppress(Impossible):
            story.create(actor, entity.name, given, refused=why)
            return True
    return False


def _rows(facts: Facts, permission: Permission, operation: Operation) -> Draft:
    """Rows that the role may reach, and those that it may not, side by side."""
    inside, outside = recipes(facts, permission, True), recipes(facts, permission, False)
    if not inside or not outside:
        raise Impossible("no rows were found that it tells apart")
    story, actor = Story(facts), inside[0].actor
    reached = [row for r in inside[:2] if (row := _also(story, r)) is not None]
    user = story.world.user(actor)
    found = [row for r in outside[:4] if (row := _also(story, r)) is not None]
    others = [row for row in found if not access.reaches(story.world, user, row, operation)]
    if not reached or not others:
        raise Impossible("the rows cannot stand side by side")
    for row in others:
        why: Why = "forbidden" if access.reaches(story.world, story.world.user(actor), row, "read") else "missing"
        if operation == "read":
            story.fetch(actor, row, refused=why)
        else:
            _try(story, actor, operation, row, why)
    if operation == "read":
        story.fetch(actor, reached[0])
        story.list(actor, permission.entity)
    else:
        _try(story, actor, operation, reached[0], None)
    entity = facts.index.entity(permission.entity)
    role, plural = " ".join(naming.words(permission.role)), " ".join(naming.words(naming.plural(entity.name)))
    name = f"{role} may {operation} only some {plural}"
    words = (
        f"{plural} of several people",
        f"a {role} wants to {operation} them",
        f"only those may be reached for which {permission.where}",
    )
    return _draft(name, "owner", facts, permission, story, *words)


def _also(story: Story, recipe: Recipe) -> Row | None:
    """One row more, where it can stand beside the others."""
    try:
        return realise(story, recipe)
    except Impossible:
        return None


def _visited(facts: Facts, role: Role) -> Draft:
    """What a visitor may do needs no login."""
    said = " ".join(naming.words(role.name))
    words = ("", f"a {said} comes without a login", "what a visitor may do is done")
    story = _first_visit(facts, role)
    return Draft(
        f"{said} needs no login", "permission", (f"role:{role.name}",), tuple(role.satisfies), "login",
        tuple(story.steps), *words,
    )  # fmt: skip


def _first_visit(facts: Facts, role: Role) -> Story:
    """The first thing that a visitor may do. Raises Impossible."""
    for permission in facts.plan.permissions:
        for operation in [o for o in PLAIN if permission.role == role.name and o in permission.operations]:
            with suppress(Impossible):
                recipe = next(iter(recipes(facts, permission, True)), None)
                if recipe is None:
                    continue
                story, row = _made(facts, permission, recipe)
                if operation == "create":
                    story.create(
                        "", permission.entity, sent_by(story, facts.index.role(permission.role), row.entity, recipe)
                    )
                else:
                    _try(story, "", operation, row, None)
                return story
    for action in facts.plan.actions:
        if role.name in action.roles:
            with suppress(Impossible):
                return _acted(facts, action)
    raise Impossible("a visitor may do nothing")


def _acted(facts: Facts, action: Action) -> Story:
    recipe = replace(allowed(facts, action), actor="")
    story = Story(facts)
    row = realise(story, recipe)
    story.act("", action, row, story.params(action, recipe.params))
    return story
