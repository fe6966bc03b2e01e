"""When something must not be done, said of the things it is done to.

PROHIBITION := [ADJECTIVE] THINGS cannot be VERB-ed [DEADLINE] [if EXPR] | A THING cannot be VERB-ed unless EXPR
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import expressions, intervals, vocabulary
from scaffolder.compiler.english.draft import Draft, capital, skip_determiners
from scaffolder.compiler.english.shapes import Shape, conditions
from scaffolder.compiler.english.shapes.doing import CONDITIONS
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity, Operation, Precondition

OPERATIONS: dict[str, Operation] = {"update": "update", "delete": "delete"}
CANNOT = tuple(f"{word} be" for word in phrases("abilities", "cannot"))


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    head = cursor.until(*CANNOT)
    if cursor.done or draft.strict:
        return False
    cursor.take(*CANNOT)
    words, entity = _described(head, draft)
    rest, limit = intervals.deadline_of(cursor.rest)
    inner = Cursor(rest)
    done = words_of(inner.until(*CONDITIONS, "unless"))
    if entity is None or not done:
        return False
    refused = _refused(words, entity, limit, inner, draft)
    verb = vocabulary.verb_of_participle("_".join(done))
    action = next((a for a in draft.plan.actions if a.name == verb and a.entity == entity.name), None)
    if not refused or not verb:
        return False
    allowed = f"not ({' and '.join(refused)})"
    if action is not None:
        message = f"{capital(spelled(clause.tokens))}."
        action.preconditions.append(Precondition(expr=allowed, message=message))
        draft.cite(action)
        return True
    operation = OPERATIONS.get(vocabulary.operation(verb.replace("_", " ")))
    if operation is None or not draft.plan.roles:
        return False
    draft.forbidden.append((entity.name, operation, allowed, draft.rid))
    return True


def _described(head: Sequence[Token], draft: Draft) -> tuple[list[str], Entity | None]:
    """ "Worn Skis": the words before the thing, and the thing."""
    cursor = Cursor(head)
    skip_determiners(cursor)
    start = cursor.i
    for size in range(4):
        cursor.i = start + size
        words = words_of(cursor.tokens[start : start + size])
        entity = draft.read_entity(cursor, last=True) if len(words) == size else None
        if entity is not None:
            return words, entity
    return [], None


def _refused(words: list[str], entity: Entity, limit: Sequence[Token], rest: Cursor, draft: Draft) -> list[str]:
    """The conditions under which it is refused, all at once; empty where one is not understood or none is said."""
    said: list[str | None] = [conditions.adjective(words, entity, draft)] if words else []
    if limit:
        said.append(intervals.deadline(limit, entity, draft))
    negative = rest.take("unless")
    if negative or rest.take(*CONDITIONS):
        expr = expressions.read(rest.rest, entity, draft)
        said.append(f"not ({expr})" if negative and expr else expr)
    return [] if None in said or not rest.done and not said else [s for s in said if s]


SHAPES = (Shape("prohibitions", 3, read, "A done Repair cannot be started."),)
