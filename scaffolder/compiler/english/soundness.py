"""Nothing unsound leaves the planner: an element that cannot be built is taken out, and its requirement says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from scaffolder.compiler.english.draft import Draft
from scaffolder.plan import Element, Entity, Plan
from scaffolder.plan.rules import SIZE, action_path, machine_path
from scaffolder.plan.validation import validate

ROUNDS = 6
MOST = 400  # entities and permissions: a larger plan is left to the check before the build
T = TypeVar("T", bound=Element)


def settle(draft: Draft) -> None:
    """Taking out one element may leave another without what it refers to: hence the rounds."""
    if len(draft.plan.entities) > MOST:
        return
    for _ in range(ROUNDS):
        found = [d for d in validate(draft.plan, cited=False) if d.severity == "error"]
        faults = {d.element: d.message for d in found}
        if not faults or any(d.code == SIZE for d in found) or not _taken_out(draft, faults):
            return


def _taken_out(draft: Draft, faults: dict[str, str]) -> bool:
    plan = draft.plan
    before = _count(plan)

    def sound(element: Element, path: str) -> bool:
        reason = next((m for place, m in faults.items() if place == path or place.startswith(path + ".")), None)
        if reason is not None:
            _report(draft, element, path, reason)
        return reason is None

    for entity in plan.entities:
        _within(entity, faults, sound)
    plan.actions = _kept(plan.actions, action_path, sound)
    plan.state_machines = _kept(plan.state_machines, machine_path, sound)
    plan.permissions = _kept(plan.permissions, lambda p: f"permissions.{p.role}.{p.entity}", sound)
    plan.queries = _kept(plan.queries, lambda e: f"queries.{e.name}", sound)
    plan.reports = _kept(plan.reports, lambda e: f"reports.{e.name}", sound)
    plan.jobs = _kept(plan.jobs, lambda e: f"jobs.{e.name}", sound)
    plan.notifications = _kept(plan.notifications, lambda e: f"notifications.{e.name}", sound)
    plan.transfers = _kept(plan.transfers, lambda e: f"transfers.{e.name}", sound)
    plan.functions = _kept(plan.functions, lambda e: f"functions.{e.name}", sound)
    plan.endpoints = _kept(plan.endpoints, lambda e: f"endpoints.{e.method} {e.path}", sound)
    return _count(plan) < before


def _within(entity: Entity, faults: dict[str, str], sound: Callable[[Element, str], bool]) -> None:
    here = f"entities.{entity.name}"
    if not any(place.startswith(here + ".") for place in faults):
        return
    entity.constraints = _kept(entity.constraints, lambda c: f"{here}.constraints.{c.name}", sound)
    entity.relations = _kept(entity.relations, lambda r: f"{here}.relations.{r.name}", sound)
    for field in entity.fields:
        path = f"{here}.fields.{field.name}"
        if field.computed is not None and not sound(field, f"{path}.computed"):
            field.computed = None
        if field.default is not None and not sound(field, f"{path}.default"):
            field.default = None
    entity.fields = _kept(entity.fields, lambda f: f"{here}.fields.{f.name}", sound)
    if f"{here}.display" in faults:
        entity.display = None
    if f"{here}.order_by" in faults:
        entity.order_by = []


def _kept(elements: Iterable[T], path: Callable[[T], str], sound: Callable[[Element, str], bool]) -> list[T]:
    return [e for e in elements if sound(e, path(e))]


def _count(plan: Plan) -> int:
    parts = sum(len(e.fields) + len(e.relations) + len(e.constraints) for e in plan.entities)
    parts += sum(f.computed is not None for e in plan.entities for f in e.fields)
    parts += sum(f.default is not None for e in plan.entities for f in e.fields)
    lists = (plan.actions, plan.state_machines, plan.permissions, plan.queries, plan.reports, plan.jobs)
    more = (plan.notifications, plan.transfers, plan.functions, plan.endpoints)
    return parts + sum(len(x) for x in lists) + sum(len(x) for x in more)


def _report(draft: Draft, element: Element, path: str, reason: str) -> None:
    name = path.split(".", 1)[1]
    for rid in element.satisfies or [""]:
        draft.rid = rid
        draft.find("A112", None, name=name, reason=reason)
        draft.partial.add(rid)
    draft.rid = ""
