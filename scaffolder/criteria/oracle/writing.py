"""Creating, changing, deleting and acting on rows, as the plan says. Refusals undo everything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from scaffolder.criteria.oracle import access, rules
from scaffolder.criteria.oracle.happening import announce
from scaffolder.criteria.oracle.world import Refusal, Row, User, World
from scaffolder.criteria.steps import MISSING, UNKNOWN, Refused
from scaffolder.criteria.values import moment_bound
from scaffolder.plan import (
    Action,
    Choice,
    CreateEffect,
    DeleteEffect,
    Effect,
    Entity,
    Field,
    Param,
    Precondition,
    Relation,
    SetEffect,
    Transition,
)  # fmt: skip
from scaffolder.plan.index import relation_key


def create(world: World, actor: str, entity: str, given: Mapping[str, Any]) -> Row:
    """A new row. `given` by wire key; relations as Row (a list of them for many-to-many), owners as User."""
    user = world.user(actor)
    declared = world.index.entity(entity)
    with world.transaction():
        access.check(world, user, entity, "create")
        values = {k: v for k, v in given.items() if v is not MISSING}
        row = Row(declared, len(world.tables[entity]) + 1, _defaults(world, declared), world)
        _accept(world, row, values, user)
        _own(world, row, values, user)
        _complete(row)
        world.tables[entity].append(row)
        if not access.reaches(world, user, row, "create"):
            access.deny(user)
        rules.hold(world, row)
        announce(world, "created", row, user=user)
    return row


def update(world: World, actor: str, row: Row, given: Mapping[str, Any]) -> Row:
    user = world.user(actor)
    with world.transaction():
        access.check(world, user, row.entity.name, "update")
        access.seen(world, user, row)
        if not access.reaches(world, user, row, "update"):
            access.deny(user)
        values = {k: v for k, v in given.items() if v is not MISSING}
        _accept(world, row, values, user)
        if row.entity.owner and row.entity.owner + "_id" in values:
            row.stored[row.entity.owner] = values[row.entity.owner + "_id"]
        _complete(row)
        _touch(world, row)
        rules.hold(world, row)
        announce(world, "updated", row, user=user)
    return row


def delete(world: World, actor: str, row: Row) -> None:
    user = world.user(actor)
    with world.transaction():
        access.check(world, user, row.entity.name, "delete")
        access.seen(world, user, row)
        if not access.reaches(world, user, row, "delete"):
            access.deny(user)
        announce(world, "deleted", row, user=user)
        remove(world, row)


def act(world: World, actor: str, action: Action, row: Row | None, params: Mapping[str, Any]) -> None:
    user = world.user(actor)
    with world.transaction():
        if not access.may_run(world, user, action):
            access.deny(user)
        if row is not None:
            access.seen(world, user, row)
        given = _params(action, params)
        allowed(world, user, action, row, given)
        if row is not None:
            for machine, transition in transitions(world, action):
                row.stored[machine] = transition.to
        touched = [row] if row is not None else []
        for effect in action.effects:
            touched += perform(world, effect, row, user=user, params=given, action=action)
        for changed in dict.fromkeys(touched):
            if not changed.deleted:
                _touch(world, changed)
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
                raise Refusal(Refused("conflict"))
    for precondition in action.preconditions:
        if not holds(world, precondition, user, action, row, params):
            raise Refusal(Refused("conflict", "", precondition.message))


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
    made = Row(entity, len(world.tables[entity.name]) + 1, _defaults(world, entity), world)
    at = row.entity.name if row is not None else None
    for name, text in effect.values.items():
        value = world.evaluate(text, row, user=user, params=params, declared=declared, self_row=row, entity=at)
        field = world.index.field(entity.name, name)
        made.stored[name] = rules.normal(field, value) if field else value
    if entity.owner and made.stored.get(entity.owner) is None and not world.index.profile_role(entity.name):
        made.stored[entity.owner] = user
    _complete(made)
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


def remove(world: World, row: Row) -> None:
    """Away with a row, and with what hangs on it. Raises Refusal where something must not lose it."""
    if row.deleted:
        return
    for source in [] if row.entity.soft_delete else world.plan.entities:
        for relation in source.relations:
            if relation.target == row.entity.name and relation.cardinality != "many_to_many":
                _let_go(world, row, source, relation)
    row.deleted = True


def _let_go(world: World, row: Row, source: Entity, relation: Relation) -> None:
    for other in [r for r in world.rows(source.name) if r.stored.get(relation.name) is row and r is not row]:
        if relation.on_delete == "restrict":
            raise Refusal(Refused("conflict"))
        if relation.on_delete == "cascade":
            remove(world, other)
        else:
            other.stored[relation.name] = None


def _defaults(world: World, entity: Entity) -> dict[str, Any]:
    values: dict[str, Any] = {f.name: None for f in entity.fields if not f.computed}
    values |= {f.name: default(world, f) for f in entity.fields if f.default is not None}
    values |= {m.field: m.initial for m in world.index.machines(entity.name)}
    values |= {r.name: [] if r.cardinality == "many_to_many" else None for r in entity.relations}
    if entity.owner:
        values[entity.owner] = None
    if entity.timestamps:
        values |= {"created_at": world.now, "updated_at": world.now}
    return values


def default(world: World, field: Field) -> Any:
    """The default of a field as a value of its type."""
    value = field.default
    if field.type == "date":
        return world.now.date() if value == "today" else moment_bound(field, str(value))
    if field.type == "datetime":
        return world.now if value == "now" else moment_bound(field, str(value))
    if field.type == "time":
        return time.fromisoformat(str(value))
    if field.type == "duration":
        return timedelta(seconds=float(value or 0))
    return rules.normal(field, value)


def _accept(world: World, row: Row, given: Mapping[str, Any], user: User | None) -> None:
    """Put input into the row. Raises Refusal, invalid, for what is unknown, read-only or of the wrong shape."""
    fields = {f.name: f for f in world.index.writable(row.entity.name) if f.type not in ("file", "image")}
    relations = {relation_key(r): r for r in row.entity.relations}
    for key, value in given.items():
        if key in fields:
            field = fields[key]
            if (
                value is None
                and (field.required or field.default is not None)
                or value is not None
                and not rules.valid(field, value)
            ):
                raise rules.invalid(key)
            row.stored[key] = rules.normal(field, value)
        elif key in relations:
            if value is UNKNOWN or isinstance(value, list) and UNKNOWN in value or not _refers(relations[key], value):
                raise rules.invalid(key)
            row.stored[relations[key].name] = value
        elif key != f"{row.entity.owner}_id" or not access.unrestricted(world, user, row.entity.name, "update"):
            raise rules.invalid(key)


def _refers(relation: Relation, value: Any) -> bool:
    if relation.cardinality == "many_to_many":
        return isinstance(value, list) and all(isinstance(v, Row) and not v.deleted for v in value)
    return value is None or isinstance(value, Row) and not value.deleted


def _own(world: World, row: Row, given: Mapping[str, Any], user: User | None) -> None:
    owner = row.entity.owner
    if owner:
        profile = world.index.profile_role(row.entity.name)
        mine = user if profile is None or (user is not None and user.role == profile.name) else None
        row.stored[owner] = given.get(f"{owner}_id", mine)


def _complete(row: Row) -> None:
    """Raises Refusal where something required is not there."""
    states = row.world.index.state_fields(row.entity.name)
    for field in row.entity.fields:
        written = not (field.computed or field.readonly or field.name in states or field.type in ("file", "image"))
        if field.required and written and row.stored.get(field.name) is None:
            raise rules.invalid(field.name)
    for relation in row.entity.relations:
        if relation.required and row.stored.get(relation.name) in (None, []):
            raise rules.invalid(relation_key(relation))


def _touch(world: World, row: Row) -> None:
    if row.entity.timestamps:
        row.stored["updated_at"] = world.now
