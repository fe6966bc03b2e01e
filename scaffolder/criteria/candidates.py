"""Values worth trying: drawn from what an expression compares, its literals and what lies just beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from scaffolder.criteria import values
from scaffolder.criteria.oracle import rules
from scaffolder.criteria.oracle.world import Facts
from scaffolder.expr.nodes import Call, Path, Step, Typed, Value, walk
from scaffolder.plan import CreateEffect, Field, SetEffect

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
        for change in _of(facts, expression, (), _literals(expression)):
            found.setdefault((change.kind, change.path, repr(change.value), repr(change.over)), change)
    return list(found.values())


def _of(facts: Facts, typed: Typed, prefix: tuple[str, ...], literals: Literals) -> Iterator[Change]:
    timely = False
    for path, steps in typed.paths.items():
        timely = timely or path.parts[0] in ("now", "today")
        yield from _of_path(facts, prefix, path, steps, literals)
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
                waits = _literals(facts.typed(made, action.entity, action.params)).waits()
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
                    yield from _of_path(facts, owner, path, steps, _literals(typed))


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


class Literals(Struct, frozen=True):
    """The literals of an expression."""

    numbers: tuple[Decimal, ...]
    texts: tuple[str, ...]

    def near_numbers(self) -> list[Decimal]:
        near = [n + d for n in self.numbers for d in (0, 1, -1)]
        return list(dict.fromkeys([*near, *(Decimal(n) for n in (0, 1, 2, 3, 5, 10, 100, 1000))]))

    def days(self) -> list[int]:
        near = [int(n) + d for n in self.numbers if n == int(n) and abs(n) < 4000 for d in (0, 1, -1)]
        return list(dict.fromkeys([*near, 0, 1, 2, 30]))

    def dates(self) -> list[date]:
        today = values.NOW.date()
        offsets = [d for n in self.days() for d in (n, -n)]
        near = [today + timedelta(days=d) for d in dict.fromkeys([-1, 0, 1, *offsets])]
        return [*near, *(d for text in self.texts if (d := _date(text)) is not None)]

    def moments(self) -> list[datetime]:
        days = [datetime(d.year, d.month, d.day, 9, tzinfo=UTC) for d in self.dates()]
        hours = [values.NOW + timedelta(hours=int(n) + d) for n in self.numbers if 0 < n < 100 for d in (0, -1, 1)]
        return list(dict.fromkeys([*days, *hours]))

    def waits(self) -> list[timedelta]:
        days = [timedelta(days=d) for d in self.days() if d > 0]
        hours = [timedelta(hours=int(n) + d) for n in self.numbers if 0 < n < 100 for d in (0, 1)]
        return list(dict.fromkeys([*days, *hours, timedelta(days=60), timedelta(days=400)]))

    def other_texts(self, field: Field) -> list[str]:
        from scaffolder.plan import Entity

        return [t for n in (0, 1) if (t := values.invent(Entity(name="Value"), field, n)) is not None]

    def of_kind(self, step: Step) -> list[Any]:
        kind = step.type.kind
        if kind in ("integer", "decimal", "float"):
            whole = [n for n in self.near_numbers() if kind != "integer" or n == int(n)]
            return [int(n) if kind == "integer" else n for n in whole]
        if kind == "date":
            return list(self.dates())
        if kind == "datetime":
            return list(self.moments())
        if kind == "boolean":
            return [True, False]
        if kind == "uuid":
            return list(self.texts)
        return [*self.texts, *step.type.choices] if kind == "string" else []


def _literals(typed: Typed) -> Literals:
    numbers: list[Decimal] = []
    texts: list[str] = []
    for node in _deep(typed):
        if isinstance(node, Value) and isinstance(node.value, str):
            texts.append(node.value)
        elif isinstance(node, Value) and node.value is not None and not isinstance(node.value, bool):
            numbers.append(Decimal(node.value))
    return Literals(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(texts)))


def _deep(typed: Typed) -> Iterator[Any]:
    """The nodes of an expression and of the computed fields that it reads."""
    yield from walk(typed.node)
    for steps in typed.paths.values():
        for step in steps:
            if step.computed is not None:
                yield from _deep(step.computed)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def own_fields(facts: Facts, entity: str, texts: Sequence[str]) -> dict[str, list[Any]]:
    """The fields of an entity itself that these expressions read, with values worth trying."""
    found: dict[str, list[Any]] = {}
    for text in texts:
        typed = facts.typed(text, entity)
        literals = _literals(typed)
        for steps in typed.paths.values():
            field = steps[0].field if len(steps) == 1 else None
            if field is not None and not field.computed:
                found.setdefault(field.name, []).extend(field_values(field, literals))
    return found
