"""Creating, changing and deleting rows, as the plan says. Refusals undo everything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from scaffolder import naming
from scaffolder.criteria.oracle import access, rules
from scaffolder.criteria.oracle.happening import announce
from scaffolder.criteria.oracle.world import Refusal, Row, User, World
from scaffolder.criteria.steps import MISSING, UNKNOWN, Refused
from scaffolder.criteria.values import moment_bound
from scaffolder.plan import (
    Entity,
    Field,
    Relation,
)  # fmt: skip
from scaffolder.plan.index import entity_plural, relation_key


def create(world: World, actor: str, entity: str, given: Mapping[str, Any]) -> Row:
    """A new row. `given` by wire key; relations as Row (a list of them for many-to-many), owners as User."""
    user = world.user(actor)
    with world.transaction():
        access.check(world, user, entity, "create")
        linked(world, user, entity, given)
        row = _added(world, user, entity, given)
        if not access.reaches(world, user, row, "create"):
            access.deny(user)
        rules.hold(world, row)
        announce(world, "created", row, user=user)
    return row


def store(world: World, user: User | None, entity: str, given: Mapping[str, Any]) -> Row:
    """The same, whoever may: what the application itself stores."""
    with world.transaction():
        row = _added(world, user, entity, given)
        rules.hold(world, row)
    return row


def _added(world: World, user: User | None, entity: str, given: Mapping[str, Any]) -> Row:
    declared = world.index.entity(entity)
    values = {k: v for k, v in given.items() if v is not MISSING}
    row = Row(declared, len(world.tables[entity]) + 1, defaults(world, declared), world)
    _accept(world, row, values, user)
    _own(world, row, values, user)
    complete(row)
    world.tables[entity].append(row)
    return row


def update(world: World, actor: str, row: Row, given: Mapping[str, Any]) -> Row:
    user = world.user(actor)
    with world.transaction():
        access.check(world, user, row.entity.name, "update")
        access.seen(world, user, row)
        if not access.reaches(world, user, row, "update"):
            access.deny(user)
        linked(world, user, row.entity.name, given, row)
        values = {k: v for k, v in given.items() if v is not MISSING}
        _accept(world, row, values, user)
        if row.entity.owner and row.entity.owner + "_id" in values:
            row.stored[row.entity.owner] = values[row.entity.owner + "_id"]
        complete(row)
        touch(world, row)
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
        unreferenced(world, row)
        remove(world, row)


def unreferenced(world: World, row: Row) -> None:
    """Raises Refusal, conflict, while there are rows that must not lose this one: it is told how many of each."""
    told = []
    for source, links in world.index.holders(row.entity.name):
        held = [r for r in world.rows(source.name) if r is not row and any(r.stored.get(k.name) is row for k in links)]
        called = (source.label or source.name) if len(held) == 1 else entity_plural(source)
        told += [f"{len(held)} {naming.title(called).lower()}"] if held else []
    if told:
        what = naming.title(row.entity.label or row.entity.name).lower()
        raise Refusal(Refused("conflict", "", f"This {what} still has {' and '.join(told)}."))


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


def defaults(world: World, entity: Entity) -> dict[str, Any]:
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
    settable = [r for r in row.entity.relations if world.index.settable(row.entity.name, r)]
    relations = {relation_key(r): r for r in settable}
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
        elif (
            key != f"{row.entity.owner}_id"
            or value is UNKNOWN
            or not access.unrestricted(world, user, row.entity.name, "update")
        ):
            raise rules.invalid(key)


def _refers(relation: Relation, value: Any) -> bool:
    if relation.cardinality == "many_to_many":
        return isinstance(value, list) and all(isinstance(v, Row) and not v.deleted for v in value)
    return value is None or isinstance(value, Row) and not value.deleted


def linked(world: World, user: User | None, entity: str, given: Mapping[str, Any], row: Row | None = None) -> None:
    """Raises Refusal, invalid, for a link to a row that is not there for this user, unless `row` has it already."""
    for relation in world.index.entity(entity).relations:
        key = relation_key(relation)
        kept = rows_of(row.stored[relation.name]) if row is not None else []
        for target in rows_of(given.get(key)):
            if target not in kept and not access.linkable(world, user, target):
                raise rules.invalid(key)


def rows_of(value: Any) -> list[Row]:
    """The rows among what a link or a parameter names: one, several or none."""
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, Row)]


def _own(world: World, row: Row, given: Mapping[str, Any], user: User | None) -> None:
    owner = row.entity.owner
    if owner:
        profile = world.index.profile_role(row.entity.name)
        mine = user if profile is None or (user is not None and user.role == profile.name) else None
        row.stored[owner] = given.get(f"{owner}_id", mine)


def complete(row: Row) -> None:
    """Raises Refusal where something required is not there."""
    states = row.world.index.state_fields(row.entity.name)
    for field in row.entity.fields:
        written = not (field.computed or field.readonly or field.name in states or field.type in ("file", "image"))
        if field.required and written and row.stored.get(field.name) is None:
            raise rules.invalid(field.name)
    for relation in row.entity.relations:
        if relation.required and row.stored.get(relation.name) in (None, []):
            raise rules.invalid(relation_key(relation))


def touch(world: World, row: Row) -> None:
    if row.entity.timestamps:
        row.stored["updated_at"] = world.now
