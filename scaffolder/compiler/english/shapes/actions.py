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

from collections.abc import Iterator

from scaffolder.compiler.english import expressions, field_text, items, vocabulary
from scaffolder.compiler.english.draft import Draft
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
from scaffolder.compiler.english.shapes.states import changes, read_start
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, code, quoted, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import entity_words, listed, name_text, one
from scaffolder.plan import (
    Action,
    Choice,
    Entity,
    Plan,
    Precondition,
)  # fmt: skip

MOVE_LEADS = phrases("effects", "move_leads")
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
    if len(tokens) < 2 or tokens[0].kind != "word" or not vocabulary.verb_of_gerund(tokens[cursor.i].low):
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
        if changes(cursor, action, entity, draft):
            return True
        cursor.i = mark
    body = _effect_tokens(cursor)
    return _add_effects(body, action, entity, draft)


def _add_effects(body: tuple[Token, ...], action: Action, entity: Entity | None, draft: Draft) -> bool:
    """One effect, or several with their verb said once: "sets the date to today and the state to 3"."""
    known = list(action.params)
    effect = read_effect(Cursor(body), entity, draft, action.params)
    if effect is not None:
        action.effects.append(effect)
        return True
    for at in (i for i, t in enumerate(body) if i > 2 and t.low == "and" and Cursor(body).at(*SETS)):
        action.params[:] = known
        first = read_effect(Cursor(body[:at]), entity, draft, action.params)
        if first is not None and _add_effects((body[0], *body[at + 1 :]), action, entity, draft):
            action.effects.insert(-1, first)
            return True
    action.params[:] = known
    return False


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
