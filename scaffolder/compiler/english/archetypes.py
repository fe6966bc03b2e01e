"""What common things usually hold, for descriptions that name them and tell no field of anything.

"todo app", "a plant diary", "Users can add and share recipes". What is told here in the writer's stead is read by the
shapes as any sentence is, and all of it is assumed. The things are data: `archetypes.toml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import needs, usual, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.items import items
from scaffolder.compiler.english.shapes.header import LEADS, end_of_kind
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, tokenize, words_of
from scaffolder.compiler.english.wording import capital, entity_words, one

WISHES = (*LEADS, "need", "set up", "give me", "help me with", "something like")
LONGEST_TITLE = 12  # words of a line that may be all that is said
FEW = 4  # requirements: more of them say themselves what there is
FIELDS = 2  # who tells as many of a thing has described it
PLAIN = "a name and notes"
DEED = ("a", "an", "the", "all", "any", "several", "two", "three", "four", "many")  # behind a verb
SOFTWARE = frozenset(("tool", "system", "app", "application", "software", "program", "platform", "service", "server"))


def described(draft: Draft, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The fields of what the description only names. A writer who lists fields of one thing has told what there is;
    `clauses` are those that are not read yet, in which they may stand behind "with"."""
    entities = draft.plan.entities
    stated = (f for e in entities for f in e.fields)
    if any(f"wished:{rid}" not in draft.said for f in stated for rid in f.satisfies):
        return
    named = [e for e in entities if f"event:{e.name}" not in draft.said and e.satisfies and len(e.fields) < FIELDS]
    listed = Counter[str]()
    for clause in clauses:
        listed.update(dict(_with_fields(clause, draft)))
    named = [e for e in named if listed[e.name] <= FIELDS]
    for entity in named:
        if has := usual.usual(entity.name):
            yield _told(f"{one(entity.name)} has {has}", entity.satisfies[0], draft)
            draft.rid = entity.satisfies[0]
            _tell(draft, entity.name, has)
    draft.rid = ""


def _with_fields(clause: Clause, draft: Draft) -> Iterator[tuple[str, int]]:
    """The things of which a clause lists fields, and how many: "add animals with a name, an age and photos"."""
    for i, token in enumerate(clause.tokens):
        if i and token.low in ("with", "including"):
            ends = (words_of(clause.tokens[max(0, i - size) : i]) for size in (3, 2, 1))
            yield from ((name, len(items(clause.tokens[i + 1 :]))) for words in ends if (name := draft.name_of(words)))


def application(clauses: Sequence[Clause], units: int, draft: Draft) -> list[Clause]:
    """What is meant by "todo app" where this is (almost) all that is said; the rest of its words is left to be told."""
    calculates = any(said.startswith("function:") for said in draft.said)  # "a tool that calculates …" keeps nothing
    for clause in clauses[:2] if units <= FEW and not calculates else ():
        told, *more = needs.said(clause.tokens)
        if len([t for t in clause.tokens if t.kind == "word"]) > LONGEST_TITLE or not _is_title(told):
            continue
        if _is_deed(clause):
            continue
        named, rest = _without_lead(told)
        if made := _meant([*named, *(words for part in more for words in _without_lead(part)[0])]):
            draft.rid = clause.rid
            draft.said.add(f"archetype:{clause.rid}")
            return [*_sentences(made, clause.rid, draft), *_beside(rest, made, clause, draft)]
    return []


def _is_title(tokens: Sequence[Token]) -> bool:
    lows = {t.low for t in tokens}
    return not {":", "("} & lows and not usual.words("says") & lows


def is_wish(clauses: Sequence[Clause]) -> bool:
    """Whether all that is said is one line that names an application: "Create a small CRM" makes no CRM."""
    if len(clauses) != 1:
        return False
    named, _ = _without_lead(clauses[0].tokens)
    if Cursor(clauses[0].tokens).at(*WISHES):
        return _meant(named) is not None
    kept = clauses[0].lows[0] in usual.words("adjectives")  # "manage my rental flats"
    return kept and (made := _meant(named)) is not None and len(made.things) > 1


def _is_deed(clause: Clause) -> bool:
    """ "Sort a deck of cards", "Draw the picture of a house": what is to be done with one thing, and no name of an
    application that keeps many."""
    if Cursor(clause.tokens).at(*WISHES):
        return False
    first, *more = clause.lows
    return first not in usual.words("adjectives") and bool(more) and more[0] in DEED


def enumerated(clause: Clause) -> usual.Application | None:
    """ "Small CRM for a studio: companies, contacts and deals": what it keeps is told behind the colon."""
    cursor = Cursor(clause.tokens)
    before = cursor.until(":")
    words = tuple(w for t in before if t.kind == "word" for w in words_of([t]))
    parts = items(cursor.rest[1:])
    several = [[w for t in part for w in words_of([t]) if w not in ("the", "my", "our", "all")] for part in parts]
    if not words or len(parts) < 2 or any(len(w) > 2 or not _is_known(w) for w in several):
        return None
    made = _longest(words, usual.applications())
    if made is None and not end_of_kind(Cursor(before)) and not set(words) & usual.words("containers"):
        return None
    names = [naming.title(" ".join(usual.singular(w))) for w in several]
    says = [said for said in made.says if all(t in names or f" {t}" not in said for t in made.things)] if made else []
    return usual.Application(tuple(dict.fromkeys(names)), tuple(says))


def enumeration(clause: Clause, made: usual.Application, draft: Draft) -> list[Clause]:
    """The sentences about what is enumerated and described nowhere else."""
    draft.rid = clause.rid
    draft.said.add(f"archetype:{clause.rid}")
    left = tuple(name for name in made.things if not draft.name_of(naming.words(name)))
    return _sentences(replace(made, things=left), clause.rid, draft)


def _is_known(words: Sequence[str]) -> bool:
    return bool(words) and naming.singular(words[-1]) != words[-1] and usual.singular(words) in usual.things()


def _is_all(words: usual.Words, made: usual.Application) -> bool:
    """Whether no other word is there than those that name it."""
    known = {w for name in usual.things() for w in name}
    known |= {w for name, found in usual.applications().items() if found is made for w in name}
    known |= {w for thing in made.things for w in naming.words(thing)}
    beside = usual.words("containers") | usual.words("adjectives") | usual.words("diaries") | usual.words("keeps")
    return all(w in known | beside or naming.singular(w) in known for w in words)


def is_told(clause: Clause, draft: Draft) -> bool:
    """Whether all that the clause says is told by the things that it names."""
    return f"archetype:{clause.rid}" in draft.said and not end_of_kind(Cursor(clause.tokens))


def _without_lead(tokens: Sequence[Token]) -> tuple[list[usual.Words], tuple[Token, ...]]:
    """The words that may name the application, before "for" and behind it, and those behind "with"."""
    cursor = Cursor(tokens)
    cursor.take(*WISHES)
    named = Cursor(cursor.until("with", "including", "that", "which", "where", "so that", ","))
    does = cursor.at("that", "which")
    cursor.take("with", "including")
    before = named.until("for", "of", "about", "to")
    if before and before[-1].low == "tool" and (does or named.at("to")):  # it is built, and not kept
        return [], cursor.rest
    parts = (before, named.rest)
    return [
        tuple(w for t in part if t.kind == "word" and t.low != "'s" for w in words_of([t])) for part in parts
    ], cursor.rest


def _meant(parts: Sequence[usual.Words]) -> usual.Application | None:
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
    return named


def _headed(words: usual.Words) -> usual.Application | None:
    """The application that ends so, with other words before it and nothing behind it but that it is one, or what it is
    made of: "village bakery app", "real estate listings"."""
    beside = usual.words("containers") | usual.words("adjectives") | usual.words("trades")
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 3), end):
            known = usual.heads()
            if found := known.get(words[start:end]) or known.get(usual.singular(words[start:end])):
                deed = start and vocabulary.is_verb(words[0]) and words[0] not in beside
                return None if deed or "and" in words[:start] else found
        last = naming.singular(words[end - 1])
        if words[end - 1] not in beside and last not in usual.words("adjectives") and (last,) not in usual.things():
            return None
    return None


def _made(words: usual.Words) -> usual.Application | None:
    """The application that has one of these names, else the things that they name."""
    if set(words) <= SOFTWARE:
        return None  # "a tool that …"
    known = _longest(words, usual.applications())
    if known is not None:
        return known
    for left_out in (usual.words("containers") | usual.words("adjectives"), usual.words("adjectives")):
        named = _named(words, left_out)
        if named:
            return _with_diary(words, named)
    at = next((i for i, w in enumerate(words) if i and w in usual.words("keeps") | usual.words("diaries")), 0)
    plain = [w for w in words[:at] if w not in usual.words("adjectives")]
    if len(plain) == 1 and plain[0].isalpha() and len(plain[0]) > 2 and not vocabulary.is_verb(plain[0]):
        return _with_diary(words, [naming.title(naming.singular(plain[0]))])
    return usual.Application(("Entry",)) if set(words) & usual.words("diaries") else None


def _longest(words: usual.Words, known: dict[usual.Words, usual.Application]) -> usual.Application | None:
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            if found := known.get(words[start : start + size]) or known.get(
                usual.singular(words[start : start + size])
            ):
                return found
    return None


def _named(words: usual.Words, left_out: frozenset[str]) -> list[str]:
    """The things that are named; of two side by side the last: "meeting notes"."""
    found: list[str] = []
    at, last = 0, -1
    while at < len(words):
        sizes = (s for s in (3, 2, 1) if at + s <= len(words))
        size = next(
            (s for s in sizes if usual.singular(words[at : at + s]) in usual.things() and words[at] not in left_out), 0
        )
        if size:
            name = usual.things()[usual.singular(words[at : at + size])].name
            found = [*(found[:-1] if last == at else found), name]
            last = at + size
        at += size or 1
    return list(dict.fromkeys(found))


def _with_diary(words: usual.Words, named: list[str]) -> usual.Application:
    """ "plant diary": entries about a plant."""
    if set(words) & usual.words("diaries") and len(named) == 1 and named[0] != "Entry":
        return usual.Application((named[0], f"{named[0]} Entry"), (f"A {named[0]} Entry belongs to a {named[0]}.",))
    return usual.Application(tuple(named))


def _sentences(made: usual.Application, rid: str, draft: Draft) -> list[Clause]:
    told = []
    for name in made.things:
        has = usual.usual(name) or PLAIN
        thing = entity_words(naming.pascal(name))
        if not any(re.match(rf"An? {name} (?:belongs [^.]* and )?has (?!many )", says) for says in made.says):
            told.append(_told(f"{one(naming.pascal(name))} has {has}", rid, draft))
            _tell(draft, thing, has)
            for deed in usual.moved(name):
                told.append(_told(deed, rid, draft))
                draft.assume(f"{deed}.")
    for says in made.says:
        told.append(_told(says.removesuffix("."), rid, draft))
        draft.assume(says)
    draft.rid = ""
    return told


def _tell(draft: Draft, name: str, has: str) -> None:
    thing = one(naming.pascal(name))
    draft.assume(f"{capital(thing)} has {has}.", naming.pascal(name))
    first = re.split(r",| and ", has)[0]
    draft.find("A210", others=[f"{capital(thing)} has {first}."], name=thing, Name=capital(thing), has=has)


def _beside(rest: Sequence[Token], made: usual.Application, clause: Clause, draft: Draft) -> list[Clause]:
    """ "todo app with due dates and a colour": what the thing does not hold by itself is a field of it, or told."""
    held = " ".join((*(usual.usual(name) for name in made.things), *(name.lower() for name in made.things)))
    more: list[Clause] = []
    for item in items(rest):
        words = words_of([t for t in item if t.kind == "word"])
        if not words or " ".join(usual.singular(words)) in held:
            continue
        if vocabulary.is_attribute("_".join(usual.singular(words))) or vocabulary.is_attribute(
            usual.singular(words)[-1]
        ):
            more.append(replace(clause, tokens=(*tokenize(f"{one(naming.pascal(made.things[0]))} has"), *item)))
        else:
            draft.rid = clause.rid
            draft.partial.add(draft.rid)
            draft.find("A106", item, text=spelled(item))
    draft.rid = ""
    return more


def _told(text: str, rid: str, draft: Draft) -> Clause:
    span = draft.spans[rid]
    placed = tuple(replace(t, start=span.start) for t in tokenize(text))
    return Clause(rid, placed, said=(Token("word", "", span.start, ""),), assumed=True)
