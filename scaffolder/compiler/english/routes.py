"""Lists of endpoints, told in sentences: "POST /books {title, author}", "GET /books/{id}/reviews - list the reviews".

A path names its things in the plural: `/books` is all Books, `/books/{id}` one, `/books/{id}/reviews` those of one; a
word behind one is what is done with it (`POST /books/{id}/borrow`). An address that the application has anyhow is told
by its thing alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import present, samples, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import entity_words, many, one

METHODS = phrases("interfaces", "methods")
TOLD = (*phrases("interfaces", "endpoint_verbs"), "does", "takes")
PREFIXES = frozenset(phrases("interfaces", "prefixes"))
PLAIN = frozenset(phrases("interfaces", "plain"))
# By the method, and whether one row is meant.
DOES = {
    ("get", False): "lists", ("get", True): "returns", ("post", False): "creates",
    ("put", True): "updates", ("patch", True): "updates", ("delete", True): "deletes",
}  # fmt: skip
MARKS = ("-", "–", "—", ":", "->", "=>", "→", "#", "|", "//")
BODIES = ("with", "body :", "body", "accepts", "accepting", "taking", "takes", "given", "expects", "json body")


class Route(NamedTuple):
    """`things` from the outer to the inner one, as names of entities; `single`: one row of the inner one is meant."""

    things: tuple[str, ...]
    single: bool
    verb: str = ""


def told(clause: Clause) -> Iterator[Clause]:
    """The sentences that an endpoint stands for; the clause itself where it is none, or says by itself what it does."""
    cursor = Cursor(_unquoted(clause.tokens))
    method = cursor.take(*METHODS)
    path = cursor.kind("path") if method else None
    tail = cursor.rest
    cursor.take(*MARKS)
    route = None if path is None or Cursor(tail).at("does", "takes") else _route(path.value)
    if route and Cursor(tail).at(*TOLD) and _left(tail, route):
        route = None
    says = _says(method, path.value, route) if path and route else ""
    if route is None or not says:
        yield clause
        return
    thing = route.things[-1]
    sentences = [f"there is {one(t)}" for t in route.things]
    sentences += [f"{one(b)} belongs to {one(a)}" for a, b in zip(route.things, route.things[1:], strict=False)]
    body, rest = _body(cursor.rest) if method in ("post", "put", "patch") else ((), cursor.rest)
    held = samples.fields_of(body) or (body if body and body[0].text not in "[{" else ())
    for sentence in [*sentences, says]:
        yield replace(clause, tokens=words_at(sentence, clause.start), said=clause.written)
    if held:
        yield replace(clause, tokens=(*words_at(f"{one(thing)} has", clause.start), *held), said=clause.written)
    if left := _left(rest, route):
        yield replace(clause, tokens=left, said=left)


def thing_of(path: str) -> str:
    """The thing that a path is about; an empty string where it names none."""
    route = _route(path)
    return route.things[-1] if route else ""


def _route(path: str) -> Route | None:
    parts = [p for p in path.strip("/").split("/") if p.lower() not in PREFIXES]
    things: list[str] = []
    single = False
    for i, part in enumerate(parts):
        if part[:1] in "{:<":
            single = bool(things)
        elif naming.singular(_last(part)) != _last(part) and _last(part).isalpha():
            words = naming.words(part)
            things.append(naming.pascal(" ".join([*words[:-1], naming.singular(words[-1])])))
            single = False
        elif things and single and i == len(parts) - 1:
            return Route(tuple(things), True, " ".join(naming.words(part)))
        else:
            return _command(parts)
    return Route(tuple(things), single) if things else None


def _command(parts: Sequence[str]) -> Route | None:
    """ "/create_ticket", "/associate-card": a verb and its thing."""
    words = naming.words(parts[0]) if len(parts) == 1 else []
    if len(words) < 2 or not (vocabulary.operation(words[0]) or present.is_verb(words[0])):
        return None
    return Route((naming.pascal(" ".join([*words[1:-1], naming.singular(words[-1])])),), False, words[0])


def _unquoted(tokens: Tokens) -> Tokens:
    """ "`GET /books` - all books": the address without its quotes."""
    first = tokens[0]
    if first.kind not in ("code", "string") or not Cursor(inner := words_at(first.value, first.start)).take(*METHODS):
        return tokens
    return (*inner, *tokens[1:])


def _last(part: str) -> str:
    return (naming.words(part) or [""])[-1]


def _says(method: str, path: str, route: Route) -> str:
    thing = route.things[-1]
    if route.verb:
        deed = route.verb.split()[0]
        if operation := vocabulary.operation(deed):
            does = {"create": "creates", "read": "lists"}.get(operation, "") if not route.single else ""
            named = many(thing) if does == "lists" else one(thing)
            return f"{method.upper()} {path} {does} {named}" if does else f"there is {one(thing)}"
        known = vocabulary.is_verb(deed) or vocabulary.event(deed) is not None
        done = method in ("post", "put", "patch") and known or method == "post" and not vocabulary.is_noun(deed)
        return f"it is possible to {route.verb} {one(thing)}" if done else ""
    reached = f"/{naming.kebab(naming.plural(thing))}" + ("/{id}" if route.single else "")
    verb = DOES.get((method, route.single), "")
    does = f"{verb} {one(thing) if verb != 'lists' else many(thing)}" if verb else ""
    if not does or len(route.things) > 1:
        return does and f"there is {one(thing)}"
    path = re.sub(r"(?<=/)(?::\w+|\{\w+\}|<[\w:]+>)", "{id}", path).rstrip("/")
    return f"there is {one(thing)}" if path == reached and method != "put" else f"{method.upper()} {path} {does}"


def _body(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """The fields that are sent, and what else stands behind the path."""
    cursor = Cursor(tokens)
    before = cursor.until("(", "{", *BODIES)
    if cursor.done:
        return (), tokens
    cursor.take(*BODIES)
    cursor.take(":")
    rest = cursor.rest
    end = _closing(rest)
    if end and rest[0].text == "(":
        return rest[1:end], (*before, *rest[end + 1 :])
    return (rest[: end + 1], (*before, *rest[end + 1 :])) if end else (rest, before)


def _closing(tokens: Tokens) -> int:
    """The place of the bracket that closes the first; 0 where the tokens begin with none."""
    depth = 0
    for i, token in enumerate(tokens):
        depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        if depth == 0:
            return i
    return 0


def _left(tokens: Tokens, route: Route) -> Tokens:
    """What a remark says beside the usual."""
    names = {w for t in route.things for w in naming.words(entity_words(t))}
    said = words_of([t for t in tokens if t.kind == "word"])
    return () if all(w in PLAIN or naming.singular(w) in names or w in names for w in said) else _trimmed(tokens)


def _trimmed(tokens: Tokens) -> Tokens:
    found = tokens
    while found and found[0].kind == "punct":
        found = found[1:]
    return found
