"""What a page is to show at one glance, put into a wish for each part of it.

A dashboard with overdue tasks and tasks per status     show overdue tasks; show tasks per status
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS

LEADS = phrases("asking", "dashboard_leads")
PAGES = phrases("asking", "dashboards")
SHOWS = phrases("asking", "dashboard_shows")
GROUPS = frozenset({"per", "by"})
NUMBERS = frozenset({"number", "count", "total", "sum", "average", "amount"})


def told(clause: Clause) -> Iterator[Clause]:
    """A clause for each part of the page, or the clause as it is."""
    cursor = Cursor(clause.tokens)
    cursor.take(*LEADS)
    while cursor.here and cursor.here.low in DETERMINERS:
        cursor.i += 1
    if not cursor.take(*PAGES) or not cursor.take(*SHOWS):
        yield clause
        return
    for part in _parts(cursor.rest):
        lead = "show the" if part[0].low in NUMBERS else "show"
        yield replace(clause, tokens=(*words_at(lead, part[0].start), *part), said=clause.written)


def _parts(tokens: Tokens) -> list[Tokens]:
    """The parts between commas and "and": "tasks per status and month" is one."""
    found: list[Tokens] = []
    for part in split(tokens, ",", "and"):
        grouped = bool(found) and len(part) < 3 and any(t.low in GROUPS for t in found[-1])
        if grouped and not any(t.low in GROUPS | NUMBERS for t in part):
            found[-1] = (*found[-1], *words_at("and", part[0].start), *part)
        else:
            found.append(part)
    return found
