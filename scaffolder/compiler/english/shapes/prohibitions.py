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
from scaffolder.plan import Action, Entity, Precondition

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
    action, on = _action(done, entity, draft) if entity and done else (None, None)
    if action is None or entity is None or on is None:
        return False
    refused = _refused(words, on, entity, limit, inner, draft)
    if not refused:
        return False
    message = f"{capital(spelled(clause.tokens))}."
    action.preconditions.append(Precondition(expr=f"not ({' and '.join(refused)})", message=message))
    draft.cite(action)
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


def _action(done: list[str], entity: Entity, draft: Draft) -> tuple[Action | None, Entity | None]:
    """The action that "booked" or "rented" names, and the thing it is done to: the thing itself or its record."""
    verb = vocabulary.verb_of_participle("_".join(done))
    found = next((a for a in draft.plan.actions if verb and a.name == verb and a.entity == entity.name), None)
    return found, entity if found else None


def _refused(
    words: list[str], on: Entity, entity: Entity, limit: Sequence[Token], rest: Cursor, draft: Draft
) -> list[str]:
    """The conditions under which it is refused, all at once; empty where one is not understood or none is said."""
    said: list[str | None] = [conditions.adjective(words, entity, draft)] if words else []
    if limit:
        said.append(intervals.deadline(limit, on, draft))
    negative = rest.take("unless")
    if negative or rest.take(*CONDITIONS):
        expr = expressions.read(rest.rest, on, draft)
        said.append(f"not ({expr})" if negative and expr else expr)
    return [] if None in said or not rest.done and not said else [s for s in said if s]


SHAPES = (Shape("prohibitions", 3, read, "A done Repair cannot be started."),)

