"""What somebody may do once only to the same thing.

ONCE := No THING may VERB … the same THING twice | A THING cannot VERB … the same THING twice
      | A THING can VERB|be VERB-ed … only once per THING
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import paths
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.ruling import add
from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

AT_ONCE = phrases("rules", "at_once")
TWICE = phrases("rules", "twice")
ONCE = phrases("rules", "once")
MODALS = ("can", "may", "must", "cannot", "can't", "should")


def is_once(tokens: Sequence[Token]) -> bool:
    """Whether a sentence about what somebody may do is such a rule."""
    cursor = Cursor(tokens)
    said = cursor.find(*ONCE) >= 0 or (cursor.find(*TWICE) >= 0 and cursor.find("the same") >= 0)
    return said and cursor.find(*MODALS) >= 0 and cursor.find(*AT_ONCE) < 0


def once(cursor: Cursor, draft: Draft, options: Constraint) -> bool:
    named = _named(cursor.tokens, draft) if is_once(cursor.tokens) else []
    if len(named) < 2:
        return False
    for entity in draft.plan.entities:
        links = [paths.to_parent(entity, n, draft, 1) for n in named if n != entity.name]
        if len(links) >= 2 and all(links) and entity.name not in named[:1]:
            return add(entity, options.model_copy(update={"kind": "unique", "fields": links}), draft)
    return False


def _named(tokens: Sequence[Token], draft: Draft) -> list[str]:
    """The things that a sentence names, in its order."""
    found: list[str] = []
    cursor = Cursor(tokens)
    while not cursor.done:
        entity = _thing(cursor, draft)
        if entity is None:
            cursor.i += 1
        elif entity.name not in found:
            found.append(entity.name)
    return found


def _thing(cursor: Cursor, draft: Draft) -> Entity | None:
    entity = draft.read_entity(cursor)
    if entity is None:
        role = draft.read_role(cursor)
        entity = draft.entity(role.entity) if role and role.entity else None
    return entity
