"""Whether words tell what somebody does: "customers browse products", "save links with a title"."""

from __future__ import annotations

from scaffolder import naming
from scaffolder.compiler.english import present, vocabulary
from scaffolder.compiler.english.denials import Tokens
from scaffolder.compiler.english.tokens import Cursor
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, STOP

OBJECTS = DETERMINERS | {"what", "which", "who", "it", "them", "him", "her", "me", "us", "myself", "themselves", "new"}
HAS = phrases("things", "has")
NOUNS_TOO = frozenset(phrases("acting", "nouns_too"))
VERBS = frozenset(phrases("acting", "verbs"))
PARTICLES = frozenset(vocabulary.table("particles", "words"))
TOGETHER = frozenset(phrases("acting", "together"))
WHERE = ("for", "from", "in", "on", "at", "to")
LONGEST = 4  # words of who acts


def somebody_acts(tokens: Tokens) -> bool:
    """ "customers browse products"."""
    return bool(somebody(tokens))


def several_have(tokens: Tokens) -> bool:
    """ "decks contain cards"."""
    cursor = Cursor(tokens[:8])
    named = cursor.until(*HAS)
    words = bool(named) and len(named) < LONGEST and all(t.kind == "word" for t in named)
    return words and not cursor.done and naming.singular(named[-1].low) != named[-1].low


def is_done(tokens: Tokens) -> bool:
    """ "save links with a title": a wish that begins with what is done."""
    return begins_deed(tokens, 0)


def somebody(tokens: Tokens) -> int:
    """How many words name who acts, before a verb; 0 where nobody does."""
    cursor = Cursor(tokens)
    cursor.take("the")
    for end in range(cursor.i + 1, min(cursor.i + LONGEST, len(tokens) - 1)):
        who, does = tokens[end - 1], tokens[end]
        if who.kind != "word" or who.low in STOP:
            return 0
        several = naming.singular(who.low) != who.low or who.low in TOGETHER
        one = tokens[0].low == "the" and present.is_person(who.low) and end > 1  # "the manager assigns them"
        verb = present.base(does.low) or naming.singular(does.low) if one or who.low in TOGETHER else ""
        if verb and verb != does.low and is_verb(verb) and goes_on(tokens, end + 1):
            return end
        more = is_verb(does.low) and (
            goes_on(tokens, end + 1) or tokens[end + 1].low in WHERE and present.is_person(who.low)
        )
        if several and (Cursor(tokens[end:]).at("can", "may") or is_verb(does.low) and more):
            return end
    return 0


def begins_deed(tokens: Tokens, at: int, *, sure: bool = False) -> bool:
    """Whether a verb with its object begins there. `sure`: in a list of fields, where "plan details" is none."""
    verb = tokens[at].low if at < len(tokens) else ""
    if not verb or tokens[at].kind != "word" or not is_verb(verb):
        return False
    return goes_on(tokens, at + 1, sure=sure and verb in NOUNS_TOO)


def goes_on(tokens: Tokens, at: int, *, sure: bool = False) -> bool:
    """Whether an object follows: "the …", "them", "favourites", "for a tour"."""
    if at >= len(tokens):
        return False
    low = tokens[at].low
    if low in OBJECTS or tokens[at].kind == "code":
        return True
    if tokens[at].kind != "word":
        return False  # "make, model, seats": of three nouns the second is done to nothing
    if low in PARTICLES:
        return not sure and at + 1 < len(tokens)
    words = [t.low for t in tokens[at : at + 3] if t.kind == "word"]
    return not sure and any(naming.singular(w) != w for w in words)


def is_verb(word: str) -> bool:
    return word in VERBS or present.base(word) == word or vocabulary.is_verb(word) or word in present.DEEDS
