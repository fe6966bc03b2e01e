"""Who "they" are, and what "it" is, where a clause begins with them: they are put in by name.

"Visits are booked; they can be cancelled."    Visits can be cancelled
"Borrowing a Book …; returning it …"           returning a Book …
"""

from __future__ import annotations

from msgspec.structs import replace

from scaffolder.compiler.english.denials import MODALS, Tokens
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases

STATES = ("is", "are", "go", "goes", "move", "moves", "become", "becomes", "start as", "starts as")
OF_ALL = ("should", "must", "is possible", "are possible", "is not possible")  # "It must be fast"
SAYS = (*MODALS, *STATES, *phrases("things", "has"), *phrases("things", "belongs"))


def resolved(clause: Clause, before: Clause | None, draft: Draft) -> Clause:
    """The clause with names for what it takes up from the one `before`."""
    if before is None or before.rid != clause.rid and not _follows(before, clause):
        return clause
    first, rest = clause.tokens[0].low, clause.tokens[1:]
    if first in ("they", "it") and Cursor(rest).at(*MODALS, *STATES) and not Cursor(rest).at(*OF_ALL):
        named = _subject(before)
    elif first.endswith("ing") and rest and rest[0].low in ("it", "them"):
        named = _object(before, draft)
        named, rest = (named and (clause.tokens[0], *named)), rest[1:]
    else:
        return clause
    return replace(clause, tokens=(*named, *rest), said=clause.written) if named else clause


def _follows(before: Clause, clause: Clause) -> bool:
    """Whether the one sentence stands right behind the other; an item of a list speaks for itself."""
    return not clause.bullet and not before.bullet and 0 <= clause.start - before.end <= 3


def _subject(before: Clause) -> Tokens:
    named = Cursor(before.tokens).until(*SAYS, ":")
    return (
        named
        if len(named) < len(before.tokens) and 0 < len(named) <= 5 and all(_may_name(t.kind) for t in named)
        else ()
    )


def _may_name(kind: str) -> bool:
    return kind in ("word", "code")


def _object(before: Clause, draft: Draft) -> Tokens:
    """The first thing that is named behind the first word."""
    cursor = Cursor(before.tokens)
    for i in range(1, len(before.tokens)):
        cursor.i = i
        if draft.read_entity(cursor) is not None:
            return before.tokens[i : cursor.i]
    return ()
