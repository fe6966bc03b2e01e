"""Several things said of one subject in one sentence, each put into a sentence of its own.

"A Score is by a Composer, has a title and takes place in a Hall"    A Score is by a Composer. A Score has a title. …
"A Stone is kept under a number, which is unique, and carries a name"
"list expenses by month, show the total per category, export to CSV"      one for each command

What a thing has and what it belongs to may stand together: the shapes read both in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.denials import MODALS, Tokens
from scaffolder.compiler.english.tokens import CLOSE, OPEN, Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS

STARTS = phrases("predicates", "starts")
COMMANDS = frozenset(phrases("predicates", "commands"))
DONE = ("is", "are", "was", "were")
BY = ("by", "at", "in", "from", "to", "for", "under", "with", "into")
ONE = ("a", "an", "one", "exactly", "its", "their")
TOGETHER = (*phrases("things", "has"), *phrases("things", "belongs"))
LEADS = ("a", "an", "each", "every")
RELATIVE = frozenset(("which", "that", "who", "whose", "whether", "where", "when", "if", "unless", "until"))
LONGEST = 4  # words of a subject


def told(clause: Clause) -> Iterator[Clause]:
    """The clause, or one for each of its predicates where these are of different kinds."""
    commands = _commands(clause.tokens)
    if len(commands) > 1:
        yield from (replace(clause, tokens=part, said=clause.written) for part in commands)
        return
    subject = _subject(clause.tokens)
    starts = [len(subject), *_others(clause.tokens, len(subject))] if subject else []
    if len(starts) < 2 or all(Cursor(clause.tokens[at:]).at(*TOGETHER) for at in starts):
        yield clause
        return
    for at, end in zip(starts, [*starts[1:], len(clause.tokens)], strict=True):
        said = _without_joint(clause.tokens[at:end])
        yield replace(clause, tokens=(*subject, *said), said=clause.written)


def _commands(tokens: Tokens) -> list[Tokens]:
    """What each of several commands says. Some share what they are about: "search and list Books"."""
    if tokens[0].low not in COMMANDS:
        return []
    starts, depth = [0], 0
    for i in range(2, len(tokens) - 1):
        depth += (tokens[i].text in OPEN) - (tokens[i].text in CLOSE)
        joined = tokens[i - 1].text == "," or tokens[i - 1].low in ("and", "then")
        joined = joined and not (tokens[i - 1].low == "and" and tokens[i].low in ("filter", "sort"))  # one list
        if (
            not depth
            and joined
            and tokens[i].low in COMMANDS
            and tokens[i + 1].text != ","
            and tokens[i + 1].low != "and"
        ):
            starts.append(i)
    if any(tokens[at].low == "list" and not _are_several(tokens[at + 1 :]) for at in starts[1:]):  # "the list price"
        return []
    parts = [_joints_cut(tokens[at:end]) for at, end in zip(starts, [*starts[1:], len(tokens)], strict=True)]
    return parts if all(len(part) > 1 for part in parts) else []


def _joints_cut(tokens: Tokens) -> Tokens:
    end = next((i for i in range(len(tokens), 0, -1) if tokens[i - 1].text not in (",", "and", "then")), 0)
    return tokens[:end]


def _are_several(tokens: Tokens) -> bool:
    """Whether they begin with a plural: "the broken kayaks"."""
    named = [t.low for t in tokens[: LONGEST + 1] if t.low not in DETERMINERS]
    return any(naming.singular(low) != low for low in named[:2])


def _subject(tokens: Tokens) -> Tokens:
    """ "A Score", "Scores"; nothing where the sentence speaks of something else than things and what they are."""
    led = tokens[0].low in LEADS
    for i in range(1 + led, min(LONGEST + led, len(tokens) - 2) + 1):
        words = tokens[led:i]
        if any(t.kind != "word" or t.low in MODALS for t in words):
            return ()
        if _begins(tokens[i:]):
            last = words[-1].low
            return tokens[:i] if led or naming.singular(last) != last else ()
    return ()


def _begins(tokens: Tokens) -> bool:
    """Whether something is said of a thing from here on."""
    cursor = Cursor(tokens)
    if cursor.at(*STARTS, *TOGETHER):
        return True
    if not cursor.take(*DONE) or cursor.here is None or not vocabulary.verb_of_participle(cursor.here.low):
        return False
    where = [t.low for t in cursor.rest[1:3]]
    return len(where) == 2 and where[0] in BY and where[1] in ONE


def _others(tokens: Tokens, first: int) -> Iterator[int]:
    """Where the further predicates begin, behind "and" or a comma."""
    depth = 0
    inner = False  # within "which is …"
    for i in range(first + 1, len(tokens) - 2):
        depth += (tokens[i].text in OPEN) - (tokens[i].text in CLOSE)
        inner = (inner and tokens[i].text != ",") or tokens[i].low in RELATIVE
        if depth or not (tokens[i].low == "and" or tokens[i].text == ","):
            continue
        behind = i + 1 + (tokens[i].text == "," and tokens[i + 1].low == "and")
        behind += tokens[behind].low in ("it", "they") if behind < len(tokens) else 0
        if not inner and behind < len(tokens) - 1 and _begins(tokens[behind:]):
            yield behind


def _without_joint(tokens: Tokens) -> tuple[Token, ...]:
    """Without the "and it" before the next one."""
    while tokens and (tokens[-1].low in ("and", "it", "they") or tokens[-1].text == ","):
        tokens = tokens[:-1]
    return tokens
