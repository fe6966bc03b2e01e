"""Parts that must go together: relations, constraints, state machines, who may do what."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.plan import Constraint, Entity, Plan, Relation, StateMachine
from scaffolder.plan.index import Index
from scaffolder.plan.rules import ACCESS, SHAPE, doubt, fault, machine_path, permission_path, unknown
from scaffolder.plan.rules.values import CLOCK, LOOSE, NUMERIC
from scaffolder.types import Diagnostic


def faults(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    for entity in plan.entities:
        for relation in entity.relations:
            yield from _relation(entity, relation, index)
        for constraint in entity.constraints:
            yield from _constraint(entity, constraint)
    yield from _circles(plan)
    for machine in plan.state_machines:
        yield from _machine(machine, index)
    yield from _access(plan, index)
    yield from _locked(plan)


def _relation(entity: Entity, relation: Relation, index: Index) -> Iterator[Diagnostic]:
    here = f"entities.{entity.name}.relations.{relation.name}"
    many = relation.cardinality == "many_to_many"
    if many and relation.required:
        yield fault(SHAPE, f"{here}.required", "a many-to-many relation cannot be required")
    if relation.required and relation.on_delete == "set_null":
        message = f"a {entity.name} cannot be left without {relation.name}: it is required"
        yield fault(SHAPE, f"{here}.on_delete", message, "on_delete: restrict or cascade")
    if relation.through is None:
        return
    if not many:
        yield fault(SHAPE, f"{here}.through", "only a many-to-many relation goes through another entity")
    ends = [r.target for r in index.entity(relation.through).relations if r.cardinality != "many_to_many"]
    for end in (entity.name, relation.target):
        if end not in ends:
            yield fault(SHAPE, f"{here}.through", f"{relation.through} has no relation to {end}")


def _constraint(entity: Entity, constraint: Constraint) -> Iterator[Diagnostic]:
    here = f"entities.{entity.name}.constraints.{constraint.name}"
    plain = [f.name for f in entity.fields if f.type not in LOOSE and f.computed is None]
    links = [r.name for r in entity.relations if r.cardinality != "many_to_many"]
    links += [entity.owner] if entity.owner else []
    for slot, names in (("fields", constraint.fields), ("per", constraint.per)):
        for name in names:
            if name not in [*plain, *links]:
                yield unknown(f"{here}.{slot}", f"stored field of {entity.name}", name, [*plain, *links])
        if len(set(names)) < len(names):
            yield fault(SHAPE, f"{here}.{slot}", "the same name stands twice")
    needs: dict[str, set[str]] = {"unique": {"fields"}, "check": {"expr"}, "no_overlap": {"fields"}, "limit": {"expr"}}
    takes = {"unique": {"where"}, "check": set(), "no_overlap": {"per", "where"}, "limit": {"per", "where"}}
    for slot in ("fields", "per", "expr", "where"):
        given = bool(getattr(constraint, slot))
        if slot in needs[constraint.kind] and not given:
            yield fault(SHAPE, f"{here}.{slot}", f"a constraint of kind {constraint.kind} needs {slot}")
        if given and slot not in needs[constraint.kind] | takes[constraint.kind]:
            yield fault(SHAPE, f"{here}.{slot}", f"a constraint of kind {constraint.kind} has no {slot}")
    if constraint.kind == "no_overlap":
        yield from _interval(here, entity, constraint)


def _interval(here: str, entity: Entity, constraint: Constraint) -> Iterator[Diagnostic]:
    types = [f.type for name in constraint.fields for f in entity.fields if f.name == name]
    if len(constraint.fields) != 2 or len(types) != 2:
        yield fault(SHAPE, f"{here}.fields", "an interval has two fields: its start and its end")
    elif types[0] != types[1] or types[0] not in CLOCK | NUMERIC:
        yield fault(
            SHAPE, f"{here}.fields", f"an interval goes from a date or number to another, not {types[0]} to {types[1]}"
        )


def _circles(plan: Plan) -> Iterator[Diagnostic]:
    """Rows that each need another one first can never be made."""
    needs = {
        e.name: [r.target for r in e.relations if r.required and r.cardinality != "many_to_many"] for e in plan.entities
    }
    reported: set[str] = set()
    for start in needs:
        way = _way_back(start, needs)
        if way and not reported & set(way):
            reported |= set(way)
            shown = " needs ".join([*way, start])
            yield fault(SHAPE, f"entities.{start}.relations", f"{shown}: the first row could never be made")


def _way_back(start: str, needs: dict[str, list[str]]) -> list[str]:
    """The shortest chain of required relations from an entity to itself, without its end; empty where there is none."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    for way in ways:
        for target in needs.get(way[-1], []):
            if target == start:
                return way
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return []


def _machine(machine: StateMachine, index: Index) -> Iterator[Diagnostic]:
    here = machine_path(machine)
    field = index.field(machine.entity, machine.field)
    if field is None or field.type != "enum" or field.computed:
        yield fault(SHAPE, f"{here}.field", f"a state is a stored field of type enum, and {machine.field} is not")
        return
    values = [c.value for c in field.enum]
    mentions = [(f"{here}.initial", machine.initial)]
    for t in machine.transitions:
        mentions += [(f"{here}.transitions.{t.action}", state) for state in [*t.from_, t.to]]
    for place, state in mentions:
        if state not in values:
            yield unknown(place, "state", state, values)
    actions = {a.name: a for a in index.actions(machine.entity)}
    leaving: set[tuple[str, str]] = set()
    for t in machine.transitions:
        place = f"{here}.transitions.{t.action}"
        if t.action not in actions:
            yield unknown(place, f"action of {machine.entity}", t.action, actions)
        elif actions[t.action].scope != "instance":
            yield fault(SHAPE, place, f"{t.action} is not done to one row, so it cannot lead from state to state")
        if not t.from_:
            yield fault(SHAPE, f"{place}.from", "names no state, so the transition could never happen")
        for state in t.from_:
            if (t.action, state) in leaving:
                yield fault(SHAPE, f"{place}.from", f'{t.action} leads out of "{state}" twice')
            leaving.add((t.action, state))
    reached = {machine.initial, *(t.to for t in machine.transitions)}
    for state in values:
        if state not in reached:
            yield doubt(SHAPE, here, f'no transition leads to "{state}"')


def _access(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    anonymous = [r.name for r in plan.roles if r.anonymous]
    if len(anonymous) > 1:
        yield fault(ACCESS, "roles", f"{' and '.join(anonymous)} are both anonymous: a visitor has one role")
    for role in plan.roles:
        here = f"roles.{role.name}"
        for flag in ("self_signup", "admin", "entity"):
            if role.anonymous and getattr(role, flag):
                yield fault(ACCESS, f"{here}.{flag}", "visitors without a login have none of this")
        if role.admin and role.self_signup:
            yield fault(ACCESS, f"{here}.self_signup", "anybody could make themselves an administrator")
        if role.entity is not None and index.entity(role.entity).owner != "user":
            yield fault(
                ACCESS, f"{here}.entity", f'{role.entity} is the profile of {role.name}, so its owner must be "user"'
            )
    profiles = {r.entity for r in plan.roles}
    for entity in plan.entities:
        if plan.roles and entity.owner == "user" and entity.name not in profiles:
            message = f'the owner "user" is the profile of a role, and no role has entity {entity.name}'
            yield fault(ACCESS, f"entities.{entity.name}.owner", message, 'owner: "owner"')
    for permission in plan.permissions:
        if not permission.operations:
            yield fault(ACCESS, f"{permission_path(permission)}.operations", "allows nothing: name the operations")
    for action in plan.actions:
        if (action.entity is None) != (action.scope == "app"):
            place = f"actions.{action.entity or ''}.{action.name}".replace("..", ".")
            yield fault(SHAPE, f"{place}.scope", "an action of the application has no entity, every other has one")


def _locked(plan: Plan) -> Iterator[Diagnostic]:
    """Entities that no role may see."""
    if not plan.roles or any(r.admin for r in plan.roles):
        return
    seen = {p.entity for p in plan.permissions if "read" in p.operations}
    for entity in plan.entities:
        if entity.name not in seen:
            yield doubt(ACCESS, f"entities.{entity.name}", f"no role may read {entity.name}", "add a permission")
