"""A status whose values stand between arrows, among other fields: what they are, and how one leads to the next.

"Order: number, status: new -> paid -> sent, new -> void"
Order: number, status (new, paid, sent, void)     Order status: new -> paid -> sent, new -> void
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.shapes.subjects import ARROWS, HAS, STATUS
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, split

JOINTS, OR = (",", "and", ";"), ("or", "/", "|")
LONGEST = 3  # words of a state


def told(clause: Clause) -> Iterator[Clause]:
    """The clause with values instead of arrows, and the arrows in a clause of their own."""
    found = next((f for i in range(2, len(clause.tokens)) if (f := _standing(clause.tokens, i))), None)
    if found is None:
        yield clause
        return
    name, begin, end, after = found
    course, at = clause.tokens[begin:end], clause.tokens[begin].start
    said = (*clause.tokens[: name + 1], *_bracketed(values(chains(course)), at), *clause.tokens[after:])
    yield replace(clause, tokens=said, said=clause.written)
    whose = Cursor(clause.tokens).until(":", "(", *HAS)
    its = (*whose, clause.tokens[name], *words_at(":", at), *course)
    yield replace(clause, tokens=its, said=clause.written, bullet=False)


def chains(tokens: Tokens) -> list[list[Tokens]]:
    """ "a -> b -> c | d, a -> e": the runs of states a, b, c; b, d; a, e. Empty where something else stands there."""
    runs: list[list[Tokens]] = []
    for part in (p for p in split(tokens, *JOINTS) if p):
        steps = [[s for s in split(step, *OR) if s] for step in split(part, *ARROWS)]
        if not all(steps) or not all(_is_state(state) for step in steps for state in step):
            return []
        if len(steps) < 2 and not (runs and len(steps[0]) == 1 and _joined_by_or(tokens, steps[0][0])):
            return []
        first = [step[0] for step in steps] if len(steps) > 1 else [runs[-1][-2], steps[0][0]]
        others = ([a, b] for before, after in pairwise(steps) for a in before for b in after)
        runs += [first, *(pair for pair in others if pair not in [list(p) for p in pairwise(first)])]
    return runs


def _joined_by_or(tokens: Tokens, state: Tokens) -> bool:
    """ "new -> paid, or void": another state after the one before the last."""
    at = next(i for i, t in enumerate(tokens) if t is state[0])
    return tokens[at - 1].low == "or"


def values(runs: list[list[Tokens]]) -> list[Tokens]:
    """Each state once, in the order in which they are written."""
    states = {tuple(t.low for t in state): state for run in reversed(runs) for state in reversed(run)}
    return sorted(states.values(), key=lambda state: state[0].start)


def _standing(tokens: Tokens, at: int) -> tuple[int, int, int, int] | None:
    """Where the name of a status stands before arrows, where these begin and end, and where the clause goes on."""
    if tokens[at].low not in STATUS or not _among_fields(tokens[:at]):
        return None
    cursor = Cursor(tokens)
    cursor.i = at + 1
    opened = bool(cursor.take("("))
    cursor.take(":", "=")
    opened = bool(cursor.take("(")) or opened
    begin = cursor.i
    limit = cursor.find(")") if opened else len(tokens)
    limit = next((i for i in range(begin, len(tokens)) if tokens[i].text == ")"), limit) if opened else limit
    end = max((e for e in _ends(tokens, begin, limit) if chains(tokens[begin:e])), default=0)
    if not end or opened and end != limit:
        return None
    return at, begin, end, end + opened


def _ends(tokens: Tokens, begin: int, limit: int) -> Iterator[int]:
    yield from (i for i in range(begin, limit) if tokens[i].low in JOINTS)
    yield limit


def _among_fields(before: Tokens) -> bool:
    cursor = Cursor(before)
    return cursor.find(":", *HAS) > 0


def _is_state(tokens: Tokens) -> bool:
    return 0 < len(tokens) <= LONGEST and all(t.kind in ("word", "code", "string") for t in tokens)


def _bracketed(states: list[Tokens], at: int) -> Tokens:
    listed: list[Token] = []
    for state in states:
        listed += [*words_at(",", at), *state] if listed else [*state]
    return (*words_at("(", at), *listed, *words_at(")", at))
