"""What pages ask for, told by their forms and buttons, put into the words of fields.

When the user enters a name in the "Guest Name" field and clicks the "Add Guest" button, …     a Guest has name
The user can enter an amount in the "Amount" input field                                       a Payment has amount
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Token, tokenize
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, name_text, one

INPUTS = frozenset(phrases("forms", "inputs"))
CHOICES = frozenset(phrases("forms", "choices"))
FILLS = frozenset(phrases("forms", "fills"))
KEEPS = frozenset(phrases("forms", "keeps"))
NO_THINGS = frozenset(phrases("forms", "no_things"))
NO_FIELDS = frozenset(phrases("forms", "no_fields"))
NEEDED = frozenset(phrases("forms", "needed"))
BUTTONS = ("button", "buttons")
LONGEST = 8  # tokens of a label


class Part(NamedTuple):
    """A word, or the words of a label; `mark`: the bounds that stand behind the label."""

    words: tuple[str, ...]
    label: bool = False
    mark: str = ""


def told(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses, those about what is filled in as the fields that it stands for."""
    told_of = [_parts(c.tokens) if _may_tell(c.tokens) else [] for c in clauses]
    named = [thing for parts in told_of if (thing := _thing(parts))]
    usual = named[0] if len(set(named)) == 1 else ""
    for clause, parts in zip(clauses, told_of, strict=True):
        lows = {w for p in parts if not p.label for w in p.words}
        labels = _labels(parts) if lows & FILLS else []
        thing = (_thing(parts) or usual) if labels else ""
        if thing:
            needed = " (required)" if lows & NEEDED else ""
            fields = [f"{_named(part.words, thing)}{part.mark or needed}" for part in labels]
            said = f"{one(thing)} has {', '.join(dict.fromkeys(fields))}"
            yield replace(clause, tokens=words_at(said, clause.start), said=clause.written)
        else:
            yield clause


def _may_tell(tokens: Tokens) -> bool:
    return any(t.low in BUTTONS or t.low in INPUTS | CHOICES or t.low.endswith("-button") for t in tokens)


def _parts(tokens: Tokens) -> list[Part]:
    """The words, those in quotes or with capital letters together as one label."""
    found: list[Part] = []
    at = 0
    while at < len(tokens):
        inner, end = _quoted(tokens, at)
        if inner:
            bare, mark = _without_bounds(inner)
            words = tuple(w for t in bare for w in _words(t))
            found += [Part(words, True, mark)] if words else []
        elif tokens[at].kind == "word":
            found.append(Part((tokens[at].low,)))
        elif tokens[at].text == ",":
            found.append(Part((",",)))
        at = end
    return found


def _quoted(tokens: Tokens, at: int) -> tuple[Tokens, int]:
    """The tokens of the label that begins here, and where it ends."""
    first = tokens[at]
    if first.kind == "string":
        return tokenize(first.value, first.start), at + 1
    if first.text in "'’‘" and first.kind == "punct":
        end = next((i for i in range(at + 1, min(at + LONGEST, len(tokens))) if tokens[i].text in ("'", "’")), 0)
        return (tokens[at + 1 : end], end + 1) if end else ((), at + 1)
    end = at
    while at and end < len(tokens) and tokens[end].kind == "word" and tokens[end].text[:1].isupper():
        end += 1
    return (tokens[at:end], end) if end > at else ((), at + 1)


def _words(token: Token) -> list[str]:
    return [w for w in token.low.split("-") if w.isalpha()] if token.kind == "word" else []


def _without_bounds(inner: Tokens) -> tuple[Tokens, str]:
    """ "Weight (0-100)": the name, and its bounds."""
    at = next((i for i, t in enumerate(inner) if t.text == "("), len(inner))
    said = "".join(t.text for t in inner[at + 1 : -1])
    return inner[:at], f" ({said})" if re.fullmatch(r"\d+[-–]\d+", said) else ""


def _thing(parts: Sequence[Part]) -> str:
    """What is kept: of the "Add Guest" button, of the "Add to Guestbook" button, else of the guest form."""
    buttons = [b.words for b, part in pairwise(parts) if b.label and part.words[0] in BUTTONS]
    buttons += [p.words[:-1] for p in parts if p.label and p.words[-1] in BUTTONS and p.words[1:]]
    names = [words[1:] for words in buttons if words[0] in KEEPS]
    for the, before, form in zip(parts, parts[1:], parts[2:], strict=False):
        if the.words == ("the",) and form.words == ("form",):
            names.append(before.words[1:] or before.words)
    return next((found for words in names if (found := _name(words))), "")


def _name(words: Sequence[str]) -> str:
    kept = [w for w in words if w not in DETERMINERS | {"to", "new"}]
    if not kept or kept[-1] in NO_THINGS or not all(w.isalpha() for w in kept):
        return ""
    return naming.pascal(" ".join([*kept[:-1], naming.singular(kept[-1])]))


def _labels(parts: Sequence[Part]) -> list[Part]:
    """The labels before "field" or "input", and those joined to them."""
    found: list[Part] = []
    for end, part in enumerate(parts):
        choice = part.words[0] in CHOICES and end and parts[end - 1].label
        if part.label or not choice and part.words[0] not in INPUTS:
            continue
        run: list[Part] = []
        for before in reversed(parts[:end]):
            if not before.label and before.words[0] not in (",", "and", "or", "input", "text"):
                break
            run += [before._replace(mark=": list") if choice else before] if before.label else []
        found += reversed(run)
    return [p for p in dict.fromkeys(found) if p.words and not set(p.words) & NO_FIELDS and p.words[0] not in KEEPS]


def _named(words: tuple[str, ...], thing: str) -> str:
    """The field that a label stands for: the "Guest Name" of a Guest is its name, and so is its "Guest"."""
    own = tuple(naming.words(thing))
    for lead in (own, own[-1:]):
        if words[: len(lead)] == lead:
            words = words[len(lead) :] or ("name",)
    return name_text("_".join(words))
