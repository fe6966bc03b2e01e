"""Verb phrases: "add, edit and delete Books and Members", each verb with its object.

VERB PHRASE := VERB [particle] [THING] [REST]; verbs in a list share the object that follows,
objects in a list share the verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions
from scaffolder.compiler.english.shapes.pieces import pieces_of
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import (
    Entity,
)

OWN = phrases("abilities", "own")
# What people do by themselves, with no thing. To register may also be to register a thing.
ALONE = frozenset({*phrases("abilities", "login"), *phrases("abilities", "signup")} - {"register"})


PLACES = ("against", "to", "into", "for", "within", "inside")
WHEN = ("for", "on", "from", "until", "at", "with", "in", "as", "if", "when")
# How something is done, which changes nothing about what.
MANNERS = ("easily", "quickly", "directly", "simply", "always", "just", "freely", "manually", "instantly")


AGAIN = ("again", "later", "afterwards", "manually")  # "clear it again"
BEHIND_VERBS = frozenset({*vocabulary.table("particles", "words"), *phrases("abilities", "behind_verbs")})


# What stands before a thing and says nothing of what it is, or of what is done.
OUT = frozenset(
    {"their", "his", "her", "own", "only", "the", "a", "an", "its", "any", "all", "new", "also"}
    | {"various", "many", "several", "different", "multiple"}
    | set(phrases("abilities", "plain_adjectives"))
)


class VerbPhrase(Struct):
    """`verb`: the words of the verb; `entity`: its object; `rest`: what follows it. Verbs and objects of one list have
    the same `group`: what is said at the end of it holds for all of them. `noun`: something else stands as an
    object before the thing ("transfer a seat to a Passenger")."""

    verb: list[str]
    tokens: tuple[Token, ...]
    entity: Entity | None = None
    rest: tuple[Token, ...] = ()
    own: bool = False
    all: bool = False
    exact: str = ""
    adjectives: list[str] = field(default_factory=list)
    group: int = 0
    noun: bool = False
    theirs: bool = False


def verb_phrases(tokens: Sequence[Token], draft: Draft, last: Entity | None = None) -> list[VerbPhrase]:
    """ "add, edit and delete Books and Members" -> three verbs, each with both objects. `last`: what "it" is."""
    pieces = [p for p in pieces_of(tokens) if p]
    phrases: list[VerbPhrase] = []
    waiting: list[VerbPhrase] = []  # verbs without an object yet
    group: list[VerbPhrase] = []
    groups = 0
    for piece in pieces:
        cursor = Cursor(piece)
        entity = draft.read_entity(cursor)
        cursor.take(*(() if draft.strict else MANNERS))
        further = cursor.done or cursor.at("(", *PLACES) or group and not draft.strict and _is_seen(group)
        if entity is not None and further and group and piece[0].kind != "code":
            phrases += [replace(again, rest=cursor.rest) for again in _once_more(group, piece, entity, groups)]
            continue
        words, described = conditions.described(piece, draft) if group else ([], None)
        if described is not None and words and conditions.standing(words, described):
            own = _owned(piece)
            phrases += [replace(p, adjectives=words, own=own) for p in _once_more(group, piece, described, groups)]
            continue
        phrase = _phrase(piece, draft, last)
        if phrase is not None and phrase.theirs and _is_theirs(phrase.entity, phrases, draft):
            phrase.own = True
        if phrase is None:
            if phrases:
                phrases[-1].rest = (*phrases[-1].rest, *piece)
            continue
        if phrase.entity is None and not phrase.rest and (draft.strict or _may_wait(phrase.verb)):
            if phrase.verb[-1] in ("everything", "anything", "nothing"):
                for verb in waiting:
                    verb.verb = [*verb.verb, phrase.verb[-1]]
                waiting = []
            else:
                waiting.append(phrase)
            phrases.append(phrase)
            continue
        last = phrase.entity or last
        groups += 1
        for verb in (*waiting, phrase):
            verb.entity, verb.rest, verb.own, verb.all = phrase.entity, phrase.rest, phrase.own, phrase.all
            verb.noun = verb.noun or phrase.noun
            verb.adjectives = verb.adjectives or phrase.adjectives
            verb.group = groups
        group = [*waiting, phrase]
        waiting = []
        phrases.append(phrase)
    return phrases if draft.strict else _placed(phrases, draft)


def _placed(phrases: list[VerbPhrase], draft: Draft) -> list[VerbPhrase]:
    """ "log calls and visits against a Contact": both are, where the last of the list says so."""
    for before, last in zip(phrases, phrases[1:], strict=False):
        same = last.group == before.group and last.verb == before.verb
        place = Cursor(last.rest)
        if same and not before.rest and place.take(*PLACES) and draft.read_entity(place):
            for phrase in (p for p in phrases if p.group == last.group and not p.rest):
                phrase.rest = last.rest
    return phrases


def _may_wait(verb: Sequence[str]) -> bool:
    """A verb, with a word of place at most, has the object of the next one; "share photos" has its own.
    "Log in" has none."""
    known = vocabulary.operation(" ".join(verb)) or vocabulary.event(" ".join(verb))
    together = verb[-1] in ("everything", "anything", "nothing")
    alone = " ".join(verb) in ALONE or len(verb) > 3
    return not alone and bool(known or together or all(w in BEHIND_VERBS for w in verb[1:]))


def _is_seen(group: Sequence[VerbPhrase]) -> bool:
    """ "see overdue Loans and Loans due today": which of the further thing are seen stands behind it."""
    return vocabulary.operation(" ".join(group[-1].verb)) == "read"


def _once_more(
    group: Sequence[VerbPhrase], piece: tuple[Token, ...], entity: Entity, number: int
) -> Iterator[VerbPhrase]:
    """The verbs of a list with a further object."""
    for said in group:
        if said.entity:
            own = said.own and not said.adjectives or _owned(piece)
            tokens = (*said.tokens[:1], *piece)
            yield replace(said, tokens=tokens, entity=entity, rest=(), own=own, adjectives=[], group=number)


def _is_theirs(entity: Entity | None, before: Sequence[VerbPhrase], draft: Draft) -> bool:
    """Whether "their Stays" are those of who acts, not of the kennels in "manage Kennels and their Stays"."""
    parents = [p.entity.name for p in before if p.entity and p.entity is not entity]
    if entity is None or f"event:{entity.name}" in draft.said:
        return entity is not None
    return not any(paths.to_parent(entity, parent, draft) for parent in parents)


def _owned(piece: Sequence[Token]) -> bool:
    return any(Cursor(piece).at(o) for o in OWN)


def _phrase(piece: tuple[Token, ...], draft: Draft, last: Entity | None) -> VerbPhrase | None:
    cursor = Cursor(piece)
    cursor.take("also", "only", "to", "then", "must", "can", "may", "have to", *MANNERS)
    start = cursor.i
    token = cursor.here
    if token is None or token.kind not in ("word", "code"):
        return None
    if token.kind == "code":
        cursor.i += 1
        entity = draft.read_entity(cursor)
        return VerbPhrase(naming.words(token.value), piece, entity, cursor.rest, exact=token.value)
    for size in range(1, 8):
        cursor.i = start + size
        if cursor.done:
            break
        mark = cursor.i
        if last is not None and (cursor.take("them", "it", "these", "those", "the ones", "ones") or _takes_one(cursor)):
            return _made(piece, start, size, last, cursor.rest, draft, (), "")
        if last is not None and cursor.take(*OWN) and (cursor.take("ones", "one") or cursor.done):
            return _made(piece, start, size, last, cursor.rest, draft, (), OWN[0])
        determiners = cursor.tokens[mark:]
        entity = draft.read_entity(cursor)
        if entity is not None:
            entity = _theirs(cursor, draft) or entity
            before = determiners[: max(0, cursor.i - mark)]
            return _made(piece, start, size, entity, cursor.rest, draft, before, spelled(before).lower())
    words = words_of(piece[start:])
    return VerbPhrase(words, piece) if words else None


def _theirs(cursor: Cursor, draft: Draft) -> Entity | None:
    """ "a Patient's Appointments": those are meant; the cursor stands behind the one whose they are."""
    mark = cursor.i
    owner = cursor.take("'s", "'", "’") or cursor.tokens[cursor.i - 1].low == "'s"
    owned = draft.read_entity(cursor) if owner and not draft.strict else None
    cursor.i = cursor.i if owned else mark
    return owned


def _takes_one(cursor: Cursor) -> bool:
    """ "find free Slots and book one for a day"."""
    mark = cursor.i
    alone = cursor.take("one") and (cursor.done or cursor.at(*WHEN))
    cursor.i = cursor.i if alone else mark
    return bool(alone)


def _made(
    piece: tuple[Token, ...],
    start: int,
    size: int,
    entity: Entity,
    rest: tuple[Token, ...],
    draft: Draft,
    before: Sequence[Token],
    said: str,
) -> VerbPhrase | None:
    words = [t.low for t in piece[start : start + size]]
    articles = [i for i, w in enumerate(words[:-1]) if i and w in ("a", "an", "the")]
    noun = any(not conditions.standing(words[i + 1 :], entity) and not _are_done(words[i + 1 :]) for i in articles)
    theirs = not draft.strict and bool({"their", "his", "her"} & {*words, *(t.low for t in before)})
    if rest and rest[-1].low in AGAIN:
        rest = rest[:-1]
    if len(rest) == 1 and rest[0].low in vocabulary.table("particles", "words"):  # "check it out"
        words, rest = [*words, rest[0].low], ()
    own = any(o in " ".join([*words, said]) for o in OWN)
    words = _without_owner(words)
    words = [w for w in words if w not in OUT]
    if not words:
        return None
    verb, adjectives = words, list[str]()
    whole = vocabulary.event(" ".join(words)) is not None or has_particle(words)
    for length in range(0 if whole else len(words), 0, -1):
        if vocabulary.operation(" ".join(words[:length])):
            verb, adjectives = words[:length], words[length:]
            break
    tokens = tuple(piece[start:])
    everything = bool(before) and before[0].low in ("all", "every")
    return VerbPhrase(verb, tokens, entity, rest, own, everything, "", adjectives, noun=noun, theirs=theirs)


def _without_owner(words: list[str]) -> list[str]:
    """ "reject applicants' Applications": whose they are tells no rows apart where all of them have such an owner."""
    at = next((i for i, w in enumerate(words) if i > 1 and w in ("'", "'s", "’")), 0)
    others = {"other", "another", "else", "own"} & set(words[:at])
    return [*words[: at - 1], *words[at + 1 :]] if at and not others else words


def _are_done(words: Sequence[str]) -> bool:
    """ "a booked" Lesson: how it is, and no other object."""
    return all(vocabulary.verb_of_participle(w) for w in words)


def has_particle(verb: Sequence[str]) -> bool:
    return (
        "_".join(verb) in vocabulary.tables()["results"]
        or vocabulary.event(" ".join(verb)) is not None
        and verb[-1] in ("out",)
    )
