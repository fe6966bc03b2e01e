"""What stands in brackets behind a field and is no modifier of it."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.field_types import Phrase
from scaffolder.compiler.english.shapes.ruling import add, members
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Constraint, Entity

RULE_WORDS = frozenset(phrases("fields", "rule_words"))


def rules(phrase: Phrase) -> list[tuple[Token, ...]]:
    """A remark in brackets is a help text; a rule that is not understood is none."""
    return [p for p in phrase.said.unread if {t.low for t in p} & RULE_WORDS or any(t.kind == "number" for t in p)]


def unique_per(rule: tuple[Token, ...], phrase: Phrase, entity: Entity, draft: Draft) -> bool:
    """ "label (unique per apiary)": of a link that stands before it."""
    cursor = Cursor(rule)
    cursor.take("which is", "that is", "which must be", "that must be", "must be")
    if not cursor.take("unique per", "unique within", "unique in", "unique for", "unique for each"):
        return False
    names = members(cursor.rest, entity, draft)
    return bool(names) and add(entity, Constraint(name="", kind="unique", fields=[*names, phrase.name]), draft)


def tell(unread: Sequence[tuple[Token, ...]], draft: Draft, clause: Clause) -> None:
    for part in unread:
        draft.find("A106", part, text=spelled(part))
        draft.partial.add(clause.rid)
