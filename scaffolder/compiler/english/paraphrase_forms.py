"""The forms of words in what a paraphrase says: "renting" for "rented" (see `paraphrase_rules.py`)."""

from __future__ import annotations

import re

from scaffolder import naming
from scaffolder.compiler.english import present, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import split


def third_person(word: str) -> str:
    """The verb of "scans"; an empty string where it is none that is said of one. Where it stands makes it a verb."""
    known = present.base(word)
    ends = re.fullmatch(r"[a-z]{3,}s", word) is not None and word not in ("has", "was", "does", "this")
    return known if known != word and known else naming.singular(word) if ends and naming.singular(word) != word else ""


def _doing(tokens: Tokens) -> Tokens:
    """ "picked up" and "picks up" are "picking up"."""
    verb = _do(tokens)[0].low
    return (*words_at(vocabulary.gerund(verb), tokens[0].start), *tokens[1:])


def _single(tokens: Tokens) -> Tokens:
    """ "drafts" is "draft"."""
    return (*tokens[:-1], *words_at(naming.singular(tokens[-1].low), tokens[-1].start))


def _several(tokens: Tokens) -> Tokens:
    """ "hour" is "hours", and so are "hours"."""
    return (*tokens[:-1], *words_at(naming.plural(naming.singular(tokens[-1].low)), tokens[-1].start))


def _do(tokens: Tokens) -> Tokens:
    """ "picked up" and "picks up" are "pick up"."""
    first = tokens[0].low
    verb = vocabulary.verb_of_participle(first) or third_person(first) or first
    return (*words_at(verb, tokens[0].start), *tokens[1:])


def _sense(tokens: Tokens) -> Tokens:
    """ "oldest" is "ascending"."""
    up = tokens[0].low in ("oldest", "earliest", "lowest", "smallest", "cheapest")
    return words_at("ascending" if up else "descending", tokens[0].start)


def _steps(tokens: Tokens) -> Tokens:
    """ "new, paid and sent" is "new -> paid -> sent"."""
    parts = [p[1:] if p[0].low in ("and", "then") and len(p) > 1 else p for p in split(tokens, ",", "and") if p]
    joined = (words_at("->", p[0].start) + tuple(p) for p in parts[1:])
    return (*parts[0], *(token for part in joined for token in part))


FORMS = {"steps": _steps, "sense": _sense, "ing": _doing, "one": _single, "many": _several, "do": _do}
