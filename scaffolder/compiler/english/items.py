"""Lists cut into their items: "a title, an ISBN (unique) and a status that is one of draft, sent or paid"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import modifiers, vocabulary
from scaffolder.compiler.english.modifiers import Modifiers
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, split
from scaffolder.compiler.english.vocabulary import phrases

ARTICLES = phrases("fields", "articles")
WHO = phrases("fields", "who")
ASIDES = phrases("fields", "asides")
CHOICES = phrases("modifiers", "choices")
OF_CHOICE = ("status", "state", "stage", "condition", "priority", "kind", "type")
MAY_BE = phrases("modifiers", "may_be")


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
        found += [p[1:] if len(p) > 1 and p[0].low == "with" else p for p in pieces if p]
    return _choices_kept_whole(_nested_kept_whole([tuple(f) for f in found]))


def _nested_kept_whole(parts: list[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """ "an owner with name and phone": the phone is the owner's."""
    whole: list[tuple[Token, ...]] = []
    for part in parts:
        if whole and _has_own(whole[-1]) and not Cursor(part).at(*ARTICLES) and not _has(part, "(", ":"):
            whole[-1] = (*whole[-1], Token("word", "and", part[0].start, "and"), *part)
        else:
            whole.append(part)
    return whole


def _has_own(part: Sequence[Token]) -> bool:
    """ "an owner with name": a field of what is named before."""
    at = next((i for i, t in enumerate(part) if i > 1 and t.low == "with"), 0)
    behind = [t for t in part[at + 1 :] if t.low not in ("a", "an", "their", "its")]
    plain = 0 < len(behind) <= 3 and all(t.kind == "word" for t in behind)
    return at > 0 and Cursor(part).at("a", "an") != "" and plain and vocabulary.is_attribute(behind[-1].low)


def _choices_kept_whole(parts: list[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """ "a status that is one of draft, sent or paid" was cut at its commas: its values go back to it."""
    whole: list[tuple[Token, ...]] = []
    n = 0
    while n < len(parts):
        part, more = parts[n], _values_after(parts[n], parts[n + 1 :])
        values = [t for p in parts[n + 1 : n + 1 + more] for t in (Token("punct", ",", p[0].start, ","), *p)]
        if values and _begins_values(part):
            part = (part[0], Token("punct", ":", part[0].end, ":"), *part[1:])
        said = (*part, *values)
        if whole and _is_aside(said):
            whole[-1] = (*whole[-1], *said)
        else:
            whole.append(said)
        n += 1 + more
    return whole


def _values_after(part: Sequence[Token], following: Sequence[tuple[Token, ...]]) -> int:
    """How many of the parts that follow are values of the choice that begins in `part`."""
    if _begins_states(part):
        return next((n for n, item in enumerate(following) if not _may_be_state(item)), len(following))
    listed = (_has(part, *CHOICES) and not _has(part, "(")) or _lists_values(part)
    if not listed and not _may_list_values(part) or _has(part, "or"):
        return 0
    for n, value in enumerate(following):
        if Cursor(value).at(*ARTICLES) or _has(value, ":") or (_has(value, "(") and not _marked(value)):
            return n if listed else 0
        if _has(value, "or"):
            return n + 1
    return len(following) if listed else 0  # without an "or" these are fields


def _marked(value: Sequence[Token]) -> bool:
    """ "open (the default)", "done (open at first)" """
    cursor = Cursor(value)
    cursor.until("(")
    return _has(value, *modifiers.DEFAULT_MARKS) or bool(modifiers.named_default(cursor.rest[1:-1]))


def _may_list_values(part: Sequence[Token]) -> bool:
    """ "a status which is ready", "status ready" before ", in use or broken"."""
    cursor = Cursor(part)
    if _begins_values(part):
        return True
    cursor.until(*MAY_BE)
    return bool(cursor.take(*MAY_BE)) and 0 < len(cursor.rest) <= 4 and not modifiers.is_modifier(cursor.rest)


def _begins_values(part: Sequence[Token]) -> bool:
    """ "status ready": a word for a choice, and its first value."""
    return 1 < len(part) <= 3 and part[0].low in OF_CHOICE and all(t.kind == "word" for t in part)


def _begins_states(part: Sequence[Token]) -> bool:
    """ "status: open" before ", closed": a word for a choice, a colon, and its first value."""
    plain = all(t.kind == "word" for t in part[2:]) and spelled(part[2:]).lower() not in vocabulary.type_words()
    return 2 < len(part) <= 5 and part[0].low in OF_CHOICE and part[1].text == ":" and plain


def _may_be_state(item: Sequence[Token]) -> bool:
    """ "in progress", "done": no name of a field that anybody knows, unless it may be a flag."""
    words = [t.low for t in item]
    if not 0 < len(item) <= 3 or any(t.kind != "word" for t in item) or words[0] in OF_CHOICE:
        return False
    return vocabulary.type_of_name("_".join(words)).type == "boolean" or not vocabulary.is_attribute(words[-1])


def _is_aside(part: Sequence[Token]) -> bool:
    """ ", which is optional", ", default 5", ", one of a, b or c": said of the field before."""
    said = Modifiers()
    return bool(Cursor(part).at(*ASIDES, *CHOICES)) and modifiers.read_all(part, said) and not _is_status(part, said)


def _is_status(part: Sequence[Token], said: Modifiers) -> bool:
    """ ", and it is either open or closed" speaks of the thing."""
    return bool(said.choices) and part[0].low in ("it", "they")


def _lists_values(part: Sequence[Token]) -> bool:
    """ "a status: draft" before ", in progress or done"."""
    cursor = Cursor(part)
    if not cursor.take("a", "an", "the", "its"):
        return False
    cursor.until(":")
    return bool(cursor.take(":")) and not cursor.done and not modifiers.read_all(cursor.rest, Modifiers())


def _has(tokens: Sequence[Token], *phrases: str) -> bool:
    return Cursor(tokens).find(*phrases) >= 0
