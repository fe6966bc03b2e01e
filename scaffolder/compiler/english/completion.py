"""What a writer leaves unsaid: records of events, effects of actions, rights. All are listed as assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english import expressions, vocabulary
from scaffolder.compiler.english.draft import Draft, Grant, listed, one
from scaffolder.plan import (
    Action,
    Constraint,
    CreateEffect,
    Entity,
    Field,
    Operation,
    Param,
    Permission,
    Precondition,
    Relation,
    Role,
    SetEffect,
    StateMachine,
    Transition,
)

ORDER: tuple[Operation, ...] = ("create", "read", "update", "delete", "import", "export")
FULL: tuple[Operation, ...] = ("create", "read", "update", "delete")


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
        _ending(draft, made, event)
        if event.once and not made.constraints:
            _once(draft, made)
        draft.assume(f"To {verb} {one(thing)} makes {one(made.name)}.", made.name)


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
        draft.assume(
            f"{one(made.name).capitalize()} is over when somebody runs {verb}.", f"action:{made.name}.{action.name}"
        )


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
        draft.assume(f"Nobody has two {naming.plural(made.name)} of the same kind at a time.", f"{made.name}.{name}")


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
        if not entity.fields and f"event:{entity.name}" not in draft.said:
            _described(draft, entity)


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
        draft.find("A203", None, name=made.name)
        draft.assume(f"{one(made.name).capitalize()} is due after 14 days.", f"{made.name}.due_date")


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
        elif field.required and field.default is None and not field.computed and field.name not in machine_fields:
            action.params.append(Param(name=field.name, type=field.type, enum=[c.value for c in field.enum]))
            values[field.name] = field.name


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
        sources = _sources(values, target)
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
        verb, state = action.name.replace("_", " "), field.name.replace("_", " ")
        text = f"To {verb} {one(entity.name)} changes its {state} from {told}."
        draft.assume(text, f"action:{entity.name}.{action.name}")
        _tell(draft, action, entity, f"its {field.name.replace('_', ' ')} changes from {told}")
        return True
    return False


def _tell(draft: Draft, action: Action, entity: Entity, effect: str) -> None:
    verb = action.name.replace("_", " ")
    draft.find(
        "A204",
        None,
        verb=verb,
        entity=one(entity.name),
        effect=effect,
        gerund=vocabulary.gerund(action.name.split("_")[0]).capitalize(),
    )


def _wanted(name: str) -> list[str]:
    if name.startswith(("mark_", "set_", "move_", "flag_", "declare_")):
        return [name.split("_", 1)[1]]
    return vocabulary.results(name)


def _sources(values: Sequence[str], target: str) -> list[str]:
    """The states before: all that are not final for a step aside, else the one that stands before it."""
    negative = set(vocabulary.table("states", "negative"))
    final = set(vocabulary.table("states", "final"))
    if target in negative:
        return [v for v in values if v not in negative and v not in final]
    before = [v for v in values[: values.index(target)] if v not in negative]
    if before:
        return before[-1:]
    return [v for v in values if v != target and (v in negative or v in final)] or [v for v in values if v != target]


def _moment(draft: Draft, action: Action, entity: Entity) -> bool:
    """No status fits: the moment is written down, once."""
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
    draft.assume(
        f"To {action.name.replace('_', ' ')} {one(entity.name)} sets its {known.name.replace('_', ' ')}.",
        f"{entity.name}.{known.name}",
    )
    _tell(draft, action, entity, f"its {known.name.replace('_', ' ')} is set")
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
    draft.assume(f"{one(entity.name).capitalize()} has a name.", f"{entity.name}.name")
    draft.find("A201", None, name=entity.name)
    draft.rid = ""


# Rights


def finish(draft: Draft) -> None:
    draft.rid = ""
    if not draft.plan.roles and any(e.owner for e in draft.plan.entities):
        _users(draft)
    if not draft.plan.roles:
        return
    if not any(r.admin for r in draft.plan.roles):
        draft.add_role(Role(name="admin", admin=True))
        draft.assume("An admin may do everything.", "role:admin")
        draft.find("A202")
    grants: dict[str, list[Grant]] = {}
    for grant in draft.grants:
        grants.setdefault(grant.entity, []).append(grant)
    for role in draft.plan.roles:
        if not role.admin and role.name != "user":
            _rights(role, grants, draft)


def _users(draft: Draft) -> None:
    """Rows belong to users, so there are users: they sign up, and have what is theirs."""
    role = draft.add_role(Role(name="user", self_signup=True))
    draft.assume("Users sign up, and manage what they have created.", "role:user")
    for entity in draft.plan.entities:
        _add(role, entity, FULL, f"{entity.owner} == user" if entity.owner else None, [], draft)


def _rights(role: Role, grants: dict[str, list[Grant]], draft: Draft) -> None:
    operator = _is_operator(role)
    for entity in draft.plan.entities:
        _rights_on(role, entity, grants.get(entity.name, []), operator, draft)
    draft.rid = role.satisfies[0] if role.satisfies else ""
    rights = "everything" if operator else "to read" if not role.anonymous else "nothing but what is stated"
    draft.assume(f"{naming.title(naming.plural(role.name))} may: {rights}.", f"role:{role.name}")
    draft.find(
        "A205", None, role=role.name.replace("_", " "), Role=naming.title(naming.plural(role.name)), rights=rights
    )
    draft.rid = ""


def _is_operator(role: Role) -> bool:
    words = role.name.split("_")
    return vocabulary.is_in("roles", "operators", words[-1]) or vocabulary.is_in("roles", "operators", " ".join(words))


def _rights_on(role: Role, entity: Entity, grants: list[Grant], operator: bool, draft: Draft) -> None:
    base: set[Operation] = set(FULL) if operator else set() if role.anonymous else {"read"}
    mine = [g for g in grants if g.role in (role.name, "") and not (g.role == "" and role.anonymous)]
    if role.entity == entity.name and not operator and not any(g.allow for g in mine):
        where = "owner == user"
        _add(role, entity, ["read", "update"], where, [], draft)
        return
    if role.anonymous and any(a.entity == entity.name and role.name in a.roles for a in draft.plan.actions):
        base.add("read")
    open_ = {o for g in mine if g.allow and not g.own and g.where is None for o in g.operations}
    bound = [g for g in mine if g.allow and (g.own or g.where is not None)]
    denied = {o for g in mine if not g.allow for o in g.operations}
    denied |= {
        o
        for g in grants
        if g.only and g.role != role.name and not _named_too(g, role, grants)
        for o in g.operations
        if o != "read" or g.only
    }
    bound_operations = {o for g in bound for o in g.operations}
    allowed = (base | open_) - denied - (bound_operations - open_)
    rids = [g.rid for g in mine if g.allow and not g.own and g.where is None]
    _add(role, entity, [o for o in ORDER if o in allowed], None, rids if open_ else [], draft)
    for grant in bound:
        where = grant.where if grant.where is not None else own_rows(entity, role, draft)
        _add(role, entity, [o for o in ORDER if o in grant.operations], where, [grant.rid], draft)


def _named_too(grant: Grant, role: Role, grants: list[Grant]) -> bool:
    return any(g.role == role.name and g.rid == grant.rid and g.operations == grant.operations for g in grants)


def own_rows(entity: Entity, role: Role, draft: Draft) -> str:
    """The condition of the rows that are a user's own: over the profile of the role, else the one who made the row."""
    if role.entity == entity.name:
        return "owner == user"
    path = expressions.to_parent(entity, role.entity or "", draft)
    if path:
        return f"{path}.user == user"
    entity.owner = entity.owner or "owner"
    draft.assume(f"{one(entity.name).capitalize()} belongs to the user who creates it.", entity.name)
    return f"{entity.owner} == user"


def _add(
    role: Role, entity: Entity, operations: Sequence[Operation], where: str | None, rids: Sequence[str], draft: Draft
) -> None:
    if not operations:
        return
    same = next(
        (p for p in draft.plan.permissions[-8:] if (p.role, p.entity, p.where) == (role.name, entity.name, where)), None
    )
    if same is not None:
        same.operations = [o for o in ORDER if o in {*same.operations, *operations}]
        same.satisfies += [r for r in rids if r not in same.satisfies]
        return
    made = Permission(
        role=role.name,
        entity=entity.name,
        operations=list(operations),
        where=where,
        satisfies=list(dict.fromkeys(rids)),
    )
    made.origin = "stated" if rids else "default"
    draft.plan.permissions.append(made)
