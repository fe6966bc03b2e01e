"""What stands behind a thing and only says which of them: "coins I bought", "the shelf they're on", "words that
I do not know". It is no part of a name, and what is made or kept is read without it.
"""

from __future__ import annotations

from msgspec.structs import replace

from scaffolder.compiler.english import acting, vocabulary
from scaffolder.compiler.english.denials import Tokens
from scaffolder.compiler.english.tokens import Clause
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, STOP

WHO = frozenset(phrases("relatives", "who"))
BEFORE = frozenset(phrases("relatives", "before"))  # what no thing ends with
ENDS = frozenset(phrases("relatives", "ends"))
AUXILIARIES = frozenset(phrases("relatives", "auxiliaries"))
ASKED = frozenset(phrases("relatives", "asked"))
# Where a right is told, it is one to these rows only.
RIGHTS = ("read", "update", "delete", "manage")
KEPT = ("track", "store", "keep", "log", "record", "manage", "list")
LONGEST = 7  # words of such a clause


def plain(clause: Clause) -> Clause:
    """The clause without them."""
    asked = clause.tokens[0].low in ASKED
    told = clause.tokens if asked or not WHO.intersection(clause.lows) else without(clause.tokens)
    return clause if told == clause.tokens else replace(clause, tokens=told, said=clause.written)


def without(tokens: Tokens) -> Tokens:
    kept, i = list(tokens[:2]), 2
    while i < len(tokens):
        end = _end(tokens, i)
        if end:
            kept = kept[: -1 if kept[-1].low == "that" else None]
            kept = kept[:-3] if [t.low for t in kept[-3:]] == ["and", "the", "ones"] else kept
            i = end + ([t.low for t in tokens[end : end + 2]] == [",", "with"])
        else:
            kept.append(tokens[i])
            i += 1
    return tuple(kept)


def _end(tokens: Tokens, at: int) -> int:
    """Where the clause that begins with "I" ends; 0 where none does."""
    before = tokens[at - 1]
    behind = at - 2 if before.low == "that" else at - 1
    thing = tokens[behind]
    named = thing.kind == "word" and thing.low not in BEFORE | STOP | DETERMINERS and not acting.is_verb(thing.low)
    if tokens[at].low not in WHO or not named or at + 1 >= len(tokens) or _of_rights(tokens[:behind]):
        return 0
    says = "'" in tokens[at].low or tokens[at + 1].low in AUXILIARIES or _is_verb(tokens[at + 1].low)
    end = next((i for i in range(at + 1, len(tokens)) if tokens[i].low in ENDS or tokens[i].low in WHO), len(tokens))
    return end if says and at < end <= at + LONGEST and (end == len(tokens) or tokens[end].low not in WHO) else 0


def _of_rights(tokens: Tokens) -> bool:
    return any(vocabulary.operation(t.low) in RIGHTS for t in tokens if t.low not in KEPT)


def _is_verb(word: str) -> bool:
    return acting.is_verb(word) or word.endswith("ed") or word in phrases("relatives", "done")
