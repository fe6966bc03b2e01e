"""What must hold in every row.

CHECK := In every THING, EXPR | The FIELD of a THING must be after|before|at least|at most VALUE
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffolder.compiler.english import expressions, inference, intervals
from scaffolder.compiler.english.comparisons import BETWEEN
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.ruling import add
from scaffolder.compiler.english.tokens import Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

EVERY = phrases("rules", "every")
OBLIGATIONS = ("must", "should", "has to", "have to", "needs to be", *phrases("abilities", "cannot"), *BETWEEN)
OBLIGES = phrases("rules", "obliges")
ENDS, STARTS = phrases("rules", "ends"), phrases("rules", "starts")


def every(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    if not cursor.take(*EVERY):
        return False
    entity = draft.read_entity(cursor)
    if entity is None or not cursor.take(",", ":"):
        return False
    expr = expressions.read(cursor.rest, entity, draft)
    if expr is None:
        return False
    inference.settle(expr, entity, draft)
    return add(entity, options.model_copy(update={"kind": "check", "expr": expr}), draft)


def must(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "The end date of a Booking must be after its start date", "A Booking's end must …"."""
    if cursor.find(*OBLIGATIONS) < 0:
        return False
    found = _owned_rule(cursor, draft)
    rules = [found] if found else _likely(_rules(cursor.tokens, draft), draft)
    for entity, expr in rules:
        inference.settle(expr, entity, draft)
        add(entity, options.model_copy(update={"kind": "check", "expr": expr}), draft)
    return bool(rules)


def in_order(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    """ "A Hearing must end after it starts", "Tournaments end on or after the day they start"."""
    entity = draft.read_entity(cursor)
    moments = intervals.interval(entity) if entity else None
    if entity is None or moments is None or not cursor.take(*ENDS):
        return False
    operator = "<=" if cursor.take("on or after", "not before", "no earlier than") else "<"
    if operator == "<" and not cursor.take("after", "later than") or not cursor.take(*STARTS) or not cursor.done:
        return False
    expr = f"{moments[1]} {operator.replace('<', '>')} {moments[0]}"
    return add(entity, options.model_copy(update={"kind": "check", "expr": expr}), draft)


def _owned_rule(cursor: Cursor, draft: Draft) -> tuple[Entity, str] | None:
    """The rule of a thing that the sentence names."""
    found = _owner_of_rule(Cursor(cursor.tokens), draft)
    expr = expressions.read(found[1], found[0], draft) if found else None
    return (found[0], expr) if found and expr and compares(expr) else None


def _rules(tokens: Sequence[Token], draft: Draft) -> list[tuple[Entity, str]]:
    """What the words mean for each of the things that have a meaning for them."""
    read = [(e, expressions.read(tokens, e, draft)) for e in draft.plan.entities]
    return [(e, expr) for e, expr in read if expr and compares(expr)]


def _likely(rules: list[tuple[Entity, str]], draft: Draft) -> list[tuple[Entity, str]]:
    """Whose rule it is where nobody says: of what is spoken of, else of all that have such fields of their own."""
    own = [(e, expr) for e, expr in rules if "." not in expr]
    spoken = [(e, expr) for e, expr in own or rules if e.name == draft.subject]
    return spoken or own or (rules if len(rules) == 1 else [])


def compares(expr: str) -> bool:
    """Whether it says something: that a value is at most itself is read wrongly."""
    if re.fullmatch(r"(\S+) (?:<|>|<=|>=|==|!=) \1", expr):
        return False
    return any(f" {op} " in expr for op in ("<", ">", "<=", ">=", "==", "!=", "is", "in"))


def _owner_of_rule(cursor: Cursor, draft: Draft) -> tuple[Entity, tuple[Token, ...]] | None:
    """The thing whose rule it is, and the tokens of the rule without it."""
    tokens = cursor.tokens
    before = min((at for word in OBLIGATIONS if (at := cursor.find(word)) >= 0), default=len(tokens))
    for i, token in enumerate(tokens[: min(before, 8)]):
        probe = Cursor(tokens)
        probe.i = i
        if token.low in ("of", "in") and i:
            probe.i = i + 1
            entity = draft.read_entity(probe)
            if entity:
                return entity, (*tokens[:i], *tokens[probe.i :])
    entity = draft.read_entity(cursor)
    if entity and cursor.take("'s", "'"):
        return entity, cursor.rest
    if entity and draft.member(entity.name, words_of(cursor.until(*OBLIGES))):
        return entity, tokens[_skip(tokens, draft) :]
    return None


def _skip(tokens: Sequence[Token], draft: Draft) -> int:
    cursor = Cursor(tokens)
    draft.read_entity(cursor)
    return cursor.i
