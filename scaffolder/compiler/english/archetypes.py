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
from scaffolder.compiler.english import called, needs, usual, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.items import items
from scaffolder.compiler.english.shapes.header import LEADS, end_of_kind
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, spelled, tokenize, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import capital, entity_words, one

WISHES = (*LEADS, "need", "set up", "give me", "help me with", "something like")
TALK = phrases("reading", "talk")
# "I add notes with a photo": a photo beside what notes have anyway.
WITH_ONE = frozenset((
    "what is made, and its fields", "what some people make, and its fields",
    "what is written with a field, and about what", "what some people hand in, and its fields",
))  # fmt: skip
NAMED = ("this is an app called", "this is an application called")
LONGEST_TITLE = 12  # words of a line that may be all that is said
FEW = 4  # requirements: more of them say themselves what there is
FIELDS = 2  # who tells as many of a thing has described it
PLAIN = "a name and notes"
DEED = ("a", "an", "the", "all", "any", "several", "two", "three", "four", "many")  # behind a verb


def described(draft: Draft, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The fields of what the description only names. A writer who lists fields of one thing has told what there is, but
    for what is only made with one: "notes with a photo" have more than that. `clauses` are those that are not read yet,
    in which fields may stand behind "with"."""
    entities = draft.plan.entities
    ones = {t.clause.rid for t in draft.traces if WITH_ONE & set(t.clause.rules) and len(items(t.clause.tokens)) == 1}
    stated = (f for e in entities for f in e.fields)
    tells = any(f"wished:{rid}" not in draft.said and rid not in ones for f in stated for rid in f.satisfies)
    named = [e for e in entities if f"event:{e.name}" not in draft.said and e.satisfies and len(e.fields) < FIELDS]
    named = [e for e in named if not tells or e.fields and all(set(f.satisfies) <= ones for f in e.fields)]
    listed = Counter[str]()
    for clause in clauses:
        listed.update(dict(_with_fields(clause, draft)))
    named = [e for e in named if listed[e.name] <= FIELDS]
    for entity in named:
        if has := usual.usual(entity.name):
            yield assumed(f"{one(entity.name)} has {has}", entity.satisfies[0], draft)
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
        if _is_deed(clause) or Cursor(clause.tokens).at(*NAMED) or not more and Cursor(told).at(*TALK):
            continue  # a name alone: the rest of the sentence says what is kept; "we are a group of friends"
        named, rest = _without_lead(told)
        if made := called.meant([*named, *(words for part in more for words in _without_lead(part)[0])]):
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
        return called.meant(named) is not None
    made, first = called.meant(named), named[0] if named else ()
    kept = clauses[0].lows[0] in usual.words("adjectives")  # "manage my rental flats"
    noun = (
        made is not None and bool(made.says) and first[:1] in usual.things() or usual.singular(first) in usual.things()
    )
    return made is not None and (noun or kept and len(made.things) > 1)  # "book reviews"


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
    made = called.longest(words, usual.applications())
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


def _sentences(made: usual.Application, rid: str, draft: Draft) -> list[Clause]:
    told = []
    for name in made.things:
        has = usual.usual(name) or PLAIN
        thing = entity_words(naming.pascal(name))
        if not any(re.match(rf"An? {name} (?:belongs [^.]* and )?has (?!many )", says) for says in made.says):
            told.append(assumed(f"{one(naming.pascal(name))} has {has}", rid, draft))
            _tell(draft, thing, has)
            for deed in usual.moved(name):
                told.append(assumed(deed, rid, draft))
                draft.assume(f"{deed}.")
    for says in made.says:
        told.append(assumed(says.removesuffix("."), rid, draft))
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


def assumed(text: str, rid: str, draft: Draft) -> Clause:
    span = draft.spans[rid]
    placed = tuple(replace(t, start=span.start) for t in tokenize(text))
    return Clause(rid, placed, said=(Token("word", "", span.start, ""),), assumed=True)
