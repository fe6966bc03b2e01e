"""Things as programmers write them: a name, and its fields with their types in braces.

Room { number: string unique; status: enum(dirty, clean) default dirty; hotel -> Hotel; checked_at: datetime? }
Room: number (string, unique), status (dirty, clean; default dirty), checked_at (datetime, optional)
A Room belongs to a Hotel.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.shapes.subjects import ARROWS
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split, words_of
from scaffolder.compiler.english.vocabulary import phrases

LEADS = phrases("interfaces", "before_blocks")
LISTS = ("enum", "one_of", "oneof", "choice", "choices", "in")
OPTIONAL, REQUIRED = ("?", "null", "nullable"), ("!",)
LONGEST = 3  # words of a name


def told(clause: Clause) -> Iterator[Clause]:
    """The clause as a list of fields, and a clause for each link."""
    found = _parsed(clause.tokens)
    if found is None:
        yield clause
        return
    name, items = found
    fields = [field for item in items if not _link(item) for field in (_field(item),) if field]
    listed: list[Token] = []
    for field in fields:
        listed += [*words_at(",", field[0].start), *field] if listed else field
    if listed:
        said = (*name, *words_at(":", name[-1].end), *listed)
        yield replace(clause, tokens=said, said=clause.written)
    for item in items:
        if link := _link(item):
            said = (*words_at("a", name[0].start), *name, *words_at("belongs to a", name[0].start), *link)
            yield replace(clause, tokens=said, said=clause.written)


def _parsed(tokens: Tokens) -> tuple[Tokens, list[Tokens]] | None:
    cursor = Cursor(tokens)
    cursor.take(*LEADS)
    name = cursor.until("{")
    if not 0 < len(name) <= LONGEST or not words_of(name) or not cursor.take("{") or tokens[-1].text != "}":
        return None
    inside = tokens[cursor.i : -1]
    items = [item for item in split(inside, ";", ",") if item]
    plain = all(item[0].kind in ("word", "code") for item in items)
    typed = any(":" in [t.text for t in item] or len(item) == 2 or _link(item) for item in items)
    return (name, items) if items and plain and typed else None


def _link(item: Tokens) -> Tokens:
    """ "room -> Room", "author -> User": the thing, and what the link is called where that is another name."""
    cursor = Cursor(item)
    named = cursor.until(*ARROWS)
    if cursor.done or not named or not cursor.take(*ARROWS):
        return ()
    target = cursor.until("?", "!")
    same = [t.low for t in named] == [t.low for t in target]
    return target if same else (*target, *words_at("as", item[0].start), *named)


def _field(item: Tokens) -> Tokens:
    """ "size: enum(small, large) = small" as "size (one of small, large; default small)"."""
    at = item[0].start
    cursor = Cursor(item)
    name = cursor.until(":", "?", "!") if ":" in [t.text for t in item] else cursor.tokens[:1]
    cursor.i = len(name)
    said: list[Token] = []
    while not cursor.done:
        here = cursor.here
        cursor.i += 1
        if here is None or here.text in (":", "|") or here.text in REQUIRED:
            continue
        if here.low in LISTS and cursor.take("("):
            values = cursor.until(")")
            cursor.take(")")
            said += [*_comma(said, at), *words_at("one of", at), *values]
        elif here.text in OPTIONAL:
            said += [*_comma(said, at), *words_at("optional", at)]
        elif here.text == "=" or here.low == "default":
            said += [*_comma(said, at, ";"), *words_at("default", at), *cursor.rest]
            break
        else:
            said += [*(_comma(said, at) if here.low in ("unique", "required", "optional") else ()), here]
    return (*name, *words_at("(", at), *said, *words_at(")", at)) if said else name


def _comma(said: list[Token], at: int, mark: str = ",") -> Tokens:
    return words_at(mark, at) if said else ()
