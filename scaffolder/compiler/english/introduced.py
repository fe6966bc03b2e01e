"""A sentence that introduces the application by its name: what it is called, and what it is.

"NoteBot is a web app for students"                 this is an app called NoteBot. A web app for students
"Kettle is a tool designed to record brews"         … A tool to record brews
"The Tally application lets users add counts"       … It lets users add counts
"I want a to-do list where I can add tasks"         this is an app called to-do list. I can add tasks
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder.compiler.english import usual
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.shapes.header import LEADS, end_of_kind
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases

IS = phrases("introduced", "is")
WISHES = (*LEADS, "i need", "we need", "need", "i want", "we want", "i 'd like", "we 'd like", "looking for")
WHERE = phrases("introduced", "where")
MADE = phrases("introduced", "made")
GENERIC = frozenset(phrases("introduced", "generic"))
NO_NAMES = frozenset(phrases("introduced", "no_names"))
LONGEST = 3  # words of a name


def told(clause: Clause) -> Iterator[Clause]:
    """The clause, or one that names the application and one for the rest."""
    name, rest = _place(clause.tokens)
    name, rest = (name, rest) if name else _needed(clause.tokens)
    name, rest = (name, rest) if name else _named(clause.tokens)
    if not name:
        yield clause
        return
    for tokens in ((*words_at("this is an app called", clause.start), *name), rest):
        if tokens:
            yield replace(clause, tokens=tokens, said=clause.written)


def _named(tokens: Tokens) -> tuple[Tokens, Tokens]:
    cursor = Cursor(tokens)
    article = bool(cursor.take("the"))
    name = cursor.until(*IS, *GENERIC)
    if not 0 < len(name) <= LONGEST or not all(_may_name(t.text, t.low) for t in name):
        return (), ()
    if cursor.take(*IS):
        rest = cursor.rest
        return (name, _without_made(rest)) if not article and end_of_kind(Cursor(rest)) else ((), ())
    while cursor.take(*GENERIC):
        article = article or len(name) > 1
    return (name, (*words_at("it", name[0].start), *cursor.rest)) if article and len(cursor.rest) > 2 else ((), ())


def _place(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """ "A to-do list where I can add tasks": what is built, by a name of its own, and what is done there."""
    cursor = Cursor(tokens)
    cursor.take(*WISHES)
    named = cursor.until(*WHERE, ",")
    if not 1 < len(named) <= LONGEST + 3 or not cursor.take(*WHERE) or end_of_kind(Cursor(named)):
        return (), ()
    article = named[0].low in ("a", "an", "our", "my")
    if not article or named[-1].low not in usual.words("containers") or any(t.kind != "word" for t in named):
        return (), ()
    who = words_at("i can", tokens[0].start) if tokens[len(tokens) - len(cursor.rest) - 1].low in ("me", "us") else ()
    return named[1:], (*who, *cursor.rest)


def _needed(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """ "Our band needs a setlist manager": that is what is built."""
    cursor = Cursor(tokens)
    who = cursor.until("needs", "need", "wants", "want", "is looking for", "are looking for")
    if not 0 < len(who) <= LONGEST + 2 or cursor.done or any(t.kind != "word" for t in tokens):
        return (), ()
    cursor.take("needs", "need", "wants", "want", "is looking for", "are looking for")
    article, named = cursor.take("a", "an"), cursor.rest
    built = named and named[-1].low in usual.words("containers") and len(named) <= LONGEST
    return (named, ()) if article and built and not end_of_kind(Cursor(named)) else ((), ())


def _may_name(text: str, low: str) -> bool:
    return text[:1].isupper() and text[:1].isalpha() and low not in NO_NAMES


def _without_made(tokens: Tokens) -> Tokens:
    """ "A tool designed to record brews": it is there to record brews."""
    size = end_of_kind(Cursor(tokens))
    behind = Cursor(tokens[size:])
    behind.take(",")
    return (*tokens[:size], *behind.rest) if behind.take(*MADE) else tokens
