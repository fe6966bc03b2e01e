"""A wish that begins with who has it: "I run a bakery and need an app", "our church needs a volunteer schedule"."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english.tokens import Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases

NEEDS, RUNS, JOINS = (phrases("needs", name) for name in ("needs", "runs", "joins"))


def said(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """What is wanted, then who wants it; all the tokens where nobody is said to want something."""
    cursor = Cursor(tokens)
    runs = cursor.take(*RUNS)
    who = cursor.until(*NEEDS)
    while who and Cursor(who[-1:]).at(*JOINS):
        who = who[:-1]
    if cursor.take(*NEEDS):
        return [part for part in (cursor.rest, who) if part] or [tuple(tokens)]
    return [who if runs and who else tuple(tokens)]
