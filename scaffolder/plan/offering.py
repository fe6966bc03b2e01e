"""The part of a plan that a stack builds, and why the rest of it stays unbuilt.

`not_offered` comes from the stack: the name of a list of the plan ("pages"), "effects." and a kind of effect, "fields."
and a type of field, or "channels." and a channel of notifications.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffolder.plan import Action, Endpoint, Entity, Field, Job, Plan, Trigger
from scaffolder.plan.coverage import elements


def offered(plan: Plan, not_offered: Mapping[str, str]) -> Plan:
    """The plan without what is not offered, and without what hangs on that: an action that could be done in part only
    is not built at all."""
    kinds = {key.removeprefix("effects.") for key in not_offered if key.startswith("effects.")}
    lost = {(a.entity, a.name) for a in plan.actions if _uses(a, kinds)}
    emptied: dict[str, list[object]] = {key: [] for key in not_offered if key in Plan.__struct_fields__}
    types = {key.removeprefix("fields.") for key in not_offered if key.startswith("fields.")}
    mute = {key.removeprefix("channels.") for key in not_offered if key.startswith("channels.")}
    machines = [
        m.model_copy(update={"transitions": [t for t in m.transitions if (m.entity, t.action) not in lost]})
        for m in plan.state_machines
    ]
    kept = {
        "entities": [_kept(e, types) for e in plan.entities],
        "actions": [a for a in plan.actions if (a.entity, a.name) not in lost],
        "state_machines": machines,
        "jobs": [j for j in plan.jobs if not _uses(j, kinds) and not _waits(j.trigger, lost)],
        "notifications": [n for n in plan.notifications if n.channel not in mute and not _waits(n.trigger, lost)],
        "endpoints": [e for e in plan.endpoints if not _does(e, lost)],
        "functions": [f for f in plan.functions if f.module is None or "modules" not in not_offered],
    }
    return plan.model_copy(update={**kept, **emptied})


def _kept(entity: Entity, types: set[str]) -> Entity:
    """Without the fields of these types."""
    return entity.model_copy(update={"fields": [f for f in entity.fields if f.type not in types]})


def unbuilt(plan: Plan, not_offered: Mapping[str, str]) -> dict[str, str]:
    """The elements that `offered` leaves out, each with the reason."""
    there = {name for name, _ in elements(offered(plan, not_offered))}
    reasons = {name: not_offered[key] for key in not_offered for name in _named(plan, key)}
    lost = [name for name, _ in elements(plan) if name not in there]
    return {name: reasons.get(name, "it hangs on what is not offered") for name in lost}


def _named(plan: Plan, key: str) -> list[str]:
    """The elements of a list, or those with a kind of effect."""
    if key.startswith("effects."):
        kind = {key.removeprefix("effects.")}
        return [name for name, e in elements(plan) if isinstance(e, (Action, Job)) and _uses(e, kind)]
    if key.startswith("fields."):
        return [name for name, e in elements(plan) if isinstance(e, Field) and e.type == key.removeprefix("fields.")]
    if key.startswith("channels."):
        return [f"notification:{n.name}" for n in plan.notifications if n.channel == key.removeprefix("channels.")]
    members: Sequence[object] = getattr(plan, key, [])
    return [name for name, e in elements(plan) if any(e is m for m in members)]


def _uses(doing: Action | Job, kinds: set[str]) -> bool:
    return any(effect.kind in kinds for effect in doing.effects)


def _waits(trigger: Trigger, lost: set[tuple[str | None, str]]) -> bool:
    return trigger.on == "action" and (trigger.entity, trigger.action or "") in lost


def _does(endpoint: Endpoint, lost: set[tuple[str | None, str]]) -> bool:
    kind, _, name = endpoint.does.partition(":")
    entity, _, action = name.rpartition(".")
    return kind == "action" and (entity or None, action) in lost
