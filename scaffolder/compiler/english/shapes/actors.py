"""Who acts: a declared thing is a person where a sentence says that it can do something to another thing.

Marks only, which later shapes look up: `person:ENTITY`, and `deed:VERB:ENTITY` where the text says what a verb does.
"""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import overlaps
from scaffolder.compiler.english.shapes.subjects import BELONGS, HAS, HAS_AT_MOST
from scaffolder.compiler.english.shapes.verbs import verb_phrases
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity

MAY = phrases("abilities", "may")
HOLDS = frozenset(phrases("abilities", "holds"))
PLAIN_CREATE = frozenset(phrases("abilities", "plain_create"))
SENDS = vocabulary.table("sent", "verbs")
SENT = vocabulary.table("sent", "things")


def mark(clause: Clause, draft: Draft) -> bool:
    cursor = Cursor(clause.tokens)
    cursor.take("only", "just")
    head = Cursor(cursor.until(*MAY, *HAS_AT_MOST))
    entity = draft.read_entity(head, last=True)
    whole = overlaps.is_one_at_a_time(clause.tokens, draft)
    if entity is not None and not draft.strict and not whole and cursor.take(*MAY) and _acts(cursor, entity, draft):
        draft.said.add(f"person:{entity.name}")
    _mark_deed(clause, draft)
    return False


def _acts(cursor: Cursor, subject: Entity, draft: Draft) -> bool:
    cursor.take("only", "also", "not")
    if cursor.at("be", *HAS, *BELONGS) or cursor.here is None or cursor.here.low in HOLDS:
        return False
    return any(p.entity is not None and p.entity is not subject for p in verb_phrases(cursor.rest, draft))


def _mark_deed(clause: Clause, draft: Draft) -> None:
    """ "Submitting a Claim …" says what it does to submit one."""
    first = clause.tokens[0]
    verb = vocabulary.verb_of_gerund(first.low) if first.kind == "word" else ""
    entity = draft.read_entity(Cursor(clause.tokens[1:])) if verb else None
    if entity is not None:
        draft.said.add(f"deed:{verb}:{entity.name}")


def is_deed(verb: str, entity: Entity, draft: Draft) -> bool:
    """Whether a verb that else means to create a row is an action here: the text says what it does, or it leads to a
    state in which no row starts."""
    if verb in PLAIN_CREATE:
        return False
    later = {c.value for field in entity.fields for c in field.enum[1:]}
    return f"deed:{verb}:{entity.name}" in draft.said or vocabulary.participle(verb.replace(" ", "_")) in later


def begins(verb: str, entity: Entity, draft: Draft) -> bool:
    """Whether what the verb leads to is the state in which rows start: to request a Loan that starts as requested is to
    make one. Messages and the like are made by sending them."""
    if verb in SENDS and naming.words(entity.name)[-1].lower() in SENT and not is_deed(verb, entity, draft):
        return True
    first = {str(f.default) if f.default else f.enum[0].value for f in entity.fields if f.enum}
    return f"deed:{verb}:{entity.name}" not in draft.said and vocabulary.participle(verb.replace(" ", "_")) in first
