"""When something must not be done, said of the things it is done to.

LIMITATION  := Only ADJECTIVE THINGS can be VERB-ed | THINGS can only be VERB-ed if EXPR
PROHIBITION := [ADJECTIVE] THINGS cannot be VERB-ed [DEADLINE] [if EXPR] | A THING cannot be VERB-ed unless EXPR
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import deadlines, expressions, vocabulary
from scaffolder.compiler.english.claims import Ban
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import Shape, conditions
from scaffolder.compiler.english.shapes.doing import CONDITIONS
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, split, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital
from scaffolder.plan import Action, Entity, Operation, Precondition

OPERATIONS: dict[str, Operation] = {"update": "update", "delete": "delete"}
CAN = ("can be", "may be", "can only be", "may only be")
CANNOT = tuple(f"{word} be" for word in phrases("abilities", "cannot"))


def read(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    only = cursor.take("only")
    head = cursor.until(*CANNOT, *CAN)
    if cursor.done or draft.strict:
        return False
    possible = "" if cursor.take(*CANNOT) else cursor.take(*CAN)
    words, entity = conditions.described(head, draft)
    rest, limit = deadlines.deadline_of(cursor.rest)
    inner = Cursor([t for t in rest if not possible or t.low != "only"])
    if possible and not only and "only" not in (*possible.split(), *(t.low for t in rest)):
        return False
    done = [words_of(part) for part in split(inner.until(*CONDITIONS, "unless"), ",", "or", "and", "nor")]
    refused = _refused(words, entity, limit, inner, draft) if entity is not None and done and all(done) else []
    if entity is None or not refused:
        return False
    rows = " and ".join(refused)
    return all([_forbid(verb, entity, rows if possible else f"not ({rows})", clause, draft) for verb in done])


def _forbid(words: list[str], entity: Entity, allowed: str, clause: Clause, draft: Draft) -> bool:
    verb = vocabulary.verb_of_participle("_".join(words))
    action = next((a for a in draft.plan.actions if a.name == verb and a.entity == entity.name), None)
    if not verb:
        return False
    if action is None and any(c.value in vocabulary.results(verb) for f in entity.fields for c in f.enum):
        action = draft.add_action(Action(name=verb, entity=entity.name))  # what cannot be done then, can be else
    if action is not None:
        message = f"{capital(spelled(clause.written))}."
        action.preconditions.append(Precondition(expr=allowed, message=message))
        draft.cite(action)
        return True
    operation = OPERATIONS.get(vocabulary.operation(verb.replace("_", " ")))
    if operation is None or not draft.plan.roles:
        return False
    draft.forbidden.append(Ban(entity.name, operation, allowed, draft.rid))
    return True


def _refused(words: list[str], entity: Entity, limit: Sequence[Token], rest: Cursor, draft: Draft) -> list[str]:
    """The conditions under which it is refused, all at once; empty where one is not understood or none is said."""
    said: list[str | None] = [conditions.adjective(words, entity, draft)] if words else []
    if limit:
        said.append(deadlines.deadline(limit, entity, draft))
    negative = rest.take("unless")
    if negative or rest.take(*CONDITIONS):
        expr = expressions.read(rest.rest, entity, draft)
        said.append(f"not ({expr})" if negative and expr else expr)
    return [] if None in said or not rest.done and not said else [s for s in said if s]


SHAPES = (Shape("prohibitions", 3, read, "A done Repair cannot be started."),)
