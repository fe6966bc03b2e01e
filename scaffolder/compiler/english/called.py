"""Which application a title names: by what it is called, by a trade, or by the things that it keeps."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scaffolder import naming
from scaffolder.compiler.english import usual, vocabulary
from scaffolder.compiler.english.wording import capital, one

SOFTWARE = frozenset(("tool", "system", "app", "application", "software", "program", "platform", "service", "server"))


def meant(parts: Sequence[usual.Words]) -> usual.Application | None:
    """What the parts of a title name together: "booking system" for "a barber" is the application of a barber, and
    "app" for him is; "recipe book" for "a bakery" is one of recipes."""
    first, *others = parts or [()]
    made = _made(first)
    named = made if made and _is_all(first, made) else None
    if whole := _headed(first):
        return whole
    plain = not set(first) - usual.words("containers") - usual.words("adjectives") - SOFTWARE
    for words in others:
        whole = _headed(words)
        if whole and (plain or named and set(named.things) <= {*whole.things, *usual.words("planned")}):
            return whole
        if named is None and (other := _made(words)) and _is_all(words, other):
            named = other
    return named or (None if set().union(*others) - usual.words("adjectives") else _modified(first))


def _headed(words: usual.Words) -> usual.Application | None:
    """The application that ends so, with other words before it and nothing behind it but that it is one, or what it is
    made of: "village bakery app", "real estate listings"."""
    beside = usual.words("containers") | usual.words("adjectives") | usual.words("trades")
    known, after = usual.heads(), set[str]()
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            if found := known.get(words[start:end]) or known.get(usual.singular(words[start:end])):
                deed = start and vocabulary.is_verb(words[0]) and words[0] not in beside
                return None if deed or "and" in words[:start] or not _are_of(after, found) else found
        last = naming.singular(words[end - 1])
        after |= {last} if words[end - 1] not in beside and last not in usual.words("adjectives") else set()
    return None


def _are_of(words: Collection[str], made: usual.Application) -> bool:
    """Whether they name what the application is made of: "courier deliveries" are its parcels."""
    known, planned = usual.things(), usual.words("planned")
    held = {usual.usual(name) for name in made.things}
    ends = {naming.words(name)[-1] for name in made.things}
    return all(w in ends or (w,) in known and (known[w,].has in held or known[w,].name in planned) for w in words)


def _made(words: usual.Words) -> usual.Application | None:
    """The application that has one of these names, else the things that they name."""
    said = set(words) - usual.words("adjectives")
    if said and said <= SOFTWARE:
        return None  # "a tool that …"
    known = longest(words, usual.applications())
    if known is not None and _is_all(words, known):
        return known
    for left_out in (usual.words("containers") | usual.words("adjectives"), usual.words("adjectives")):
        if named := _named(words, left_out):
            return _with_diary(words, list(named.things)) if len(named.things) == 1 else named
    at = next((i for i, w in enumerate(words) if i and w in usual.words("keeps") | usual.words("diaries")), 0)
    plain = [w for w in words[:at] if w not in usual.words("adjectives")]
    if (
        0 < len(plain) < 4
        and all(w.isalpha() for w in plain)
        and len(plain[0]) > 2
        and not vocabulary.is_verb(plain[0])
    ):
        return _with_diary(words, [naming.title(" ".join(usual.singular(plain)))])
    return usual.Application(("Entry",)) if set(words) & usual.words("diaries") else None


def longest(words: usual.Words, known: dict[usual.Words, usual.Application]) -> usual.Application | None:
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            said = words[start : start + size]
            if set(said) <= usual.words("adjectives") and start + size < len(words):
                continue  # "store my plants"
            if found := known.get(said) or known.get(usual.singular(said)):
                return found
    return None


def _named(words: usual.Words, left_out: frozenset[str]) -> usual.Application | None:
    """The things that are named; of two side by side the last ("meeting notes"), which may be about the other: "vehicle
    maintenance"."""
    found: list[str] = []
    says: list[str] = []
    at, last = 0, -1
    while at < len(words):
        said = (words[at : at + size] for size in (3, 2, 1) if at + size <= len(words))
        name = next((s for s in said if usual.singular(s) in usual.things() and words[at] not in left_out), ())
        if name:
            thing = usual.things()[usual.singular(name)]
            if last == at and thing.of and found[-1] != thing.name:
                says.append(f"{capital(one(naming.pascal(thing.name)))} belongs to {one(naming.pascal(found[-1]))}.")
            elif last == at:
                found.pop()
            found.append(thing.name)
            last = at + len(name)
        at += len(name) or 1
    return usual.Application(tuple(dict.fromkeys(found)), tuple(says)) if found else None


def _modified(words: usual.Words) -> usual.Application | None:
    """What is done with one after the other has a name of its own: "lunch orders", "escape room bookings"."""
    *before, last = [w for w in words if w not in usual.words("adjectives") | usual.words("containers")] or [""]
    known = usual.things().get((naming.singular(last),))
    if known is None or not (known.of or known.moves) or not 0 < len(before) < 3:
        return None
    if vocabulary.is_verb(before[0]) or before[0] in usual.words("doings") or not all(w.isalpha() for w in before):
        return None
    return usual.Application((naming.title(" ".join((*before, naming.singular(last)))),))


def _with_diary(words: usual.Words, named: list[str]) -> usual.Application:
    """ "plant diary": entries about a plant."""
    if set(words) & usual.words("diaries") and len(named) == 1 and named[0] != "Entry":
        return usual.Application((named[0], f"{named[0]} Entry"), (f"A {named[0]} Entry belongs to a {named[0]}.",))
    return usual.Application(tuple(named))


def _is_all(words: usual.Words, made: usual.Application) -> bool:
    """Whether no other word is there than those that name it."""
    known = {w for name in usual.things() for w in name}
    known |= {w for name, found in usual.applications().items() if found is made for w in name}
    known |= {w for thing in made.things for w in naming.words(thing)}
    beside = usual.words("containers") | usual.words("adjectives") | usual.words("diaries") | usual.words("keeps")
    return all(w in known | beside or naming.singular(w) in known for w in words)
