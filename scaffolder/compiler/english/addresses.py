"""Endpoints told in prose, put into the words of a list of endpoints.

The first endpoint is a POST request to "/notes", which creates a note     POST /notes - creates a note
The request body has the fields "title" (a string) and `stars`            a Note has title: string, stars
It accepts a query parameter named "stars"                                filter Notes by stars
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import routes, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import many, name_text, one

METHODS = frozenset(phrases("interfaces", "methods"))
BODY = frozenset(phrases("interfaces", "body_words"))
ANSWERS = frozenset(phrases("interfaces", "answer_words"))
PAGING = frozenset(phrases("interfaces", "paging"))
MAKES = ("register", "signup", "sign-up", "create", "new", "add")
TALK = ("exposes", "provides", "has", "offers", "supports", "includes")


class Place(NamedTuple):
    """The endpoint that is spoken of, and the thing that it is about."""

    method: str
    thing: str


def told(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses, those about endpoints in other words."""
    place: Place | None = None
    for clause in clauses:
        methods, path = _methods(clause.tokens), _path(clause.tokens)
        if path and not methods and "endpoint" in clause.lows and _names_several(path):
            methods = ("get",)  # what it answers to is told next
        if methods and path:
            thing = routes.thing_of(_plain(path))
            place = Place(methods[-1], thing) if thing else None
            if not thing or _is_listed(clause.tokens):
                yield clause
                continue
            for tokens in _as_lists(clause.tokens, methods, _plain(path), thing):
                yield replace(clause, tokens=tokens, said=clause.written)
            continue
        place = place._replace(method=methods[-1]) if place and methods else place
        if place and (said := _about(clause.tokens, place)):
            yield replace(clause, tokens=words_at(said, clause.start), said=clause.written)
        else:
            yield clause


def _names_several(path: str) -> bool:
    """Whether the path names rows: "/notes", and not "/add_note"."""
    return any(part.isalpha() and naming.singular(part) != part for part in path.split("/"))


def _plain(path: str) -> str:
    """ "/members/register" makes a member, as "/members" does."""
    before, _, last = path.rstrip("/").rpartition("/")
    return before if before and last.lower() in MAKES else path


def _as_lists(tokens: Tokens, methods: Sequence[str], path: str, thing: str) -> Iterator[Tokens]:
    """What the endpoint does, for each of its methods, and the fields of what it is given."""
    if len(methods) == 1:
        yield _as_listed(tokens, methods[0], path)
    else:
        yield from (words_at(f"{method} {path}", tokens[0].start) for method in methods)
    cursor = Cursor(tokens)
    cursor.until("by providing", "containing", "providing", "with a json", "requires a json")
    given = {t.low for t in cursor.rest} & BODY and set(methods) & {"post", "put", "patch"}
    if given and (fields := _fields(cursor.rest)):
        yield words_at(f"{one(thing)} has {', '.join(fields)}", tokens[0].start)


SCENARIOS = phrases("scenarios", "talk")


def is_talk(tokens: Sequence[Token]) -> bool:
    """ "It exposes two endpoints", "it responds with a status code of 400", "Given a paid order": nothing that a plan
    decides."""
    if Cursor(tokens).at(*SCENARIOS):
        return True
    lows = {t.low for t in tokens}
    about = {"endpoint", "endpoints", "operations"} & lows and set(TALK) & lows and not _path(tokens)
    code = {"status", "code", "codes"} & lows and any(t.kind == "number" and len(t.text) == 3 for t in tokens)
    paged = "parameter" in lows | {w.rstrip("s") for w in lows} and _names(tokens) and _names(tokens) <= PAGING
    return bool(about or code or paged)


def _methods(tokens: Tokens) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.low for t in tokens if t.low in METHODS and t.text.isupper()))


def _path(tokens: Sequence[Token]) -> str:
    quoted = (t.value for t in tokens if t.kind in ("string", "code", "path"))
    return next((p for p in quoted if p[:1] == "/" and " " not in p and len(p) > 1), "")


def _is_listed(tokens: Tokens) -> bool:
    """ "GET /books …" is read as it stands."""
    return tokens[0].low in METHODS and len(tokens) > 1 and tokens[1].kind == "path"


def _as_listed(tokens: Tokens, method: str, path: str) -> Tokens:
    """The method, the path, and what the sentence says that it does."""
    cursor = Cursor(tokens)
    cursor.until("which", "that", "and lets", "and allows", "to create", "to list", "to get", "to update", "to delete")
    cursor.take("which", "that", "and", "to")
    rest = cursor.rest
    does = () if {t.low for t in rest} & METHODS or _path(rest) else rest
    dash = (Token("punct", "-", tokens[0].start, "-"), *does) if does else ()
    return (*words_at(f"{method} {path}", tokens[0].start), *dash)


def _about(tokens: Tokens, place: Place) -> str:
    """What is said of the endpoint that was spoken of last."""
    lows = {t.low for t in tokens}
    if "parameter" in lows or "parameters" in lows:
        names = _names(tokens) - PAGING
        return f"filter {many(place.thing)} by {' and '.join(name_text(n) for n in sorted(names))}" if names else ""
    answer = next((i for i, t in enumerate(tokens) if t.low in ANSWERS), len(tokens))
    tokens, lows = tokens[:answer], {t.low for t in tokens[:answer]}
    if not lows & BODY or place.method not in ("post", "put", "patch"):
        return ""
    fields = _fields(tokens)
    return f"{one(place.thing)} has {', '.join(fields)}" if fields else ""


def _names(tokens: Sequence[Token]) -> set[str]:
    return {t.value for t in tokens if t.kind in ("string", "code") and t.value.isidentifier()}


def _fields(tokens: Tokens) -> list[str]:
    """The quoted names, each with the type that stands behind it."""
    at = [i for i, t in enumerate(tokens) if t.kind in ("string", "code") and t.value.isidentifier()]
    found = []
    for n, i in enumerate(at):
        behind = tokens[i + 1 : at[n + 1] if n + 1 < len(at) else i + 9]
        kind = next((k for t in behind if (k := vocabulary.type_words().get(t.low))), "")
        optional = " (optional)" if any(t.low == "optional" for t in behind) else ""
        name = name_text(naming.snake(tokens[i].value))
        found.append(f"{name}: {kind}{optional}" if kind and kind != "string" else f"{name}{optional}")
    return found
