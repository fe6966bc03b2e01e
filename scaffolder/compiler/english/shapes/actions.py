"""What an action takes, needs and does.

ACTION := VERB-ing [a|an|the] THING | `name` [of a THING]
LINE   := ACTION takes FIELD, FIELD … | ACTION is only possible if EXPR[, else "TEXT"] | ACTION is not possible if EXPR
        | ACTION EFFECT {and EFFECT} | ACTION changes the FIELD from VALUE [or VALUE] to VALUE
EFFECT := sets the FIELD [of the THING] to EXPR | increases|decreases the FIELD by EXPR
        | creates a THING [with NAME = EXPR, …]
        | deletes it|the THING|its THINGS | calls `module.operation` [with NAME = EXPR, …]
The FIELD of a THING starts as VALUE.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffolder.compiler.english import expressions, field_text, items, literals, vocabulary
from scaffolder.compiler.english.draft import DETERMINERS, Draft, entity_words, listed, name_text, one
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.english.shapes.effects import (
    CREATES,
    DELETES,
    DOWN,
    SETS,
    UP,
    read_effect,
    read_param,
    write_effect,
)
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, quoted, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import (
    Action,
    Choice,
    Entity,
    Field,
    Plan,
    Precondition,
    StateMachine,
    Transition,
)  # fmt: skip

MOVES = phrases("effects", "moves")


MOVE_LEADS = phrases("effects", "move_leads")


STARTS_AS = phrases("effects", "starts_as")


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


CONDITIONS = phrases("abilities", "conditions")
AFTER_EFFECT = tuple(f"{lead} {c}".strip() for c in (*CONDITIONS, "unless") for lead in ("", ",", ", but"))


REFUSED = phrases("effects", "refused")


def read_start(clause: Clause, draft: Draft) -> bool:
    """ "A Repair starts as received.", "The status of a Repair starts as received.", "Its status starts as …"."""
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
    if entity is None or not (name or cursor.at(*STARTS_AS)):
        cursor.i = mark
        entity, name = _spoken_state(cursor, draft)
    if entity is None or not cursor.take(
        *STARTS_AS,
    ):
        return False
    value = _state(cursor.rest)
    machine = state_machine(entity, name or state_field(entity, value, draft), value, draft)
    machine.initial = value
    return bool(value)


def _spoken_state(cursor: Cursor, draft: Draft) -> tuple[Entity | None, str]:
    """ "It starts as …", "The state starts as …": of what is spoken of, else of the only thing with such a choice."""
    if cursor.take("it", "they"):
        return draft.entity(draft.subject), ""
    owner = draft.read_entity(cursor)
    cursor.take("'s", "'")
    words = words_of([t for t in cursor.until(*STARTS_AS) if t.low not in DETERMINERS])
    name = "_".join(words)
    having = [e for e in draft.plan.entities if (f := draft.field(e.name, name)) is not None and f.type == "enum"]
    having = [owner] if owner in having and owner else having
    spoken = [e for e in having if e.name == draft.subject]
    return ((spoken or having)[0], name) if spoken or len(having) == 1 else (None, "")


def _state(tokens: Sequence[Token]) -> str:
    return literals.choice(tokens).value if tokens else ""


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
    if known is not None and known.type == "string" and not draft.strict:
        known.type = "enum"
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
        cursor.take(", it", ":", ",")
        if not cursor.at(*EVERYTHING):
            return None
        others = [
            w
            for w in words_of(cursor.tokens[start + 1 : start + size])
            if w not in ("in", "to", "for", "of") or size == 2
        ]
        others = [w for w in words_of(cursor.tokens[start + 1 : start + size]) if w not in ("a", "an", "the")]
        return _action(first, others, tail, entity, draft)
    named = [a for a in draft.plan.actions if vocabulary.gerund(a.name) == first]
    cursor.i = start + 1
    return (named[0], False) if len(named) == 1 and cursor.at(*EVERYTHING) else None  # "Borrowing is only possible if"


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
        cursor.take("and", "it", "but")
        if cursor.at(*CONDITIONS, "unless"):
            negative = cursor.take(*CONDITIONS, "unless") == "unless"
            if not _needs(cursor, action, draft.entity(action.entity or ""), draft, negative):
                return False
            continue
        if not _predicate(cursor, action, draft, clause):
            return False
    return True


def _predicate(cursor: Cursor, action: Action, draft: Draft, clause: Clause) -> bool:
    entity = draft.entity(action.entity) if action.entity else None
    if cursor.take("takes", "asks for", "needs a", "takes in"):
        return _takes(cursor, action, draft)
    if phrase := cursor.take(*ALLOWED, *REFUSED):
        return _needs(cursor, action, entity, draft, phrase in REFUSED)
    if cursor.at(*MOVE_LEADS) and entity is not None:
        mark = cursor.i
        if _changes(cursor, action, entity, draft):
            return True
        cursor.i = mark
    body = _effect_tokens(cursor)
    effect = read_effect(Cursor(body), entity, draft, action.params)
    if effect is None:
        return False
    action.effects.append(effect)
    return True


def _effect_tokens(cursor: Cursor) -> tuple[Token, ...]:
    start = cursor.i
    cursor.i += 1
    verbs = (*SETS, *CREATES, *DELETES, *UP, *DOWN, "calls", "changes")
    cursor.until(*(f"{lead} {v}" for v in verbs for lead in ("and", ",", ", and")), *AFTER_EFFECT)
    return cursor.tokens[start : cursor.i]


def _takes(cursor: Cursor, action: Action, draft: Draft) -> bool:
    start = cursor.i
    cursor.until(*(f"and {v}" for v in (*SETS, *CREATES, *DELETES, *UP, *DOWN, "calls", "changes")))
    for item in items.items(cursor.tokens[start : cursor.i]):
        param = read_param(item, draft)
        if param is None:
            return False
        if all(p.name != param.name for p in action.params):
            action.params.append(param)
    return True


def _needs(cursor: Cursor, action: Action, entity: Entity | None, draft: Draft, negative: bool) -> bool:
    tokens = cursor.until(", else", "else", ", otherwise")
    message = ""
    if cursor.take(", else", "else", ", otherwise"):
        token = cursor.kind("string")
        message = token.value if token else ""
    expr = expressions.read_asking(tokens, entity, draft, action.params)
    if expr is None:
        draft.not_understood(tokens)
        return True
    action.preconditions.append(Precondition(expr=f"not ({expr})" if negative else expr, message=message))
    return True


def _changes(cursor: Cursor, action: Action, entity: Entity, draft: Draft) -> bool:
    """ "changes the status from received or ready to in progress"."""
    cursor.take(*MOVES)
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


def write(plan: Plan, speaker: Speaker) -> Iterator[str]:
    """The sentences of parameters, conditions and effects; transitions are written with their state machine."""
    for action in plan.actions:
        name = spoken(plan, action)
        if action.params:
            phrases = [field_text.write_param(p, entity_words(p.ref) if p.ref else "") for p in action.params]
            yield f"{name} takes {listed(phrases)}."
        for condition in action.preconditions:
            otherwise = f", else {quoted(condition.message)}" if condition.message else ""
            yield f"{name} is only possible if {speaker.say(condition.expr, action.entity or '')}{otherwise}."
        for effect in action.effects:
            yield f"{name} {write_effect(effect)}."


def write_machines(plan: Plan) -> Iterator[str]:
    actions = {(a.entity, a.name): a for a in plan.actions}
    for machine in plan.state_machines:
        start = field_text.written_choice(Choice(value=machine.initial))
        yield f"The {name_text(machine.field)} of {one(machine.entity)} starts as {start}."
        for step in machine.transitions:
            action = actions.get((machine.entity, step.action), Action(name=step.action, entity=machine.entity))
            sources = listed([field_text.written_choice(Choice(value=s)) for s in step.from_], "or") or "nothing"
            target = field_text.written_choice(Choice(value=step.to))
            yield f"{spoken(plan, action)} changes the {name_text(machine.field)} from {sources} to {target}."


SHAPES = (
    Shape("start", 3, read_start, "A Repair starts as received."),
    Shape("effects", 3, read, "Returning a Loan sets the returned date to now."),
)
