"""Whoever keeps the records, where a text begins with them: "A garage repairs cars with a plate" is "We keep cars
with a plate". The garage is no thing that records are kept of, unless the text speaks of one garage among others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases

NAMES = frozenset(phrases("houses", "names"))
ENDS = phrases("houses", "ends")
WANTS = phrases("houses", "wants")
# A program may be called so too, and shows, takes and uses other things than it keeps.
PROGRAMS = ("shop", "store", "office", "archive", "community", "bank")
OF_PROGRAMS = frozenset(phrases("houses", "programs_do"))
THE_ONE = ("the", "our", "my", "this", "your")
ONE_OF_MANY = ("each", "every", "any", "another", "many", "several", "other", "all", "per")
OWN = ("its", "their", "the", "our", "his", "her", "all", "many", "several", "various", "different")
LONGEST = 4  # words of a name: "the Harbour Street Bakery"
RULE = "who keeps the records"


def told(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses; those that say what a house keeps, sells, repairs … in the words "we keep"."""
    among = frozenset(_one_among_others(clauses))
    for clause in clauses:
        kept = _kept(clause.tokens, among)
        if kept:
            we = words_at("we keep", clause.start)
            yield replace(clause, tokens=(*we, *kept), said=clause.written, rules=(*clause.rules, RULE))
        else:
            yield clause


def _kept(tokens: Tokens, among: frozenset[str]) -> Tokens:
    """What is kept, behind the house and what it does; nothing where the sentence says something else."""
    cursor = Cursor(tokens)
    house = _house(cursor)
    if house is None or house in among:
        return ()
    called = cursor.tokens[0].low in ("a", "an") and cursor.tokens[cursor.i - 1].text[:1].isupper()
    cursor.take("also")
    if cursor.take(*WANTS):
        if not cursor.take(*_do()):
            return ()
    elif cursor.at("has", "have"):
        if called or not _has_several(cursor.rest[1:]):  # "A Hotel has Rooms": a thing that is named
            return ()
        cursor.i += 1
    else:
        does = cursor.take(*_does())
        if not does or house in PROGRAMS and does in OF_PROGRAMS:
            return ()
    cursor.take(*OWN)
    rest = cursor.rest
    return rest if rest and _begins_with_several(rest) else ()


def _house(cursor: Cursor) -> str | None:
    """The noun of the house that the sentence begins with; the cursor is then behind it."""
    determined = cursor.take("a", "an", *THE_ONE)
    first = cursor.i
    for end in range(first + 1, min(first + LONGEST, len(cursor.tokens)) + 1):
        token = cursor.tokens[end - 1]
        if token.kind != "word":
            return None
        named = all(t.text[:1].isupper() for t in cursor.tokens[first:end]) and end > first + 1
        if is_house(token.low) and (determined or named) and not _goes_on(cursor.tokens, end):
            cursor.i = end
            return token.low
    return None


def _goes_on(tokens: Sequence[Token], end: int) -> bool:
    """ "A club member", "the school bus": the house tells only what kind of a thing it is."""
    return end < len(tokens) and is_house(tokens[end].low)


def is_house(word: str) -> bool:
    return word in NAMES or any(word.endswith(end) and len(word) > len(end) for end in ENDS)


def _begins_with_several(tokens: Tokens) -> bool:
    """Whether a plural stands among its first words: "cars", "repair jobs"."""
    for token in tokens[:LONGEST]:
        if token.kind != "word":
            return False
        if naming.singular(token.low) != token.low and naming.plural(naming.singular(token.low)) == token.low:
            return True
    return False


def _has_several(tokens: Tokens) -> bool:
    """Whether all that it has are several, and none is an attribute: "students and teachers"."""
    ends = (i for i, t in enumerate(tokens) if t.text == "(" or t.low in ("with", "which", "that", "who"))
    own = tokens[: next(ends, len(tokens))]
    return not any(t.low in ("a", "an", "one") or t.kind == "number" for t in own)


def _one_among_others(clauses: Sequence[Clause]) -> Iterator[str]:
    """The nouns of houses of which the text has several: "each clinic", "clinics", "belongs to a clinic"."""
    for clause in clauses:
        tokens = clause.tokens
        for i, token in enumerate(tokens):
            one = naming.singular(token.low)
            if not is_house(one):
                continue
            before = tokens[i - 1].low if i else ""
            behind = tokens[i + 1].text if i + 1 < len(tokens) else ""
            any_one = before in ("a", "an") and (i > 1 or not _kept(tokens, frozenset()))
            if token.low != one or before in ONE_OF_MANY or any_one or behind in (":", "("):
                yield one


def tells(tokens: Tokens) -> bool:
    """ "vet treats pets", "wombat chews Leaves": no name, but somebody who does something with several."""
    between = [t for t in tokens[1:-1] if t.text.islower()]
    several = naming.singular(tokens[-1].low) != tokens[-1].low
    called = tokens[-1].text[:1].isupper() and any(t.low.endswith("s") for t in between)
    return several and (called or any(t.low in _does() for t in between))


@cache
def _does() -> tuple[str, ...]:
    """What is said of one: "repairs", "rents out"."""
    return tuple(_of_one(verb) for verb in _do())


def _of_one(verb: str) -> str:
    first, *rest = verb.split()
    return " ".join([naming.plural(first), *rest])


@cache
def _do() -> tuple[str, ...]:
    return tuple(sorted(phrases("houses", "does"), key=len, reverse=True))
