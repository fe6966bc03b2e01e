"""Lists cut into their items: "a title, an ISBN (unique) and a status that is one of draft, sent or paid"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import modifiers
from scaffolder.compiler.english.modifiers import Modifiers
from scaffolder.compiler.english.tokens import Cursor, Token, split
from scaffolder.compiler.english.vocabulary import phrases

ARTICLES = phrases("fields", "articles")
WHO = phrases("fields", "who")
ASIDES = phrases("fields", "asides")


def items(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The items of a list joined by commas and "and"; "between 1 and 5" and "one of a, b, c" stay whole."""
    found: list[list[Token]] = []
    for part in split(tokens, ","):
        cursor = Cursor(part)
        pieces: list[list[Token]] = [[]]
        depth = 0
        guard = False
        while not cursor.done:
            token = cursor.tokens[cursor.i]
            depth += token.kind == "punct" and token.text in "([{"
            depth -= token.kind == "punct" and token.text in ")]}"
            guard = guard or (token.low == "between" and depth <= 0)
            if depth <= 0 and pieces[-1] and cursor.at(*WHO):
                pieces.append([])
            joint = cursor.take("as well as", "and also", "and", "plus", "&") if depth <= 0 else ""
            if joint and guard:
                pieces[-1].append(token)
                guard = False
            elif joint:
                pieces.append([])
            else:
                pieces[-1].append(token)
                cursor.i += 1
        found += [p for p in pieces if p]
    return _choices_kept_whole([tuple(f) for f in found])


def _choices_kept_whole(parts: list[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """ "a status that is one of draft, sent or paid" was cut at its commas: items without an article go back to it."""
    whole: list[tuple[Token, ...]] = []
    open_choice = False
    for part in parts:
        cursor = Cursor(part)
        if whole and _is_aside(part):
            whole[-1] = (*whole[-1], *part)
            open_choice = _has(part, "one of", "either")
        elif (
            open_choice
            and cursor.at("or", "and")
            or (open_choice and not cursor.at(*ARTICLES) and not _has(part, "(", ":"))
        ):
            comma = Token("punct", ",", part[0].start, ",")
            whole[-1] = (*whole[-1], comma, *part)
        else:
            whole.append(part)
            open_choice = (_has(part, "one of", "either") and not _has(part, "(")) or _lists_values(part)
    return whole


def _is_aside(part: Sequence[Token]) -> bool:
    """ ", which is optional", ", default 5": said of the field before."""
    cursor = Cursor(part)
    if cursor.at("which is either", "which is one of", "that is one of", "that is either"):
        return True
    return bool(cursor.at(*ASIDES)) and modifiers.read_all(part, Modifiers())


def _lists_values(part: Sequence[Token]) -> bool:
    """ "a status: draft" before ", in progress or done"."""
    cursor = Cursor(part)
    if not cursor.take("a", "an", "the", "its"):
        return False
    cursor.until(":")
    return bool(cursor.take(":")) and not cursor.done and not modifiers.read_all(cursor.rest, Modifiers())


def _has(tokens: Sequence[Token], *phrases: str) -> bool:
    return Cursor(tokens).find(*phrases) >= 0
