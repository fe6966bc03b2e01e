"""What stands in brackets behind a name: modifiers, or the values of a choice.

Commas stand between modifiers and between values; a semicolon ends a group.
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import field_rules, marks, vocabulary
from scaffolder.compiler.english.literals import choice
from scaffolder.compiler.english.modifiers import (
    CHOICE_ENDS,
    CHOICES,
    DEFAULT,
    Modifiers,
    is_modifier,
    marks_default,
    named_default,
    read_all,
)
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, split
from scaffolder.plan import Choice

COMPARES = ("> =", "< =", ">", "<")


def read_brackets(tokens: Sequence[Token], into: Modifiers) -> None:
    for group in split(tokens, ";"):
        _read_group(_parts(group), into)


def _parts(group: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    parts = split(group, ",")
    if _is_unit(group) or Cursor(group).at(*COMPARES):
        return parts
    if len(parts) == 1 or any(_are_values(p) for p in parts):
        parts = split(group, ",", *marks.BETWEEN)
    last = split(parts[-1], "or") if parts else []
    if len(last) > 1 and not _whole(parts[-1]) and not field_rules.is_rule(parts[-1]):
        parts = [*parts[:-1], *last]
    return [tuple(t for n, t in enumerate(p) if not (n == 0 and t.low in ("or", "and") and len(p) > 1)) for p in parts]


def _is_unit(group: Sequence[Token]) -> bool:
    """ "km/h"."""
    return "".join(t.low for t in group) in vocabulary.table("units", "words")


def _are_values(part: Sequence[Token]) -> bool:
    """ "low/normal/high" before ", default normal"; "km/h" and "yes/no" are something else."""
    values = split(part, *marks.BETWEEN)
    return len(values) > 2 and all(t.kind in ("word", "number") for v in values for t in v)


def _whole(part: Sequence[Token]) -> bool:
    return read_all(part, Modifiers())


def _read_group(parts: list[tuple[Token, ...]], into: Modifiers) -> None:
    parts = [_unmarked(p, into) for p in parts]
    if sorted(spelled(p).lower() for p in parts) in (["no", "yes"], ["false", "true"]):
        into.type = "boolean"
        return
    at = next((n for n, p in enumerate(parts) if Cursor(p).at(*CHOICES)), len(parts))
    if at < len(parts):
        _read_listed(parts[at:], into)
        parts = parts[:at]
    into.rules += [p for p in parts if field_rules.is_rule(p) and not is_modifier(p)]
    parts = [p for p in parts if p not in into.rules]
    unread = [p for p in parts if not is_modifier(p)]
    types = [p for p in parts if spelled(p).lower() in vocabulary.type_words()]
    words = [p for p in parts if p in types or _is_bare_unit(p)]
    ranges = [p for p in parts if [t.kind for t in p] == ["number", "punct", "number"]]
    if len(ranges) > 1:
        unread = parts  # "(1-0, 0-1, draw)": how a game may end
    if len(types) > 1 or (words and unread and len(words) + len(unread) == len(parts)):
        unread = parts  # "(s, m, l, xl)", "(day, week, season)": values that are also names of units and types
    for part in parts:
        if part not in unread:
            read_all(part, into)
    if len(unread) > 1 or (unread and (into.type == "enum" or unread[0][0].kind in ("code", "string"))):
        for made in (c for p in unread for c in _choices(p)):
            into.choices += [] if made in into.choices else [made]  # "manual or automatic, manual by default"
    elif not (into.choices and unread and all(c in into.choices for c in _choices(unread[0]))):
        into.unread += unread


def _read_listed(parts: list[tuple[Token, ...]], into: Modifiers) -> None:
    """ "one of S, M or L, default M": all are values up to the next modifier."""
    first = Cursor(parts[0])
    first.take(*CHOICES)
    first.take(":")
    for part in (first.rest, *parts[1:]):
        if Cursor(part).at(*CHOICE_ENDS):
            read_all(part, into)
        else:
            into.choices += _choices(part)


def _unmarked(part: tuple[Token, ...], into: Modifiers) -> tuple[Token, ...]:
    """ "normal (the default)", "normal by default", "done, starting with open" without the mark."""
    cursor = Cursor(part)
    if marks_default(part):
        value_tokens = cursor.until("(")
        into.default = choice(value_tokens).value
        return value_tokens
    if named := named_default(part):
        into.default = choice(named).value
        return named
    value_tokens = cursor.until(*DEFAULT)
    return value_tokens if value_tokens and not cursor.done and read_all(cursor.rest, into) else part


def _is_bare_unit(part: tuple[Token, ...]) -> bool:
    return len(part) == 1 and part[0].low in vocabulary.table("units", "words")


def _choices(part: Sequence[Token]) -> list[Choice]:
    """One value, or several where the writer joined the last two with "and"/"or"."""
    return [choice(p) for p in split(part, "or") if p]
