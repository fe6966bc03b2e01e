"""A part of a row of which somebody does something: "change the logo of a Club"."""

from __future__ import annotations

from scaffolder.compiler.english import fields
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes.verbs import VerbPhrase
from scaffolder.compiler.english.tokens import Cursor, tokenize, words_of
from scaffolder.compiler.english.wording import STOP


def part_of_row(phrase: VerbPhrase, draft: Draft, operation: str) -> str:
    """The field in "change the diagnosis of a Patient", "change a Patient's diagnosis"; what is changed is one."""
    if phrase.entity is None:
        return ""
    entity, rest = phrase.entity, Cursor(phrase.rest)
    if phrase.adjectives[-1:] == ["of"]:
        words = phrase.adjectives[:-1]
    elif (rest.take("'s", "'") or _is_theirs(phrase)) and not phrase.adjectives:
        words = words_of(rest.rest)
    else:
        return ""
    known = draft.member(entity.name, words)
    new = operation == "update" and not draft.strict and len(words) in (1, 2) and not set(words) & STOP
    if known or not new or draft.name_of(words) or not all(w.isalpha() for w in words):
        return known
    told = fields.read(tokenize(f"a {' '.join(words)}"))
    return draft.add_field(entity, fields.to_field(told)).name if told else ""


def _is_theirs(phrase: VerbPhrase) -> bool:
    """Whether the thing stands with its "'s" before the rest."""
    before = phrase.tokens[: len(phrase.tokens) - len(phrase.rest)]
    return bool(before and phrase.rest) and before[-1].low == "'s"
