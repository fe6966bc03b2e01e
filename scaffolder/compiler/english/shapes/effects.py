"""What an action takes, needs and does.

ACTION := VERB-ing [a|an|the] THING | `name` [of a THING]
LINE   := ACTION takes FIELD, FIELD … | ACTION is only possible if EXPR[, else "TEXT"] | ACTION is not possible if EXPR
        | ACTION EFFECT {and EFFECT} | ACTION changes the FIELD from VALUE [or VALUE] to VALUE
EFFECT := sets the FIELD [of the THING] to EXPR | increases|decreases the FIELD by EXPR | creates a THING [with NAME = EXPR, …]
        | deletes it|the THING|its THINGS | calls `module.operation` [with NAME = EXPR, …]
The FIELD of a THING starts as VALUE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffolder import naming
from scaffolder.compiler.english import expressions, fields, modifiers, vocabulary
from scaffolder.compiler.english.draft import Draft, entity_words, listed, name_text, one
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, quoted, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import (
    Action,
    CallEffect,
    Choice,
    CreateEffect,
    DeleteEffect,
    Effect,
    Entity,
    Field,
    Param,
    Plan,
    Precondition,
    SetEffect,
    StateMachine,
    Transition,
)  # fmt: skip

CHANGES = phrases("effects", "changes")
CHANGES_MOVES = phrases("effects", "changes_moves")
STARTS_AS = phrases("effects", "starts_as")

SETS = phrases("effects", "sets")
CREATES = phrases("effects", "creates")
DELETES = ("deletes", "also deletes", "removes", "erases")
UP = ("increases", "raises", "increments", "adds to")
DOWN = phrases("effects", "down")
EVERYTHING = (
    *SETS,
    *CREATES,
    *DELETES,
    *UP,
    *DOWN,
    "calls",
    "changes",
    "moves",
    "takes",
    "requires",
    "needs",
    "is only",
    "is not",
    "is possible",
    "turns",
    "puts",
    "is allowed",
    "asks for",
    "marks",
)
ALLOWED = phrases("effects", "allowed")
REFUSED = phrases("effects", "refused")


def read_start(clause: Clause, draft: Draft) -> bool:
    """ "A Repair starts as received.", "The status of a Repair starts as received.", "New Repairs are received." """
    cursor = Cursor(clause.tokens)
    name = ""
    mark = cursor.i
    if cursor.take("the"):
        tokens = cursor.until("of")
        name = (
            (tokens[0].value if len(tokens) == 1 and tokens[0].kind == "code" else "_".join(words_of(tokens)))
            if cursor.take("of")
            else ""
        )
        if not name:
            cursor.i = mark
    cursor.take("a new", "new", "every new", "each new")
    entity = draft.read_entity(cursor)
    if entity is None or not cursor.take(
        *STARTS_AS,
    ):
        return False
    value = _state(cursor.rest)
    machine = state_machine(entity, name or state_field(entity, value, draft), value, draft)
    machine.initial = value
    return bool(value)


def _state(tokens: Sequence[Token]) -> str:
    return modifiers.choice(tokens).value if tokens else ""


def state_field(entity: Entity, value: str, draft: Draft) -> str:
    """The field that has this value, else the one called status."""
    enums = [f for f in entity.fields if f.type == "enum"]
    found = next((f.name for f in enums if any(c.value == value for c in f.enum)), "")
    return found or next((f.name for f in enums if f.name in ("status", "state", "stage")), "") or "status"


def state_machine(entity: Entity, field: str, initial: str, draft: Draft) -> StateMachine:
    made = StateMachine(entity=entity.name, field=field, initial=initial)
    if draft.field(entity.name, field) is None:
        draft.add_field(entity, Field(name=field, type="enum"))
    return draft.put("machine", entity.name, field, made, draft.plan.state_machines)


def add_state(entity: Entity, field: str, value: str, draft: Draft) -> None:
    """A state that was not among the values is added to them."""
    known = draft.field(entity.name, field)
    if known is not None and not any(c.value == value for c in known.enum) and not draft.strict:
        known.enum.append(Choice(value=value))


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    cursor.take("when", "after")
    found = subject(cursor, draft)
    if found is None:
        return False
    action, made = found
    if not predicates(cursor, action, draft, clause):
        return False
    if made:
        draft.add_action(action)
    draft.cite(action)
    return True


def subject(cursor: Cursor, draft: Draft) -> tuple[Action, bool] | None:
    """The action spoken of, and whether it is new; stands behind it afterwards."""
    mark = cursor.i
    token = cursor.kind("code")
    if token is not None:
        cursor.take("of")
        entity = draft.read_entity(cursor)
        known = draft.action(entity.name if entity else None, token.value)
        if known is not None and cursor.at(*EVERYTHING):
            return known, False
        cursor.i = mark
        return None
    tokens = cursor.tokens
    if len(tokens) < 2 or tokens[0].kind != "word" or not tokens[cursor.i].low.endswith("ing"):
        return None
    return _gerund(cursor, draft)


def _gerund(cursor: Cursor, draft: Draft) -> tuple[Action, bool] | None:
    start = cursor.i
    first = cursor.tokens[start].low
    for size in range(1, 5):
        cursor.i = start + size
        entity = draft.read_entity(cursor)
        if entity is None:
            continue
        tail: list[str] = []
        if cursor.take("as"):
            while not cursor.done and not cursor.at(*EVERYTHING):
                tail += words_of(cursor.tokens[cursor.i : cursor.i + 1])
                cursor.i += 1
        elif cursor.at(*vocabulary.table("particles", "words")) and not cursor.at(*EVERYTHING):
            tail = [cursor.tokens[cursor.i].low]
            cursor.i += 1
        cursor.take(":", ",")
        if not cursor.at(*EVERYTHING):
            return None
        others = [
            w
            for w in words_of(cursor.tokens[start + 1 : start + size])
            if w not in ("in", "to", "for", "of") or size == 2
        ]
        others = [w for w in words_of(cursor.tokens[start + 1 : start + size]) if w not in ("a", "an", "the")]
        return _action(first, others, tail, entity, draft)
    return None


def _action(first: str, others: list[str], tail: list[str], entity: Entity, draft: Draft) -> tuple[Action, bool]:
    rest = "_".join([*others, *tail])
    for known in draft.plan.actions:
        verb, _, more = known.name.partition("_")
        if (
            known.entity == entity.name
            and vocabulary.gerund(verb) == first
            and (more == rest or not more and rest in ("in", "for", "to", "of", "on"))
        ):
            return known, False
    made = Action(name="_".join(p for p in (vocabulary.verb_of_gerund(first), rest) if p), entity=entity.name)
    return made, True


def predicates(cursor: Cursor, action: Action, draft: Draft, clause: Clause) -> bool:
    while not cursor.done:
        cursor.take("and", ",")
        cursor.take("and", "it")
        if not _predicate(cursor, action, draft, clause):
            return False
    return True


def _predicate(cursor: Cursor, action: Action, draft: Draft, clause: Clause) -> bool:
    entity = draft.entity(action.entity) if action.entity else None
    if cursor.take("takes", "asks for", "needs a", "takes in"):
        return _takes(cursor, action, draft)
    if phrase := cursor.take(*ALLOWED, *REFUSED):
        return _needs(cursor, action, entity, draft, phrase in REFUSED)
    if cursor.at(*CHANGES_MOVES) and entity is not None:
        mark = cursor.i
        if _changes(cursor, action, entity, draft):
            return True
        cursor.i = mark
    body = _effect_tokens(cursor)
    effect = read_effect(Cursor(body), entity, draft, parameters(action))
    if effect is None:
        return False
    action.effects.append(effect)
    return True


def parameters(action: Action) -> Mapping[str, str]:
    return {p.name: p.type for p in action.params}


def _effect_tokens(cursor: Cursor) -> tuple[Token, ...]:
    start = cursor.i
    cursor.i += 1
    verbs = (*SETS, *CREATES, *DELETES, *UP, *DOWN, "calls", "changes")
    cursor.until(*(f"{lead} {v}" for v in verbs for lead in ("and", ",", ", and")))
    return cursor.tokens[start : cursor.i]


def _takes(cursor: Cursor, action: Action, draft: Draft) -> bool:
    start = cursor.i
    cursor.until(*(f"and {v}" for v in (*SETS, *CREATES, *DELETES, *UP, *DOWN, "calls", "changes")))
    for item in fields.items(cursor.tokens[start : cursor.i]):
        param = read_param(item, draft)
        if param is None:
            return False
        if all(p.name != param.name for p in action.params):
            action.params.append(param)
    return True


def read_param(item: Sequence[Token], draft: Draft) -> Param | None:
    phrase = fields.read(item)
    if phrase is None:
        return None
    named = draft.read_entity(Cursor(phrase.said.ref)) if phrase.said.ref else None
    if (
        named is None
        and not phrase.said.type
        and not phrase.said.choices
        and not any(t.kind == "code" for t in phrase.tokens)
    ):
        named = draft.entity(draft.name_of(phrase.words))
    return fields.to_param(phrase, named.name if named else None)


def _needs(cursor: Cursor, action: Action, entity: Entity | None, draft: Draft, negative: bool) -> bool:
    tokens = cursor.until(", else", "else", ", otherwise")
    message = ""
    if cursor.take(", else", "else", ", otherwise"):
        token = cursor.kind("string")
        message = token.value if token else ""
    expr = expressions.read(tokens, entity, draft, parameters(action))
    if expr is None:
        return False
    action.preconditions.append(Precondition(expr=f"not ({expr})" if negative else expr, message=message))
    return True


def _changes(cursor: Cursor, action: Action, entity: Entity, draft: Draft) -> bool:
    """ "changes the status from received or ready to in progress"."""
    cursor.take(*CHANGES)
    name = ""
    if not cursor.take("it", "them"):
        words = cursor.until("from", "to", "of the", "as", "into")
        token = words[-1] if words else None
        name = (
            token.value
            if token is not None and token.kind == "code"
            else "_".join(w for w in words_of(words) if w not in ("the", "its"))
        )
        if cursor.take("of the"):
            draft.read_entity(cursor)
    if name in ("status", "state") and draft.field(entity.name, name) is None or not draft.field(entity.name, name):
        name = ""
    sources: list[str] = []
    stated = bool(cursor.take("from"))
    if stated and not cursor.take("nothing"):
        sources = [_state(p) for p in split(cursor.until("to", "into"), "or", ",", "and")]
    if not cursor.take("to", "into", "as"):
        return False
    target = _state(cursor.until("and", ",", "if"))
    field = name or state_field(entity, target, draft)
    known = draft.field(entity.name, field)
    if not target or (not stated and known is not None and all(c.value != target for c in known.enum)):
        return False
    return _transition(action, entity, field, sources, target, stated, draft)


def _transition(
    action: Action, entity: Entity, field: str, sources: list[str], target: str, stated: bool, draft: Draft
) -> bool:
    known = draft.field(entity.name, field)
    states = [c.value for c in known.enum] if known else []
    machine = state_machine(entity, field, states[0] if states else (sources or [target])[0], draft)
    for value in (*sources, target):
        add_state(entity, field, value, draft)
    if not stated:
        sources = [s for s in states if s != target]
    machine.transitions.append(Transition(action=action.name, from_=sources, to=target))
    return True


def read_effect(cursor: Cursor, entity: Entity | None, draft: Draft, names: Mapping[str, str]) -> Effect | None:
    if cursor.take(*CREATES):
        return _create(cursor, entity, draft, names)
    if cursor.take(*DELETES):
        return _delete(cursor, entity, draft)
    if cursor.take("calls"):
        return _call(cursor, entity, draft, names)
    phrase = cursor.take(*SETS, *UP, *DOWN, "changes", "marks", "set", "mark")
    return _set(cursor, entity, draft, names, phrase) if phrase else None


def _set(
    cursor: Cursor, entity: Entity | None, draft: Draft, names: Mapping[str, str], phrase: str
) -> SetEffect | None:
    left = cursor.until("to", "by", "as")
    path = _target(left, entity, draft)
    if path is None:
        return None
    if not cursor.take("to", "by", "as"):
        if phrase == "records":
            return SetEffect(field=path, value="now")
        if phrase in UP or phrase in DOWN:
            return SetEffect(field=path, value=f"{path} {'+' if phrase in UP else '-'} 1")
        return None
    value = _value(cursor.rest, path, entity, draft, names)
    if value is None:
        return None
    if phrase in UP or phrase in DOWN:
        value = f"{path} {'+' if phrase in UP else '-'} {value if value.isidentifier() or value.isdigit() or '.' in value else f'({value})'}"
    return SetEffect(field=path, value=value)


def _target(left: Sequence[Token], entity: Entity | None, draft: Draft) -> str | None:
    if len(left) == 1 and left[0].kind == "code":
        return left[0].value
    if entity is None or not words_of(left):
        return None
    path = expressions.member_path(entity, [t.low for t in left], draft)
    return path if path is not None or draft.strict else _moment(words_of(left), entity, draft)


def _moment(words: list[str], entity: Entity, draft: Draft) -> str | None:
    """ "the returned date": a field for a moment that the writer only names in an effect."""
    words = [w for w in words if w not in ("the", "its", "of", "a")]
    name = "_".join(words)
    if vocabulary.type_of_name(name).type not in ("date", "datetime"):
        return None
    made = Field(name=name, type=vocabulary.type_of_name(name).type, readonly=True)
    draft.add_field(entity, made)
    return name


def _value(
    tokens: Sequence[Token], path: str, entity: Entity | None, draft: Draft, names: Mapping[str, str]
) -> str | None:
    field = draft.field(entity.name, path) if entity else None
    words = words_of(tokens)
    plain = "_".join(words)
    if field is not None and words and any(c.value == plain for c in field.enum):
        return repr(plain)
    if field is not None and field.type == "boolean" and plain in ("yes", "true", "no", "false"):
        return "True" if plain in ("yes", "true") else "False"
    if plain in ("empty", "nothing", "none", "null"):
        return "None"
    if len(tokens) == 1 and tokens[0].kind == "string":
        return repr(tokens[0].value)
    expr = expressions.read(tokens, entity, draft, names)
    if expr == "now" and field is not None and field.type == "date":
        return "today"
    return expr


def _create(cursor: Cursor, entity: Entity | None, draft: Draft, names: Mapping[str, str]) -> CreateEffect | None:
    made = draft.read_entity(cursor)
    if made is None:
        return None
    effect = CreateEffect(entity=made.name)
    if cursor.take("with", "for", "from", "that has"):
        values = _values(cursor, made, entity, draft, names)
        if values is None:
            return None
        effect.values = values
    return effect if cursor.done else None


def _values(
    cursor: Cursor, made: Entity | None, entity: Entity | None, draft: Draft, names: Mapping[str, str]
) -> dict[str, str] | None:
    """NAME = EXPR, …; a bare "the member" is the row at hand or the profile of the user."""
    values: dict[str, str] = {}
    for part in fields.items(cursor.rest):
        pair = Cursor(part)
        left = pair.until("=", ":", "set to", "being", "is")
        name = _value_name(left, made, draft)
        if not name:
            return None
        if pair.take("=", ":", "set to", "being", "is"):
            value = expressions.read(pair.rest, entity, draft, names)
        else:
            value = bare_value(name, made, entity, draft, names)
        if value is None:
            return None
        values[name] = value
    cursor.i = len(cursor.tokens)
    return values


def _value_name(left: Sequence[Token], made: Entity | None, draft: Draft) -> str:
    if len(left) == 1 and left[0].kind == "code":
        return left[0].value
    words = [w for w in words_of(left) if w not in ("the", "a", "an", "its", "their", "this", "that", "current")]
    return (draft.member(made.name, words) if made else "") or "_".join(words)


def bare_value(
    name: str, made: Entity | None, entity: Entity | None, draft: Draft, names: Mapping[str, str]
) -> str | None:
    if name in names:
        return name
    relation = draft.relation(made.name, name) if made else None
    if relation is not None and entity is not None and relation.target == entity.name:
        return "self"
    if relation is not None:
        profile = next((r for r in draft.plan.roles if r.entity == relation.target), None)
        return f"user.{naming.snake(relation.target)}" if profile else None
    field = draft.field(made.name, name) if made else None
    if field is not None and field.type in ("date", "datetime"):
        return "today" if field.type == "date" else "now"
    return f"self.{name}" if entity is not None and draft.field(entity.name, name) else None


def _delete(cursor: Cursor, entity: Entity | None, draft: Draft) -> DeleteEffect | None:
    if cursor.take("it", "the row", "itself", "them") and cursor.done:
        return DeleteEffect()
    token = cursor.kind("code")
    if token is not None and cursor.done:
        return DeleteEffect(target=token.value)
    mark = cursor.i
    cursor.take("all its", "its", "the", "all", "their")
    words = words_of(cursor.rest)
    found = draft.read_entity(cursor, last=True)
    cursor.i = mark
    if entity is None or not words:
        return None
    if found is not None and found.name == entity.name:
        return DeleteEffect()
    if draft.relation(entity.name, "_".join(words)):
        return DeleteEffect(target="_".join(words))
    if found is not None:
        back = next((r for r in found.relations if r.target == entity.name), None)
        if back is not None:
            return DeleteEffect(target=back.inverse or naming.snake(naming.plural(found.name)))
    return DeleteEffect(target="_".join(words)) if draft.strict else None


def _call(cursor: Cursor, entity: Entity | None, draft: Draft, names: Mapping[str, str]) -> CallEffect | None:
    token = cursor.kind("code")
    if token is None or "." not in token.value:
        return None
    module, _, operation = token.value.rpartition(".")
    args = _values(cursor, None, entity, draft, names) if cursor.take("with") else {}
    return None if args is None or not cursor.done else CallEffect(module=module, operation=operation, args=args)


# Writing


def write_effect(effect: Effect) -> str:
    if isinstance(effect, SetEffect):
        return f"sets {code(effect.field)} to {expressions.written(effect.value)}"
    if isinstance(effect, CreateEffect):
        values = [f"{name_text(n)} = {expressions.written(v)}" for n, v in effect.values.items()]
        return f"creates {one(effect.entity)}" + (f" with {listed(values)}" if values else "")
    if isinstance(effect, DeleteEffect):
        return "deletes it" if effect.target == "self" else f"deletes {code(effect.target)}"
    values = [f"{name_text(n)} = {expressions.written(v)}" for n, v in effect.args.items()]
    return f"calls {code(effect.module + '.' + effect.operation)}" + (f" with {listed(values)}" if values else "")


def spoken(plan: Plan, action: Action) -> str:
    """ "Starting a Repair", or "`take_from_stock` of an Order Line" where the -ing form would not be read back."""
    if action.entity is None:
        return code(action.name)
    plain = action.name.isascii() and action.name.isalpha() and action.name.islower()
    form = vocabulary.gerund(action.name) if plain else ""
    same = [a for a in plan.actions if a.entity == action.entity and form and vocabulary.gerund(a.name) == form]
    clear = plain and len(same) == 1 and not _reserved(form) and not entity_words(action.entity).startswith("`")
    return f"{form.capitalize()} {one(action.entity)}" if clear else f"{code(action.name)} of {one(action.entity)}"


def _reserved(form: str) -> bool:
    return form in ("deleting", "during", "following", "including")


def write(plan: Plan) -> Iterator[str]:
    """The sentences of parameters, conditions and effects; transitions are written with their state machine."""
    for action in plan.actions:
        name = spoken(plan, action)
        if action.params:
            phrases = [fields.write_param(p, entity_words(p.ref) if p.ref else "") for p in action.params]
            yield f"{name} takes {listed(phrases)}."
        for condition in action.preconditions:
            otherwise = f", else {quoted(condition.message)}" if condition.message else ""
            yield f"{name} is only possible if {expressions.written(condition.expr)}{otherwise}."
        for effect in action.effects:
            yield f"{name} {write_effect(effect)}."


def write_machines(plan: Plan) -> Iterator[str]:
    actions = {(a.entity, a.name): a for a in plan.actions}
    for machine in plan.state_machines:
        start = modifiers.written_choice(Choice(value=machine.initial))
        yield f"The {name_text(machine.field)} of {one(machine.entity)} starts as {start}."
        for step in machine.transitions:
            action = actions.get((machine.entity, step.action), Action(name=step.action, entity=machine.entity))
            sources = listed([modifiers.written_choice(Choice(value=s)) for s in step.from_], "or") or "nothing"
            target = modifiers.written_choice(Choice(value=step.to))
            yield f"{spoken(plan, action)} changes the {name_text(machine.field)} from {sources} to {target}."


SHAPES = (
    Shape("start", 3, read_start, "A Repair starts as received."),
    Shape("effects", 3, read, "Returning a Loan sets the returned date to now."),
)
