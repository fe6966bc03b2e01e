"""A sentence that introduces the application by its name: what it is called, and what it is.

"NoteBot is a web app for students"                 this is an app called NoteBot. A web app for students
"Kettle is a tool designed to record brews"         … A tool to record brews
"The Tally application lets users add counts"       … It lets users add counts
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.shapes.header import end_of_kind
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases

IS = phrases("introduced", "is")
MADE = phrases("introduced", "made")
GENERIC = frozenset(phrases("introduced", "generic"))
NO_NAMES = frozenset(phrases("introduced", "no_names"))
LONGEST = 3  # words of a name


def told(clause: Clause) -> Iterator[Clause]:
    """The clause, or one that names the application and one for the rest."""
    name, rest = _named(clause.tokens)
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


def _may_name(text: str, low: str) -> bool:
    return text[:1].isupper() and text[:1].isalpha() and low not in NO_NAMES


def _without_made(tokens: Tokens) -> Tokens:
    """ "A tool designed to record brews": it is there to record brews."""
    size = end_of_kind(Cursor(tokens))
    behind = Cursor(tokens[size:])
    behind.take(",")
    return (*tokens[:size], *behind.rest) if behind.take(*MADE) else tokens
