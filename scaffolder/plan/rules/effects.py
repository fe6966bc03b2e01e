"""What actions and jobs do: conditions that can be asked, effects that can happen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from scaffolder.expr import LOGIN_USER, ExprError, Scope
from scaffolder.plan import (
    Action,
    CallEffect,
    CreateEffect,
    DeleteEffect,
    Effect,
    Entity,
    Param,
    Plan,
    SetEffect,
)
from scaffolder.plan.index import Index
from scaffolder.plan.rules import EXPRESSION, SHAPE, action_path, fault, unknown
from scaffolder.plan.rules.reading import Target, condition, read, value
from scaffolder.types import Diagnostic


class Setting(Struct, frozen=True):
    """Where effects happen: on a row of `entity`, or on none. `login`: somebody runs it."""

    index: Index
    entity: str | None
    params: tuple[Param, ...]
    login: bool

    @property
    def scope(self) -> Scope:
        return Scope.of(self.index, self.entity, params=self.params, self_row=self.entity is not None)


def faults(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    """Sound foundations are taken for granted."""
    for action in plan.actions:
        yield from _action(action, index)
    for job in plan.jobs:
        setting = Setting(index, job.trigger.entity, (), login=False)
        if not job.effects:
            yield fault(SHAPE, f"jobs.{job.name}.effects", "the job does nothing")
        for i, effect in enumerate(job.effects):
            yield from _effect(f"jobs.{job.name}.effects.{i}", effect, setting)
    yield from _circles(plan)


def _circles(plan: Plan) -> Iterator[Diagnostic]:
    """Jobs that make rows for which they would run again, and so on without end."""
    made: dict[str | None, set[str]] = {}
    at_once = [j for j in plan.jobs if j.trigger.on in ("created", "condition")]
    for job in at_once:
        made.setdefault(job.trigger.entity, set()).update(e.entity for e in job.effects if isinstance(e, CreateEffect))
    for job in at_once:
        found, waiting = set[str](), list(made[job.trigger.entity])
        while waiting:
            entity = waiting.pop()
            if entity not in found:
                found.add(entity)
                waiting += made.get(entity, ())
        if job.trigger.entity in found:
            message = f"what it makes starts it again, without end: it waits for each new {job.trigger.entity}"
            yield fault(SHAPE, f"jobs.{job.name}.effects", message)


def _action(action: Action, index: Index) -> Iterator[Diagnostic]:
    here = action_path(action)
    entity = action.entity if action.scope == "instance" else None
    setting = Setting(index, entity, tuple(action.params), login=bool(index.plan.roles))
    for i, precondition in enumerate(action.preconditions):
        yield from condition(f"{here}.preconditions.{i}", precondition.expr, setting.scope)
    for i, effect in enumerate(action.effects):
        yield from _effect(f"{here}.effects.{i}", effect, setting)
    moves = any(t.action == action.name for m in index.machines(action.entity or "") for t in m.transitions)
    if not action.effects and not moves:
        yield fault(SHAPE, f"{here}.effects", "the action does nothing: it has no effect and is no transition")


def _effect(here: str, effect: Effect, setting: Setting) -> Iterator[Diagnostic]:
    if isinstance(effect, CreateEffect):
        yield from _create(here, effect, setting)
    elif isinstance(effect, CallEffect):
        yield from _call(here, effect, setting)
    elif setting.entity is None:
        yield fault(SHAPE, here, f"there is no row to {effect.kind} here: the action or trigger is about no single one")
    elif isinstance(effect, SetEffect):
        yield from _set(here, effect, setting, setting.entity)
    else:
        yield from _delete(here, effect, setting, setting.entity)


def _set(here: str, effect: SetEffect, setting: Setting, entity: str) -> Iterator[Diagnostic]:
    *links, last = effect.field.split(".")
    for name in links:
        try:
            step = Scope.of(setting.index, entity).member(entity, name)
        except ExprError as error:
            yield fault(EXPRESSION, f"{here}.field", error.message)
            return
        if step.kind != "to_one" or step.type.entity is None:
            yield fault(EXPRESSION, f"{here}.field", f"{effect.field[:80]}: {name} does not lead to one row")
            return
        entity = step.type.entity
    targets = _targets(setting.index, entity)
    if last not in targets:
        yield unknown(f"{here}.field", f"field of {entity} that can be set", last, targets)
    else:
        yield from value(f"{here}.value", effect.value, setting.scope, targets[last], login=setting.login)


def _targets(index: Index, entity: str) -> dict[str, Target]:
    """What of a row can be written by an effect."""
    found: Entity = index.entity(entity)
    targets = {
        f.name: Target(f.name, f.type, tuple(c.value for c in f.enum), required=f.required)
        for f in found.fields
        if f.computed is None and f.type not in ("file", "image")
    }
    for relation in found.relations:
        if relation.cardinality != "many_to_many":
            targets[relation.name] = Target(relation.name, entity=relation.target, required=relation.required)
    if found.owner:
        targets[found.owner] = Target(found.owner, entity=LOGIN_USER)
    return targets


def _create(here: str, effect: CreateEffect, setting: Setting) -> Iterator[Diagnostic]:
    entities = setting.index.entities
    if effect.entity not in entities:
        yield unknown(f"{here}.entity", "entity", effect.entity, entities)
        return
    targets = _targets(setting.index, effect.entity)
    for name, text in effect.values.items():
        if name not in targets:
            yield unknown(f"{here}.values", f"field of {effect.entity} that can be set", name, targets)
        else:
            yield from value(f"{here}.values.{name}", text, setting.scope, targets[name], login=setting.login)
    states = setting.index.state_fields(effect.entity)
    defaults = {f.name for f in entities[effect.entity].fields if f.default is not None}
    missing = [t.name for t in targets.values() if t.required and t.name not in {*effect.values, *states, *defaults}]
    if missing:
        yield fault(SHAPE, f"{here}.values", f"{', '.join(missing)} of {effect.entity} is required and not given")


def _delete(here: str, effect: DeleteEffect, setting: Setting, name: str) -> Iterator[Diagnostic]:
    entity = setting.index.entity(name)
    names = ["self", *(r.name for r in entity.relations if r.cardinality != "many_to_many")]
    names += [m.name for m in setting.index.to_many(entity.name) if m.relation.cardinality != "many_to_many"]
    if effect.target not in names:
        yield unknown(f"{here}.target", "row to delete", effect.target, names)


def _call(here: str, effect: CallEffect, setting: Setting) -> Iterator[Diagnostic]:
    modules = {m.path: [s.name for s in m.public] for m in setting.index.plan.modules}
    if effect.module not in modules:
        yield unknown(f"{here}.module", "module", effect.module, modules)
    elif effect.operation not in modules[effect.module]:
        yield unknown(f"{here}.operation", f"function of {effect.module}", effect.operation, modules[effect.module])
    for name, text in effect.args.items():
        _, found = read(f"{here}.args.{name}", text, setting.scope, login=setting.login)
        yield from found
