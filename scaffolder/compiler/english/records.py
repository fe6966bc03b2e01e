"""Records that actions make: their fields, when they are due, and what ends them."""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import intervals, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital, listed, many, one
from scaffolder.plan import (
    Action,
    Constraint,
    CreateEffect,
    Entity,
    Field,
    Param,
    Relation,
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
            inferred(draft, made, Field(name=event.at, type="datetime", readonly=True))
        if not any(f.origin == "stated" for f in made.fields):
            for value in event.values:
                inferred(draft, made, _value(value))
        _ending(draft, made, event)
        if event.once and not made.constraints:
            _once(draft, made)
        draft.assume(f"{doing(verb, thing)} makes {one(made.name)}.", made.name)
        if not any(f.origin == "stated" for f in made.fields):
            _tell_record(draft, verb, thing, made)


def _value(name: str) -> Field:
    """What is said with it, of the type that its name tells: a rating is nothing without its stars."""
    named = vocabulary.type_of_name(name)
    return Field(name=name, type=named.type, required=True, validation=Validation(min=named.min, max=named.max))


def doing(verb: str, thing: str) -> str:
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


def inferred(draft: Draft, entity: Entity, made: Field) -> Field:
    known = draft.field(entity.name, made.name)
    if known is not None:
        return known
    made.origin = "default"
    return draft.add_field(entity, made)


def logged(draft: Draft, entity: Entity) -> None:
    """ "Log calls with a Contact": nobody says what is written down, but when it was and what was said are."""
    draft.rid = entity.satisfies[0] if entity.satisfies else ""
    inferred(draft, entity, Field(name="date", type="date", required=True))
    inferred(draft, entity, Field(name="notes", type="text"))
    thing, has = one(entity.name), "a date and notes"
    draft.assume(f"{capital(thing)} has {has}.", entity.name)
    draft.find("A210", others=[f"{capital(thing)} has {has}."], name=thing, Name=capital(thing), has=has)
    draft.rid = ""


def _ending(draft: Draft, made: Entity, event: vocabulary.Event) -> None:
    """The end of an event, where an action ends it or a rule speaks of what is open."""
    closing = [a for a in draft.plan.actions if a.entity == made.name and a.name.replace("_", " ") in event.closes]
    wanted = f"ended:{made.name}" in draft.said
    if not event.ended or not (closing or wanted):
        return
    if not _has_moment(made, event.ended):
        inferred(draft, made, Field(name=event.ended, type="datetime", readonly=True))
    if wanted and not closing:
        verb = event.closes[0]
        maker = next(
            a for a in draft.plan.actions if draft.events.get((a.entity or "", a.name), ("", ""))[1] == made.name
        )
        action = draft.add_action(Action(name=verb, entity=made.name, roles=list(maker.roles), origin="inferred"))
        draft.assume(f"{doing(verb, made.name)} ends it.", f"action:{made.name}.{action.name}")


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


def assume_due(draft: Draft) -> None:
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


def due(draft: Draft, name: str, days: int) -> None:
    made = draft.entity(name)
    if made is None:
        return
    known = next((f for f in made.fields if f.name in ("due_date", "due_on", "due_at", "due")), None)
    if known is None:
        known = inferred(draft, made, Field(name="due_date", type="date", readonly=True))
    draft.said.add(f"due:{name}:{known.name}:{days}")


def record(draft: Draft, action: Action, made_name: str) -> None:
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
    lasts = _asked_interval(made)
    machine_fields = {m.field for m in draft.plan.state_machines if m.entity == made.name}
    for field in made.fields:
        days = next((d for d in draft.due_days.values() if f"due:{made.name}:{field.name}:{d}" in draft.said), None)
        if field.name in params:
            values[field.name] = field.name
        elif days is not None:
            values[field.name] = f"{'today' if field.type == 'date' else 'now'} + days({days})"
        elif moment and field.name.startswith(moment) and field.type in ("date", "datetime"):
            values[field.name] = "today" if field.type == "date" else "now"
        elif field.name in lasts:
            action.params.append(Param(name=field.name, type=field.type, required=True))
            values[field.name] = field.name
        elif _is_asked(field) and field.name not in machine_fields:
            choices = [c.value for c in field.enum]
            action.params.append(Param(name=field.name, type=field.type, required=field.required, enum=choices))
            values[field.name] = field.name


def _asked_interval(made: Entity) -> tuple[str, ...]:
    """From when to when a record is wanted, where that is said beforehand and not noted when it is over."""
    pair = intervals.interval(made) or ()
    apart = {name for c in made.constraints if c.kind == "no_overlap" for name in c.fields}
    stated = {f.name for f in made.fields if f.origin == "stated" and not f.readonly and not f.computed}
    known = set(pair) <= stated and (set(pair) <= apart or not set(pair) & set(phrases("rules", "noted")))
    return pair if known else ()


def _is_asked(field: Field) -> bool:
    """Whether who does it is asked for the value: what is needed, and what people say of what they do."""
    said = field.origin == "stated" and field.type in ("integer", "decimal", "string", "text") and not field.readonly
    return (field.required or said) and field.default is None and not field.computed
