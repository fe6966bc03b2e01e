"""What a writer leaves unsaid: records of events, effects of actions. All are listed as assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import statements, vocabulary
from scaffolder.compiler.english.draft import Draft, capital, listed, many, one
from scaffolder.plan import (
    Action,
    Constraint,
    CreateEffect,
    Entity,
    Field,
    Param,
    Precondition,
    Relation,
    SetEffect,
    StateMachine,
    Transition,
    Validation,
)


def events(draft: Draft) -> None:
    """The fields of the records that actions make, and the actions that end them."""
    for (thing, name), (verb, made_name) in list(draft.events.items()):
        event = vocabulary.event(verb) or vocabulary.event(name.replace("_", " "))
        made = draft.entity(made_name)
        action = draft.action(thing, name)
        if event is None or made is None or action is None:
            continue
        draft.rid = action.satisfies[0] if action.satisfies else ""
        if not _has_moment(made, event.at):
            _inferred(draft, made, Field(name=event.at, type="datetime", readonly=True))
        if not any(f.origin == "stated" for f in made.fields):
            for value in event.values:
                _inferred(draft, made, _value(value))
        _ending(draft, made, event)
        if event.once and not made.constraints:
            _once(draft, made)
        draft.assume(f"{_doing(verb, thing)} makes {one(made.name)}.", made.name)
        if not any(f.origin == "stated" for f in made.fields):
            _tell_record(draft, verb, thing, made)


def _value(name: str) -> Field:
    """What is said with it, of the type that its name tells: a rating is nothing without its stars."""
    named = vocabulary.type_of_name(name)
    return Field(name=name, type=named.type, required=True, validation=Validation(min=named.min, max=named.max))


def _doing(verb: str, thing: str) -> str:
    """ "Borrowing a Book", "Enrolling in a Course", "Marking an Order as paid"."""
    first, *rest = verb.replace("_", " ").split()
    start = vocabulary.gerund(first).capitalize()
    if first in ("mark", "set", "flag", "declare") and rest:
        return f"{start} {one(thing)} as {' '.join(rest)}"
    return " ".join([start, *rest, one(thing)])


def to_do(verb: str, thing: str) -> str:
    """ "borrow a Book", "mark an Order as paid"."""
    first, *rest = verb.split()
    if first in ("mark", "set", "flag", "declare") and rest:
        return f"{first} {one(thing)} as {' '.join(rest)}"
    return f"{verb} {one(thing)}"


def _tell_record(draft: Draft, verb: str, thing: str, made: Entity) -> None:
    named = [r.name for r in made.relations] + [f.name for f in made.fields]
    held = listed([f"its {n.replace('_', ' ')}" for n in named])
    draft.find(
        "A206", None, verb=verb, entity=one(thing), event=one(made.name), Event=capital(one(made.name)), held=held
    )


def _has_moment(made: Entity, name: str) -> bool:
    stem = name.removesuffix("_at")
    return any(f.name.startswith(stem) and f.type in ("date", "datetime") for f in made.fields)


def _inferred(draft: Draft, entity: Entity, made: Field) -> Field:
    known = draft.field(entity.name, made.name)
    if known is not None:
        return known
    made.origin = "default"
    return draft.add_field(entity, made)


def _ending(draft: Draft, made: Entity, event: vocabulary.Event) -> None:
    """The end of an event, where an action ends it or a rule speaks of what is open."""
    closing = [a for a in draft.plan.actions if a.entity == made.name and a.name.replace("_", " ") in event.closes]
    wanted = f"ended:{made.name}" in draft.said
    if not event.ended or not (closing or wanted):
        return
    if not _has_moment(made, event.ended):
        _inferred(draft, made, Field(name=event.ended, type="datetime", readonly=True))
    if wanted and not closing:
        verb = event.closes[0]
        maker = next(
            a for a in draft.plan.actions if draft.events.get((a.entity or "", a.name), ("", ""))[1] == made.name
        )
        action = draft.add_action(Action(name=verb, entity=made.name, roles=list(maker.roles), origin="inferred"))
        draft.assume(f"{_doing(verb, made.name)} ends it.", f"action:{made.name}.{action.name}")


def _once(draft: Draft, made: Entity) -> None:
    links = [r.name for r in made.relations if r.cardinality == "many_to_one"]
    ended = next(
        (
            f.name
            for f in made.fields
            if f.name.endswith("_at") and f.name in ("left_at", "cancelled_at", "withdrawn_at", "ended_at")
        ),
        None,
    )
    if len(links) == 2:
        name = "unique_" + "_".join(links)
        limit = Constraint(
            name=name, kind="unique", fields=links, where=f"{ended} is None" if ended else None, origin="default"
        )
        draft.put("constraint", made.name, name, limit, made.constraints)
        same = listed([n.replace("_", " ") for n in links])
        still = " at a time" if ended else ""
        draft.assume(f"No two {many(made.name)} have the same {same}{still}.", f"{made.name}.{name}")


def actions(draft: Draft) -> None:
    """An effect for every action that has none: the record of its event, a status that fits, or the moment."""
    _assume_due(draft)
    for made_name, days in draft.due_days.items():
        _due(draft, made_name, days)
    for action in draft.plan.actions:
        draft.rid = action.satisfies[0] if action.satisfies else ""
        entity = draft.entity(action.entity) if action.entity else None
        event = draft.events.get((action.entity or "", action.name))
        if event is not None and not any(isinstance(e, CreateEffect) for e in action.effects):
            _record(draft, action, event[1])
        elif entity is not None and not action.effects and not _moves(draft, action):
            _state(draft, action, entity) or _moment(draft, action, entity)
    for machine in draft.plan.state_machines:
        _initial(draft, machine)
    for entity in draft.plan.entities:
        if not entity.fields and f"event:{entity.name}" not in draft.said and _is_told_apart(draft, entity):
            _described(draft, entity)


def _is_told_apart(draft: Draft, entity: Entity) -> bool:
    """Whether its rows need a name: those of a link between two things, or at the end of a chain, do not."""
    holds = any(r.target == entity.name for e in draft.plan.entities for r in e.relations)
    return not entity.relations or len(entity.relations) == 1 and holds


def _assume_due(draft: Draft) -> None:
    """Something is spoken of as overdue, and nobody said when it is due."""
    dates = ("date", "datetime")
    for (thing, name), (verb, made_name) in draft.events.items():
        event, made = vocabulary.event(verb), draft.entity(made_name)
        if event is None or not event.due or made is None or "overdue" not in draft.said or made_name in draft.due_days:
            continue
        known = next((f for f in made.fields if f.type in dates and f.name in vocabulary.table("moments", "due")), None)
        if known is not None and (known.required or not known.name.startswith("due")):
            continue  # asked for, or the writer's own way of saying it
        draft.due_days[made_name] = 14
        action = draft.action(thing, name)
        draft.rid = action.satisfies[0] if action and action.satisfies else ""
        draft.find("A203", None, name=one(made.name), Name=capital(one(made.name)))
        draft.assume(f"{capital(one(made.name))} is due after 14 days.", f"{made.name}.due_date")


def _due(draft: Draft, name: str, days: int) -> None:
    made = draft.entity(name)
    if made is None:
        return
    known = next((f for f in made.fields if f.name in ("due_date", "due_on", "due_at", "due")), None)
    if known is None:
        known = _inferred(draft, made, Field(name="due_date", type="date", readonly=True))
    draft.said.add(f"due:{name}:{known.name}:{days}")


def _record(draft: Draft, action: Action, made_name: str) -> None:
    made, thing = draft.entity(made_name), draft.entity(action.entity or "")
    if made is None or thing is None:
        return
    values: dict[str, str] = {}
    for relation in made.relations:
        role = next((r for r in draft.plan.roles if r.entity == relation.target), None)
        if relation.target == thing.name:
            values[relation.name] = "self"
        elif role is not None and role.name in action.roles:
            values[relation.name] = f"user.{naming.snake(relation.target)}"
        elif relation.required:
            action.params += [_param(relation)]
            values[relation.name] = relation.name
    _record_fields(draft, action, made, values)
    action.effects.append(CreateEffect(entity=made.name, values=values))


def _param(relation: Relation) -> Param:
    return Param(name=relation.name, type="integer", ref=relation.target)


def _record_fields(draft: Draft, action: Action, made: Entity, values: dict[str, str]) -> None:
    """Moments are now; a due date is so many days on; what else is needed is asked for."""
    params = {p.name for p in action.params}
    verb = draft.events[action.entity or "", action.name][0]
    event = vocabulary.event(verb) or vocabulary.event(action.name.replace("_", " "))
    moment = event.at.removesuffix("_at") if event else ""
    machine_fields = {m.field for m in draft.plan.state_machines if m.entity == made.name}
    for field in made.fields:
        days = next((d for d in draft.due_days.values() if f"due:{made.name}:{field.name}:{d}" in draft.said), None)
        if field.name in params:
            values[field.name] = field.name
        elif days is not None:
            values[field.name] = f"{'today' if field.type == 'date' else 'now'} + days({days})"
        elif moment and field.name.startswith(moment) and field.type in ("date", "datetime"):
            values[field.name] = "today" if field.type == "date" else "now"
        elif _is_asked(field) and field.name not in machine_fields:
            choices = [c.value for c in field.enum]
            action.params.append(Param(name=field.name, type=field.type, required=field.required, enum=choices))
            values[field.name] = field.name


def _is_asked(field: Field) -> bool:
    """Whether who does it is asked for the value: what is needed, and what people say of what they do."""
    said = field.origin == "stated" and field.type in ("integer", "decimal", "string", "text") and not field.readonly
    return (field.required or said) and field.default is None and not field.computed


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
        text = f"{_doing(action.name, entity.name)} changes its {field.name.replace('_', ' ')} from {told}."
        draft.assume(text, f"action:{entity.name}.{action.name}")
        _tell(draft, action, entity, f"its {field.name.replace('_', ' ')} changes from {told}")
        return True
    return False


def _tell(draft: Draft, action: Action, entity: Entity, effect: str) -> None:
    verb = action.name.replace("_", " ")
    draft.find(
        "A204",
        None,
        deed=to_do(verb, entity.name),
        effect=effect,
        doing=_doing(action.name, entity.name),
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
        known = draft.add_field(entity, Field(name=f"{done}_at", type="datetime", readonly=True, origin="default"))
        known.origin = "default"
    action.effects.append(SetEffect(field=known.name, value="today" if known.type == "date" else "now"))
    if last is None:
        known.required = False
        known.readonly = True
        action.preconditions.append(
            Precondition(expr=f"{known.name} is None", message=f"It is {done.replace('_', ' ')} already.")
        )
    shown, now = known.name.replace("_", " "), "today" if known.type == "date" else "now"
    draft.assume(f"{_doing(action.name, entity.name)} sets its {shown} to {now}.", f"{entity.name}.{known.name}")
    _tell(draft, action, entity, f"its {shown} is set to {now}")
    return True


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
        flag = _inferred(draft, entity, Field(name=done, type="boolean", readonly=True, default=False))
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
    """A thing without fields has at least a name."""
    draft.rid = ""
    made = draft.add_field(entity, Field(name="name", required=True))
    made.origin = "default"
    draft.rid = entity.satisfies[0] if entity.satisfies else ""
    draft.assume(f"{capital(one(entity.name))} has a name.", f"{entity.name}.name")
    draft.find("A201", None, name=one(entity.name), Name=capital(one(entity.name)))
    draft.rid = ""
