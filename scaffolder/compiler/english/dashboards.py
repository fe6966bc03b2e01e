"""What a page is to show at one glance, put into a wish for each part of it.

A dashboard with overdue tasks and tasks per status                 show overdue tasks; show tasks per status
A page called Desk shows overdue tasks and a form to add a task     show overdue tasks; show a form to add a task
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, one_name, split
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS

LEADS = phrases("asking", "dashboard_leads")
PAGES = phrases("asking", "dashboards")
SHOWS = phrases("asking", "dashboard_shows")
GROUPS = frozenset({"per", "by"})
NAMED = ("page called", "page named")
FIRST = "home"
NUMBERS = frozenset({"number", "count", "total", "sum", "average", "amount"})


def told(clause: Clause) -> Iterator[Clause]:
    """A clause for each part of the page, or the clause as it is."""
    cursor = Cursor(clause.tokens)
    cursor.take(*LEADS)
    while cursor.here and cursor.here.low in DETERMINERS:
        cursor.i += 1
    page = FIRST if cursor.take(*PAGES) else _called(cursor)
    if not page or not cursor.take(*SHOWS) or any(t.kind in ("string", "code") for t in cursor.rest):
        yield clause
        return
    for part in _parts(cursor.rest):
        lead = "show the" if part[0].low in NUMBERS else "show"
        yield replace(clause, tokens=(*words_at(lead, part[0].start), *part), said=clause.written, page=page)


def _called(cursor: Cursor) -> str:
    """The name of a page that is called so, or an empty string."""
    if not cursor.take(*NAMED):
        return ""
    return one_name(cursor.until(*SHOWS))


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
