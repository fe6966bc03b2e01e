"""Acting on rows, as the plan says: parameters, what must hold before, and the effects. Refusals undo everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffolder import naming
from scaffolder.criteria.oracle import access, rules
from scaffolder.criteria.oracle.happening import announce
from scaffolder.criteria.oracle.world import Refusal, Row, User, World
from scaffolder.criteria.oracle.writing import complete, defaults, remove, rows_of, touch
from scaffolder.criteria.steps import UNKNOWN, Refused
from scaffolder.plan import (
    Action,
    Choice,
    CreateEffect,
    DeleteEffect,
    Effect,
    Field,
    Param,
    Precondition,
    SetEffect,
    Transition,
)


def act(world: World, actor: str, action: Action, row: Row | None, params: Mapping[str, Any]) -> None:
    user = world.user(actor)
    with world.transaction():
        if not access.may_run(world, user, action):
            access.deny(user)
        if row is not None:
            access.seen(world, user, row)
        given = _params(action, params)
        for name, value in params.items():
            if not all(access.linkable(world, user, target) for target in rows_of(value)):
                raise rules.invalid(name)
        allowed(world, user, action, row, given)
        if row is not None:
            for machine, transition in transitions(world, action):
                row.stored[machine] = transition.to
        touched = [row] if row is not None else []
        for effect in action.effects:
            touched += perform(world, effect, row, user=user, params=given, action=action)
        for changed in dict.fromkeys(touched):
            if not changed.deleted:
                touch(world, changed)
                rules.hold(world, changed)
        if row is not None:
            announce(world, "action", row, action=action.name, user=user)


def _params(action: Action, given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with their defaults. Raises Refusal, invalid, for one that is missing, unknown or of a wrong type."""
    declared = {p.name: p for p in action.params}
    for name, value in given.items():
        param = declared.get(name)
        if param is None or value is None and param.required:
            raise rules.invalid(name)
        wrong = value is UNKNOWN if param.ref else value is not None and not _fits(param, value)
        if wrong:
            raise rules.invalid(name)
    for param in action.params:
        if param.required and param.default is None and param.name not in given:
            raise rules.invalid(param.name)
    return {p.name: given.get(p.name, p.default) for p in action.params}


def _fits(param: Param, value: Any) -> bool:
    field = Field(name=param.name, type=param.type, enum=[Choice(value=v) for v in param.enum])
    items = value if param.multiple and isinstance(value, list) else [value]
    return all(rules.valid(field, item) for item in items)


def allowed(world: World, user: User | None, action: Action, row: Row | None, params: Mapping[str, Any]) -> None:
    """Raises Refusal for the first state or precondition that stands in the way."""
    if row is not None:
        for name, transition in transitions(world, action):
            if row.stored.get(name) not in transition.from_:
                states = " or ".join(naming.title(state).lower() for state in transition.from_)
                raise Refusal(Refused("conflict", "", f"must be {states}"))
    for precondition in action.preconditions:
        if not holds(world, precondition, user, action, row, params):
            said = world.facts.must_hold(precondition.expr, action.entity, action.params)
            raise Refusal(Refused("conflict", "", precondition.message or said))


def holds(
    world: World,
    precondition: Precondition,
    user: User | None,
    action: Action,
    row: Row | None,
    params: Mapping[str, Any],
) -> bool:
    found = world.evaluate(
        precondition.expr, row, user=user, params=params, declared=action.params, entity=action.entity
    )
    return found is True


def transitions(world: World, action: Action) -> list[tuple[str, Transition]]:
    """The state fields that an action moves."""
    if action.entity is None:
        return []
    return [(m.field, t) for m in world.index.machines(action.entity) for t in m.transitions if t.action == action.name]


def perform(
    world: World,
    effect: Effect,
    row: Row | None,
    *,
    user: User | None,
    params: Mapping[str, Any],
    action: Action | None,
) -> list[Row]:
    """The rows that an effect made or changed."""
    declared = action.params if action else []
    if isinstance(effect, CreateEffect):
        return [_make(world, effect, row, user, params, declared)]
    if isinstance(effect, DeleteEffect):
        for found in _targets(row, effect.target):
            remove(world, found)
        return []
    if isinstance(effect, SetEffect) and row is not None:
        *path, name = effect.field.split(".")
        value = world.evaluate(effect.value, row, user=user, params=params, declared=declared)
        target: Any = row
        for step in path:
            target = target[step]
        if target is None:
            raise Refusal(Refused("conflict"))
        field = world.index.field(target.entity.name, name)
        target.stored[name] = rules.normal(field, value) if field else value
        return [target]
    return []


def _make(
    world: World, effect: CreateEffect, row: Row | None, user: User | None, params: Mapping[str, Any], declared: Any
) -> Row:
    entity = world.index.entity(effect.entity)
    made = Row(entity, len(world.tables[entity.name]) + 1, defaults(world, entity), world)
    at = row.entity.name if row is not None else None
    for name, text in effect.values.items():
        value = world.evaluate(text, row, user=user, params=params, declared=declared, self_row=row, entity=at)
        field, link = world.index.field(entity.name, name), world.index.relation(entity.name, name)
        if value is None and link and link.required and link.cardinality != "many_to_many":
            raise Refusal(Refused("conflict"))  # who acts has no profile yet, say: nothing that was sent is wrong
        made.stored[name] = rules.normal(field, value) if field else value
    if entity.owner and made.stored.get(entity.owner) is None and not world.index.profile_role(entity.name):
        made.stored[entity.owner] = user
    complete(made)
    world.tables[entity.name].append(made)
    announce(world, "created", made, user=user)
    return made


def _targets(row: Row | None, target: str) -> list[Row]:
    if row is None or target == "self":
        return [row] if row is not None else []
    found = row[target]
    if isinstance(found, list):
        return list(found)
    return [found] if found is not None else []
