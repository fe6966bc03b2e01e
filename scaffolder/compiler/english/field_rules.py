"""A rule that stands behind a field: "a departure date after the arrival date", "end (date, not in the past)"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder import naming
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import entity_words

BEGINS = phrases("fields", "rule_begins")
SPEAKS_OF = frozenset(phrases("fields", "rule_speaks_of"))
OBLIGES = phrases("fields", "rule_obliges")


def is_rule(part: Sequence[Token]) -> bool:
    """Whether it bounds a value by another one, and is neither a value itself nor a number."""
    cursor = Cursor(tuple(part))
    behind = {t.low for t in part[1:]}
    return len(part) > 1 and bool(cursor.at(*OBLIGES) or cursor.at(*BEGINS) and behind & SPEAKS_OF)


def in_brackets(item: Tokens, at: int = 0) -> Tokens:
    """The item with the rule in brackets that stands behind its name, `at` that place or wherever."""
    at = at or next((i for i, t in enumerate(item) if t.kind == "punct" or i and is_rule(item[i:])), len(item))
    rule = item[at:]
    if not rule or rule[0].kind == "punct" or Cursor(rule).at(*OBLIGES) or any(t.text in "()" for t in rule):
        return item
    opening, closing = Token("punct", "(", rule[0].start, "("), Token("punct", ")", rule[-1].end, ")")
    return (*item[:at], opening, *rule, closing)


def sentence(part: Tokens, name: str, entity: str) -> Tokens:
    """The rule in a sentence of its own: "The departure date of a Stay must be after the arrival date"."""
    verb = "" if Cursor(part).at(*OBLIGES) else "must be"
    if verb and part[0].low == "not":
        verb, part = "must not be", part[1:]
    lead = f"the {' '.join(naming.words(name))} of a {entity_words(entity)} {verb}".strip()
    return (*words_at(lead, part[0].start), *part)
