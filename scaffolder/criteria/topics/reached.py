"""Rows that a role may reach, and what somebody sends to make one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaffolder.criteria import candidates
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import Recipe, realise, who_of
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.telling import telling
from scaffolder.plan import Entity, Permission, Role
from scaffolder.plan.index import relation_key


def _actor(facts: Facts, permission: Permission) -> str:
    return Story(facts).actor(permission.role)


def recipes(facts: Facts, permission: Permission, where: bool) -> list[Recipe]:
    """Rows that the role may reach (`where` False: rows that it may not), few changes first."""
    if permission.where is None:
        return [Recipe(permission.entity, (), _actor(facts, permission))] if where else []
    actor = _actor(facts, permission)
    found = telling(facts, permission.entity, permission.where, actors=[actor])
    chosen = [t.recipe for t in found if (t.value is True) == where]
    changes = candidates.changes(facts, [facts.typed(permission.where, permission.entity)])
    others = [] if where else [Recipe(permission.entity, (c,), actor) for c in changes if c.kind == "others"]
    return others + [r for r in chosen if r not in others]


def sent_by(story: Story, role: Role | None, entity: Entity, recipe: Recipe) -> dict[str, Any]:
    """What this role sends for a row as the recipe has it."""
    if any(c.kind in ("do", "children", "wait") for c in recipe.changes):
        raise Impossible("such a row cannot be made by creating it alone")
    if role is not None and role.entity and role.entity != entity.name:
        story.profile(recipe.actor)
    over: dict[str, Any] = {}
    for change in recipe.changes:
        if _whose(story, entity, change.path):
            over[change.path[0]] = story.profile(who_of(story, recipe.actor, change.kind == "mine"))
            continue
        if len(change.path) != 1:
            raise Impossible("the rows that it points at decide")
        if change.kind == "set":
            over[change.path[0]] = change.value if change.value != "a row" else {}
        elif change.path[0] != entity.owner:
            over[change.path[0]] = story.profile(who_of(story, recipe.actor, change.kind == "mine"))
    return story.complete(entity.name, {**_in_sight(story, entity, recipe.actor, over), **over})


def _in_sight(story: Story, entity: Entity, actor: str, over: Mapping[str, Any]) -> dict[str, Any]:
    """Rows to link to that the actor may see, where they may see only some: a form offers no others."""
    found: dict[str, Any] = {}
    for relation in entity.relations:
        role = story.index.role(actor)
        if role is None or not relation.required or {relation.name, relation_key(relation)} & over.keys():
            continue
        seen = [p for p in story.index.permissions(role.name, relation.target) if "read" in p.operations]
        if role.admin or not seen or any(p.where is None for p in seen):
            continue
        recipe = next(iter(recipes(story.facts, seen[0], True)), None)
        row = realise(story, recipe) if recipe is not None else None
        if row is not None:
            found[relation.name] = [row] if relation.cardinality == "many_to_many" else row
    return found


def _whose(story: Story, entity: Entity, path: Sequence[str]) -> bool:
    """Does the path lead to the user of a profile that the row points at?"""
    relation = story.index.relation(entity.name, path[0])
    if relation is None or len(path) != 2 or story.index.profile_role(relation.target) is None:
        return False
    return path[1] == story.index.entity(relation.target).owner
