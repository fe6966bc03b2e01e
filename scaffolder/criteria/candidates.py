"""Values worth trying: drawn from what an expression compares, its literals and what lies just beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice, product
from typing import Any, Literal

from msgspec import Struct

from scaffolder.criteria import values
from scaffolder.criteria.literals import Literals, literals_of
from scaffolder.criteria.oracle import rules
from scaffolder.criteria.oracle.world import Facts
from scaffolder.expr.nodes import Call, Path, Step, Typed, walk
from scaffolder.plan import CreateEffect, Field, SetEffect

TOGETHER = 32  # ways tried to give several fields a value at once
UNITS = {"days": 1, "weeks": 7, "hours": 0, "minutes": 0}


class Change(Struct, frozen=True):
    """One thing to do differently while a row is made. `path` leads from the row ("" to itself; "user.member" is the
    profile of who acts).

    set: the last name of `path` gets `value` at creation. children: `value` many rows of a to-many path, with `over`
    as their values. do: the actions `value` happen to the row at `path`. wait: the time `value` goes by. param: the
    parameter gets `value`. mine, others: the relation or owner is the actor's, or another's. born: the row is made by
    the action of another one, `value` being the entity and the action.
    """

    kind: Literal["set", "children", "do", "wait", "param", "mine", "others", "born"]
    path: tuple[str, ...]
    value: Any = None
    over: tuple[tuple[str, Any], ...] = ()

    @property
    def target(self) -> tuple[str, ...]:
        return (self.kind if self.kind in ("wait", "param", "children", "do", "born") else "set", *self.path)


def changes(facts: Facts, typed: Sequence[Typed]) -> list[Change]:
    """What may be varied to make these expressions true or false, the telling ones first."""
    found: dict[Change | tuple[Any, ...], Change] = {}
    for expression in typed:
        for change in _of(facts, expression, (), literals_of(expression)):
            found.setdefault((change.kind, change.path, repr(change.value), repr(change.over)), change)
    return list(found.values())


def _of(facts: Facts, typed: Typed, prefix: tuple[str, ...], literals: Literals) -> Iterator[Change]:
    timely = False
    for path, steps in typed.paths.items():
        timely = timely or path.parts[0] in ("now", "today")
        yield from _of_path(facts, prefix, path, steps, literals)
    yield from _children_in_full(typed, prefix, literals)
    if timely or any(isinstance(n, Call) and n.name in ("now", "today") for n in walk(typed.node)):
        yield from (Change("wait", (), wait) for wait in literals.waits())


def _of_path(
    facts: Facts, prefix: tuple[str, ...], path: Path, steps: Sequence[Step], literals: Literals
) -> Iterator[Change]:
    last = steps[-1]
    if last.kind in ("now", "today", "role", "self"):
        return
    if steps[0].kind == "param":
        if len(steps) == 1:  # what stands in a row that is a parameter is not the parameter's value
            yield from (Change("param", path.parts, v) for v in literals.of_kind(last))
        return
    if last.kind == "user" or (len(steps) > 1 and steps[1].kind == "profile" and len(steps) == 2):
        return
    names = prefix + tuple(s.name for s in steps)
    many = next((i for i, s in enumerate(steps) if s.kind == "to_many"), None)
    if many is not None:
        yield from _children(facts, prefix, steps, many, literals)
    elif last.kind == "field":
        yield from _field(facts, names, last, literals)
    elif last.kind == "owner":
        yield from (Change("mine", names), Change("others", names))
    elif last.kind == "to_one":
        yield from (Change("mine", names), Change("others", names), Change("set", names, None))
        yield Change("set", names, "a row")
    for i, step in enumerate(steps[:-1]):
        if step.kind == "to_one" and step.through is not None and not step.through.required:
            yield Change("set", prefix + tuple(s.name for s in steps[: i + 1]), "a row")
    if last.kind == "owner" or (last.kind == "field" and last.name == "id"):
        yield from (Change("mine", names), Change("others", names))


def _children(
    facts: Facts, prefix: tuple[str, ...], steps: Sequence[Step], many: int, literals: Literals
) -> Iterator[Change]:
    names = prefix + tuple(s.name for s in steps[: many + 1])
    counts = sorted({1, 2, *(int(n) + d for n in literals.numbers for d in (-1, 0, 1) if 0 < n < 20)} - {0})
    tail = steps[many + 1 :]
    if len(tail) == 1 and tail[0].kind == "field" and tail[0].field is not None and not tail[0].field.computed:
        field = tail[0].field
        for value in field_values(field, literals)[:4]:
            yield Change("children", names, 1, ((field.name, value),))
    yield from (Change("children", names, count) for count in counts)


def _children_in_full(typed: Typed, prefix: tuple[str, ...], literals: Literals) -> Iterator[Change]:
    """Rows on the far side of a path whose fields, several of them, are asked for together."""
    asked: dict[tuple[str, ...], dict[str, Field]] = {}
    for steps in typed.paths.values():
        last = steps[-1]
        if len(steps) > 1 and steps[-2].kind == "to_many" and last.field is not None and not last.field.computed:
            asked.setdefault(tuple(s.name for s in steps[:-1]), {})[last.field.name] = last.field
    for names, fields in asked.items():
        if len(fields) > 1:
            options = [[(name, v) for v in field_values(field, literals)[:4]] for name, field in fields.items()]
            yield from (Change("children", prefix + names, 1, over) for over in islice(product(*options), TOGETHER))


def _field(facts: Facts, names: tuple[str, ...], step: Step, literals: Literals) -> Iterator[Change]:
    """A field as it is written: at creation; by transitions; by the actions that set it; or by letting time pass."""
    owner, field = names[:-1], step.field
    entity = step.entity
    if step.computed is not None:
        yield from _of(facts, step.computed, owner, literals)
        return
    if field is None or entity is None:
        if names[-1] in ("created_at", "updated_at"):
            yield from (Change("wait", (), wait) for wait in literals.waits())
        return
    machines = [m for m in facts.index.machines(entity) if m.field == field.name]
    if machines:
        found = chains(facts, entity, field.name)
        yield from (Change("do", owner, chain) for chain in found)
        yield from _preparing(facts, entity, owner, {name for chain in found for name in chain})
        return
    if field.readonly or field.name not in {f.name for f in facts.index.writable(entity)}:
        setters = [
            a.name
            for a in facts.index.actions(entity)
            if any(isinstance(e, SetEffect) and e.field == field.name for e in a.effects)
        ]
        yield from (Change("do", owner, (name,)) for name in setters)
        yield from _preparing(facts, entity, owner, set(setters))
        if not owner:
            yield from _born(facts, entity, field.name)
        return
    yield from (Change("set", names, v) for v in field_values(field, literals))


def _born(facts: Facts, entity: str, name: str) -> Iterator[Change]:
    """Rows that an action makes, with the value that it gives them; and the time that the value speaks of."""
    for action in facts.plan.actions:
        for effect in action.effects:
            made = isinstance(effect, CreateEffect) and effect.entity == entity and effect.values.get(name)
            if made and action.entity and action.scope == "instance":
                yield Change("born", (), (action.entity, action.name))
                waits = literals_of(facts.typed(made, action.entity, action.params)).waits()
                yield from (Change("wait", (), wait) for wait in waits)


def _preparing(facts: Facts, entity: str, owner: tuple[str, ...], names: set[str]) -> Iterator[Change]:
    """What the actions that are to happen ask for themselves: values and children, no further actions."""
    for action in facts.index.actions(entity):
        if action.name not in names:
            continue
        for precondition in action.preconditions:
            typed = facts.typed(precondition.expr, entity, action.params)
            plain = {p: s for p, s in typed.paths.items() if not _acted(facts, s)}
            for path, steps in plain.items():
                if steps[0].kind != "param":
                    yield from _of_path(facts, owner, path, steps, literals_of(typed))


def _acted(facts: Facts, steps: Sequence[Step]) -> bool:
    """Is the end of this path written by actions only?"""
    last = steps[-1]
    if last.field is None or last.entity is None or last.entity not in facts.index.entities:
        return False
    return last.field.name not in {f.name for f in facts.index.writable(last.entity)}


def chains(facts: Facts, entity: str, field: str) -> list[tuple[str, ...]]:
    """For each state but the first, the shortest row of actions that leads there."""
    machine = next(m for m in facts.index.machines(entity) if m.field == field)
    reached: dict[str, tuple[str, ...]] = {machine.initial: ()}
    waiting = [machine.initial]
    while waiting:
        state = waiting.pop(0)
        for t in machine.transitions:
            if state in t.from_ and t.to not in reached:
                reached[t.to] = (*reached[state], t.action)
                waiting.append(t.to)
    return [chain for chain in reached.values() if chain]


def field_values(field: Field, literals: Literals) -> list[Any]:
    """Valid values of a field that lie at and beside the literals."""
    found = list(_raw(field, literals))
    if not field.required and field.default is None:
        found.append(None)
    unique: list[Any] = []
    for value in found:
        if value not in unique and (value is None or rules.valid(field, value)):
            unique.append(value)
    return unique


def _raw(field: Field, literals: Literals) -> Iterable[Any]:
    if field.type == "enum":
        return [c.value for c in field.enum]
    if field.type == "boolean":
        return [True, False]
    if field.type == "date":
        return literals.dates()
    if field.type == "datetime":
        return literals.moments()
    if field.type in values.NUMBERS:
        return [
            values.typed_number(field.type, n)
            for n in literals.near_numbers()
            if n == int(n) or field.type != "integer"
        ]
    if field.type == "duration":
        return [timedelta(minutes=m) for m in (15, 30, 60, 120)]
    return [*literals.texts, *literals.other_texts(field)]


def own_fields(facts: Facts, entity: str, texts: Sequence[str]) -> dict[str, list[Any]]:
    """The fields of an entity itself that these expressions read, with values worth trying."""
    found: dict[str, list[Any]] = {}
    for text in texts:
        typed = facts.typed(text, entity)
        literals = literals_of(typed)
        for steps in typed.paths.values():
            field = steps[0].field if len(steps) == 1 else None
            if field is not None and not field.computed:
                found.setdefault(field.name, []).extend(field_values(field, literals))
    return found
