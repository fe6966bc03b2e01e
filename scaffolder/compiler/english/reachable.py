"""States that nothing leads to: somebody must be able to get there, or they would be words only."""

from __future__ import annotations

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.records import to_do
from scaffolder.compiler.english.wording import one
from scaffolder.plan import Action, Entity, Field, StateMachine, Transition


def settle(draft: Draft) -> None:
    """An action for each state of a machine that no row can come to, from the state before it."""
    for machine in draft.plan.state_machines:
        entity, field = draft.entity(machine.entity), draft.field(machine.entity, machine.field)
        if entity is None or field is None or not machine.initial:
            continue
        for state in [c.value for c in field.enum]:
            if state not in _reached(machine):
                _lead(draft, machine, entity, field, state)


def _reached(machine: StateMachine) -> set[str]:
    """What can be come to from the beginning, step by step."""
    found = {machine.initial}
    while more := {t.to for t in machine.transitions if found & set(t.from_)} - found:
        found |= more
    return found


def _lead(draft: Draft, machine: StateMachine, entity: Entity, field: Field, state: str) -> None:
    values, reached = [c.value for c in field.enum], _reached(machine)
    negative, final = (set(vocabulary.table("states", kind)) for kind in ("negative", "final"))
    before = [v for v in values[: values.index(state)] if v in reached and v not in negative]
    aside = [v for v in values if v in reached and v not in negative and v not in final and v != state]
    sources = aside if state in negative else before[-1:] or aside
    sources = sources or [machine.initial]
    name = _name(draft, entity, state)
    draft.rid = ""
    draft.add_action(Action(name=name, entity=entity.name, roles=_movers(draft, machine, state)))
    machine.transitions.append(Transition(action=name, from_=sources, to=state))
    draft.rid = field.satisfies[0] if field.satisfies else ""
    shown, deed = state.replace("_", " "), to_do(name.replace("_", " "), entity.name)
    draft.find("A208", None, thing=one(entity.name), state=shown, deed=deed)
    draft.assume(f"It is possible to {deed}: nothing else leads there.", f"{entity.name}.{field.name}")


def _movers(draft: Draft, machine: StateMachine, state: str) -> list[str]:
    """Who moves it on from there, else who moves it at all."""
    moves = {t.action for t in machine.transitions if state in t.from_} or {t.action for t in machine.transitions}
    roles = [r for a in draft.plan.actions if a.entity == machine.entity and a.name in moves for r in a.roles]
    return list(dict.fromkeys(roles))


def _name(draft: Draft, entity: Entity, state: str) -> str:
    """The verb that leads there, where it says nothing else yet."""
    verb = vocabulary.verb_leading_to(state)
    taken = {a.name for a in draft.plan.actions if a.entity == entity.name}
    plain = verb and verb not in taken and not vocabulary.operation(verb) and not vocabulary.event(verb)
    return verb if plain else f"mark_{state}"
