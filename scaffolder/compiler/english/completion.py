"""What a writer leaves unsaid: records of events, effects of actions. All are listed as assumptions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import statements, usual, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.records import assume_due, doing, due, inferred, logged, record, to_do
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital, listed, one
from scaffolder.plan import (
    Action,
    Choice,
    CreateEffect,
    Entity,
    Field,
    Precondition,
    SetEffect,
    StateMachine,
    Transition,
)

AGAIN = frozenset(phrases("indirect", "all_the_time"))


def actions(draft: Draft) -> None:
    """An effect for every action that has none: the record of its event, a status that fits, or the moment."""
    assume_due(draft)
    for made_name, days in draft.due_days.items():
        due(draft, made_name, days)
    for action in draft.plan.actions:
        draft.rid = action.satisfies[0] if action.satisfies else ""
        entity = draft.entity(action.entity) if action.entity else None
        event = draft.events.get((action.entity or "", action.name))
        if event is not None and not any(isinstance(e, CreateEffect) for e in action.effects):
            record(draft, action, event[1])
        elif entity is not None and not action.effects and not _moves(draft, action):
            _put_aside(draft, action, entity)
            _state(draft, action, entity) or _moment(draft, action, entity)
    for machine in draft.plan.state_machines:
        _initial(draft, machine)
    for entity in draft.plan.entities:
        if any(not f.readonly for f in entity.fields) or f"event:{entity.name}" in draft.said:
            continue  # what was only ever done to it tells nobody what it is
        if f"logged:{entity.name}" in draft.said:
            logged(draft, entity)
        elif _is_told_apart(draft, entity):
            _described(draft, entity)


def _is_told_apart(draft: Draft, entity: Entity) -> bool:
    """Whether its rows need a name: those of a link between two things, or at the end of a chain, do not."""
    holds = any(r.target == entity.name for e in draft.plan.entities for r in e.relations)
    needed = [r for r in entity.relations if r.origin != "default"]
    return not needed or len(needed) == 1 and holds


def _put_aside(draft: Draft, action: Action, entity: Entity) -> None:
    """Who cancels or rejects what has states of its own gives it one more: it must not go on to the others."""
    negative = set(vocabulary.table("states", "negative"))
    wanted = next((w for w in _wanted(action.name) if w in negative), "")
    fields = [f for f in entity.fields if f.type == "enum" and f.name in vocabulary.table("states", "fields")]
    if not wanted or len(fields) != 1 or any(c.value in negative for c in fields[0].enum):
        return
    fields[0].enum.append(Choice(value=wanted))
    shown, name = wanted.replace("_", " "), fields[0].name.replace("_", " ")
    draft.assume(f"The {name} of {one(entity.name)} may also be {shown}.", f"{entity.name}.{fields[0].name}")


def _moves(draft: Draft, action: Action) -> bool:
    return any(
        m.entity == action.entity and any(t.action == action.name for t in m.transitions)
        for m in draft.plan.state_machines
    )


def _state(draft: Draft, action: Action, entity: Entity) -> bool:
    """A value of a choice that fits the verb: the action leads there."""
    wanted = _wanted(action.name)
    for field in entity.fields:
        values = [c.value for c in field.enum]
        target = next((w for w in wanted if w in values), "") if field.type == "enum" else ""
        if action.name in ("start", "begin") and field.type == "enum" and not target:
            target = next((v for v in values[1:] if v.split("_")[-1].endswith("ing")), "")
        if not target:
            continue
        named = [said for p in action.preconditions if (said := statements.values_of(p.expr))]
        needed = {v for name, said in named if name == field.name for v in said}
        sources = [v for v in values if v in needed and v != target] or _sources(
            values, target, _reached(draft, entity, field)
        )
        if not sources:
            continue
        machine = draft.put(
            "machine",
            entity.name,
            field.name,
            StateMachine(entity=entity.name, field=field.name, initial="", origin="inferred"),
            draft.plan.state_machines,
        )
        machine.transitions.append(Transition(action=action.name, from_=sources, to=target))
        action.origin = "stated"
        told = f"{listed([s.replace('_', ' ') for s in sources], 'or')} to {target.replace('_', ' ')}"
        text = f"{doing(action.name, entity.name)} changes its {field.name.replace('_', ' ')} from {told}."
        draft.assume(text, f"action:{entity.name}.{action.name}")
        _tell(draft, action, entity, f"its {field.name.replace('_', ' ')} changes from {told}")
        return True
    return False


def _tell(draft: Draft, action: Action, entity: Entity, effect: str, others: Sequence[str] = ()) -> None:
    verb = action.name.replace("_", " ")
    draft.find(
        "A204",
        others=others,
        deed=to_do(verb, entity.name),
        effect=effect,
        doing=doing(action.name, entity.name),
    )


def _wanted(name: str) -> list[str]:
    if name.startswith(("mark_", "set_", "move_", "flag_", "declare_")):
        return [name.split("_", 1)[1]]
    _, _, told = name.partition("_")
    return [*vocabulary.results(name), *([told] if told else [])]


def _reached(draft: Draft, entity: Entity, field: Field) -> set[str]:
    """The states that rows begin in, or that something leads to."""
    begins = {str(field.default) if field.default else field.enum[0].value}
    led = {
        t.to
        for m in draft.plan.state_machines
        if (m.entity, m.field) == (entity.name, field.name)
        for t in m.transitions
    }
    return begins | led | {w for a in draft.plan.actions if a.entity == entity.name for w in _wanted(a.name)}


def _sources(values: Sequence[str], target: str, reached: set[str]) -> list[str]:
    """The states before: all that are not final for a step aside, else the one that stands before it; from one that
    nothing leads to on, also those before that."""
    negative = set(vocabulary.table("states", "negative"))
    final = set(vocabulary.table("states", "final"))
    if target in negative:
        return [v for v in values if v not in negative and v not in final]
    before = [v for v in values[: values.index(target)] if v not in negative]
    if before:
        return before[max((i for i, v in enumerate(before) if v in reached), default=-1) :]
    return [v for v in values if v != target and (v in negative or v in final)] or [v for v in values if v != target]


def _moment(draft: Draft, action: Action, entity: Entity) -> bool:
    """No status fits: the moment is written down, once; or whether it is so, where another action undoes it."""
    if _toggles(draft, action, entity):
        return True
    done = vocabulary.participle(action.name) if not action.name.startswith("mark_") else action.name[5:]
    flag = next(
        (f for f in entity.fields if f.type == "boolean" and f.name in (done, f"is_{done}") and not f.computed), None
    )
    if flag is not None:
        action.effects.append(SetEffect(field=flag.name, value="True"))
        action.preconditions.append(
            Precondition(expr=f"not {flag.name}", message=f"It is {done.replace('_', ' ')} already.")
        )
        flag.readonly = True
        _tell(draft, action, entity, f"it is {done.replace('_', ' ')}")
        return True
    dates = ("date", "datetime")
    ended = next((e.ended for e in vocabulary.closing(action.name.replace("_", " ")) if e.ended), "")
    if ended and draft.field(entity.name, ended):
        done = ended.removesuffix("_at")
    last = next((f for f in entity.fields if f.type in dates and f.name.startswith(f"last_{done}")), None)
    known = last or next(
        (f for f in entity.fields if f.type in dates and f.name in (f"{done}_at", f"{done}_on", f"{done}_date")), None
    )
    if known is None:
        again = action.name in AGAIN  # a plant is watered more than once
        name = f"last_{done}_at" if again else f"{done}_at"
        known = draft.add_field(entity, Field(name=name, type="datetime", readonly=True, origin="default"))
        known.origin = "default"
        last = known if again else last
    action.effects.append(SetEffect(field=known.name, value="today" if known.type == "date" else "now"))
    if last is None:
        known.required = False
        known.readonly = True
        action.preconditions.append(
            Precondition(expr=f"{known.name} is None", message=f"It is {done.replace('_', ' ')} already.")
        )
    shown, now = known.name.replace("_", " "), "today" if known.type == "date" else "now"
    draft.assume(f"{doing(action.name, entity.name)} sets its {shown} to {now}.", f"{entity.name}.{known.name}")
    _tell(draft, action, entity, f"its {shown} is set to {now}", _with_a_status(draft, action, entity, done))
    return True


def _with_a_status(draft: Draft, action: Action, entity: Entity, done: str) -> list[str]:
    """The same as a step from one state to another, where the thing has no states yet."""
    if draft.knows("field", entity.name, "status") or done.startswith("last"):
        return []
    state = done.replace("_", " ")
    has = f"{capital(one(entity.name))} has a status (open, {state}; default open)."
    return [f"{has} {doing(action.name, entity.name)} changes the status from open to {state}."]


def _toggles(draft: Draft, action: Action, entity: Entity) -> bool:
    """ "Archive and unarchive Notes": a Note is archived or not."""
    names = {a.name for a in draft.plan.actions if a.entity == entity.name}
    undone = vocabulary.undone_by(action.name)
    if undone not in names and not any(vocabulary.undone_by(n) == action.name for n in names):
        return False
    back = undone in names
    verb = undone if back else action.name
    done = verb if verb in vocabulary.results(verb)[1:] else vocabulary.participle(verb)  # a door is open
    flag = draft.field(entity.name, done) or draft.field(entity.name, f"is_{done}")
    if flag is None:
        flag = inferred(draft, entity, Field(name=done, type="boolean", readonly=True, default=False))
        draft.assume(f"{capital(one(entity.name))} is {done.replace('_', ' ')} or not.", f"{entity.name}.{done}")
    if flag.type != "boolean" or flag.computed:
        return False
    flag.readonly = True
    said = f"It is {'not ' if back else ''}{done.replace('_', ' ')}{'' if back else ' already'}."
    action.preconditions.append(Precondition(expr=flag.name if back else f"not {flag.name}", message=said))
    action.effects.append(SetEffect(field=flag.name, value=str(not back)))
    _tell(draft, action, entity, f"it is {'not ' if back else ''}{done.replace('_', ' ')}{' any more' if back else ''}")
    return True


def _initial(draft: Draft, machine: StateMachine) -> None:
    field = draft.field(machine.entity, machine.field)
    if not machine.initial and field is not None and field.enum:
        machine.initial = str(field.default) if field.default else field.enum[0].value


def _described(draft: Draft, entity: Entity) -> None:
    """A thing without fields has at least a name, or what else is first told of such: a comment its content."""
    draft.rid = ""
    name = usual.first(entity.name)
    kind = vocabulary.type_of_name(naming.snake(name)).type
    made = draft.add_field(entity, Field(name=naming.snake(name), type=kind, required=True))
    made.origin = "default"
    entity.fields.sort(key=lambda field: field is not made)
    draft.rid = entity.satisfies[0] if entity.satisfies else ""
    has, thing = naming.with_article(name), one(entity.name)
    draft.assume(f"{capital(thing)} has {has}.", f"{entity.name}.{made.name}")
    draft.find("A201", None, name=thing, Name=capital(thing), has=has)
    draft.rid = ""


def lacking(draft: Draft) -> None:
    """Where rows without a Bin are listed, a row need not have one."""
    for query in draft.plan.queries:
        entity = draft.entity(query.entity)
        for relation in entity.relations if entity else ():
            asked = re.search(rf"(?<![\w.]){relation.name} is None", query.where or "")
            if asked and relation.required and relation.cardinality == "many_to_one":
                relation.required = False
                told = (" ".join(naming.words(naming.plural(query.entity))), " ".join(naming.words(relation.name)))
                draft.assume(f"There may be {told[0]} without {told[1]}, since they are listed.", query.entity)
