"""The states of a thing, and the actions that lead from one to another.

LINE := ACTION changes the FIELD from VALUE [or VALUE] to VALUE
The FIELD of a THING starts as VALUE.
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import literals
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS
from scaffolder.plan import (
    Action,
    Choice,
    Entity,
    Field,
    StateMachine,
    Transition,
)  # fmt: skip

MOVES = phrases("effects", "moves")
STARTS_AS = phrases("effects", "starts_as")


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


def changes(cursor: Cursor, action: Action, entity: Entity, draft: Draft) -> bool:
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
