"""Commands to show something, and several of them in one sentence."""

from __future__ import annotations

from msgspec.structs import replace

from scaffolder.compiler.english.tokens import CLOSE, OPEN, Clause, Cursor
from scaffolder.compiler.english.vocabulary import phrases

ALSO_ASKS = ("import", "send", "filter", "delete", "inform", "report")
ARE_LISTED = phrases("asking", "are_listed")
ASKS = ("list", "show", "see", "view", "display", "search", "find", "count", "notify", "remind", "email", "export")
MEASURES = ("the number of", "how many", "the total", "the average", "the sum of")
SHOWS = ("list", "show", "display")
SAYS = (":", "has", "have", "is", "are", "can", "cannot", "may", "must", "belongs", "(", "=")


def asks(clause: Clause) -> bool:
    """A command to show something declares nothing: "Show rentals with the customer" gives nothing to a rental."""
    lows = clause.lows
    listed = Cursor(clause.tokens)
    listed.until(*ARE_LISTED)
    if listed.take(*ARE_LISTED) and not listed.at("by", "as", "in order", "to", "with", "on"):
        return True
    return lows[0] in ASKS and len(lows) > 2 and lows[1] not in (*SAYS, ",", "and", "or", "'s")


def parts(clause: Clause) -> list[Clause]:
    """ "Show overdue Loans and export them to CSV": the parts that begin with a command."""
    tokens, start, found = clause.tokens, 0, []
    for i in range(1, len(tokens)):
        cursor = Cursor(tokens[i:])
        if i > start and cursor.take(", and", "and", ",", "; and") and cursor.at(*ASKS, *ALSO_ASKS, *MEASURES):
            found.append(Clause(clause.rid, tokens[start:i]))
            start = i + cursor.i
    return [*found, Clause(clause.rid, tokens[start:])]


def shared(clause: Clause) -> list[Clause]:
    """ "Show open Deals by stage and the busiest Rooms": a wish for each of what one command names."""
    tokens, start, depth, found = clause.tokens, 1, 0, []
    if tokens[0].low not in SHOWS:
        return []
    for i, token in enumerate(tokens):
        depth += (token.text in OPEN) - (token.text in CLOSE)
        cursor = Cursor(tokens[i:])
        if i > start and not depth and cursor.take(", and", "and", ","):
            found.append(tokens[start:i])
            start = i + cursor.i
    found.append(tokens[start:])
    whole = len(found) > 1 and all(found)
    return [replace(clause, tokens=(tokens[0], *part), said=clause.written) for part in found] if whole else []
