"""The lines of a schema: types with brackets, defaults behind a sign, links with an arrow.

kind: enum(sensor, gateway) = sensor      kind (sensor, gateway; default sensor)
unit: varchar(10)                         unit (varchar, at most 10 characters)
room_id: FK -> Room, nullable             A Device belongs to a Room (optional)
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import modifiers, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, split
from scaffolder.compiler.english.vocabulary import phrases

ARROWS = phrases("courses", "arrows")
LISTS = ("enum", "one of", "oneof", "choice", "choices")
KEYS = ("foreign key", "fk", "references", "reference", "ref")
MAY_MISS = ("optional", "nullable", "null", "?")
NAME = 4  # words at most


def field(tokens: Tokens, *, sure: bool = False) -> Tokens | None:
    """The field with all that is said of it in brackets; None where it is none. `sure`: below the name of a thing,
    where words behind a colon are values."""
    name, rest = _cut(tokens)
    at = tokens[0].start
    if not name or not rest:
        return None
    parts, known = [], False
    for part in split(rest, ",", ";"):
        said, typed = _part(part, at)
        known = known or typed
        parts.append(said)
    values = len(parts) > 1 and all(
        _is_value(p) or modifiers.is_modifier(p) for part in parts for p in split(part, ",")
    )
    if not known and not (sure and values):
        return None
    listed = [t for p in parts for t in (*p, *words_at(",", at))][:-1]
    return (*name, *words_at("(", at), *listed, *words_at(")", at))


def link(thing: Tokens, tokens: Tokens) -> Tokens | None:
    """The sentence that says what the thing belongs to; None where the line has no arrow to another one."""
    cursor = Cursor(tokens)
    name = cursor.until(":", *ARROWS)
    cursor.take(":")
    keyed = cursor.take(*KEYS)
    if not 0 < len(name) <= NAME or not (cursor.take(*ARROWS) or keyed):
        return None
    target = cursor.until(",", "?", "(", "[")
    if not 0 < len(target) <= NAME or not all(t.kind == "word" and t.text[:1].isupper() for t in target):
        return None
    at, called = tokens[0].start, spelled(name).lower().replace("_", " ").removesuffix(" id")
    other = "" if called == spelled(target).lower() else f" as {called}"
    optional = " ( optional )" if set(MAY_MISS) & {t.low for t in cursor.rest} else ""
    said = (*words_at("each", at), *thing, *words_at("belongs to a", at), *target)
    return (*said, *words_at(f"{other}{optional}".strip(), at)) if other or optional else said


def _cut(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """What stands before the colon, if it is a name, and what behind it."""
    at = next((i for i, t in enumerate(tokens[: NAME + 1]) if t.text == ":"), 0)
    plain = all(t.kind in ("word", "code") for t in tokens[:at])
    return (tokens[:at], tokens[at + 1 :]) if at and plain else ((), ())


def _part(part: Tokens, at: int) -> tuple[Tokens, bool]:
    """One thing that is said of the field, and whether only a schema says it so."""
    cursor = Cursor(part)
    if cursor.take(*LISTS) and cursor.take("(", "["):
        values = cursor.until(")", "]")
        cursor.i += 1
        return (*values, *_default(cursor.rest, at)), bool(values)
    words = _type(part)
    if not words:
        opening = next((i for i, t in enumerate(part) if t.text == "("), 0)
        inside = opening and part[-1].text == ")" and modifiers.is_modifier(part[opening + 1 : -1])
        return ((*part[:opening], *words_at(",", at), *part[opening + 1 : -1]), False) if inside else (part, False)
    kind, rest = part[:words], part[words:]
    said = kind
    if rest and rest[0].text == "?":
        said, rest = (*said, *words_at(", optional", at)), rest[1:]
    if len(rest) > 2 and rest[0].text == "(" and rest[1].kind == "number":
        if rest[2].text == ")" and spelled(kind).lower() in ("string", "varchar", "char", "text"):
            said = (*said, *words_at(f", at most {rest[1].text} characters", at))
        rest = rest[next((i for i, t in enumerate(rest) if t.text == ")"), len(rest) - 1) + 1 :]
    return (*said, *_default(rest, at)), True


def _type(part: Sequence[Token]) -> int:
    """How many words at the beginning name a type."""
    return next((n for n in (2, 1) if spelled(part[:n]).lower() in vocabulary.type_words()), 0) if part else 0


def _default(rest: Sequence[Token], at: int) -> Tokens:
    """What is behind the type: "= false" is a default."""
    if rest and rest[0].text == "=" and len(rest) > 1:
        return (*words_at("; default", at), *rest[1:])
    return tuple(rest)


def _is_value(part: Sequence[Token]) -> bool:
    return 0 < len(part) <= 2 and all(t.kind in ("word", "number", "string") for t in part)
