"""Verb phrases: "add, edit and delete Books and Members", each verb with its object.

VERB PHRASE := VERB [particle] [THING] [REST]; verbs in a list share the object that follows,
objects in a list share the verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import fields, paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.shapes import conditions
from scaffolder.compiler.english.tokens import Cursor, Token, spelled, split, words_of
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.plan import (
    Entity,
)

OWN = phrases("abilities", "own")
AMOUNT = phrases("abilities", "amount")


# After these words a list names circumstances, not further objects of the verb.
LISTED = frozenset({"with", "by", "from", "between", "for", "on", "at", "including"})
SPANS_OR_PER = ("days", "weeks", "day", "hours", "hour", "minutes", "months", "month", "per")


# What follows these in a list is said of the same verb still.
GOES_ON_ASKING = (
    "by", "per", "sorted by", "sorted alphabetically", "ordered by", "grouped by", "for each", "with", "where", "whose",
    *(f"{the}{order} first" for the in ("", "the ", "with the ") for order in wordings("orders")),
)  # fmt: skip
AT_ONCE = ("at a time", "at the same time", "at once", "simultaneously")
PERIODS = tuple(wordings("periods"))


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


def amount_out(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """ "borrow at most 5 Books at a time" -> "borrow Books" and "at most 5 at a time"."""
    cursor = Cursor(tokens)
    head = cursor.until(*AMOUNT)
    start = cursor.i
    if not head or head[-1].low in (",", "but", "for") or head[-1].kind == "punct" or not cursor.take(*AMOUNT):
        return tokens, ()
    if cursor.here is None or cursor.here.kind != "number" and vocabulary.number(cursor.here.low) is None:
        return tokens, ()  # "a maximum number of volunteers" is a field
    cursor.i += 1
    amount = tokens[start : cursor.i]
    middle = cursor.until(*AT_ONCE, *PERIODS)
    if not middle or any(t.kind == "punct" for t in middle) or middle[0].low in SPANS_OR_PER:
        return tokens, ()
    return (*head, *middle), (*amount, *cursor.rest)


TAILS = phrases("abilities", "tails")


def tails_of(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    cursor = Cursor(tokens)
    cursor.take("at most", "only")
    body = cursor.until(*TAILS)
    rest = cursor.rest
    if rest and rest[-1].text == ")" and not (body and body[-1].text == ")"):
        return rest, body
    return rest, body


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
        if entity is not None and (cursor.done or cursor.at("(")) and group and piece[0].kind != "code":
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
    return phrases


def _may_wait(verb: Sequence[str]) -> bool:
    """A verb, with a word of place at most, has the object of the next one; "share photos" has its own."""
    known = vocabulary.operation(" ".join(verb)) or vocabulary.event(" ".join(verb))
    together = verb[-1] in ("everything", "anything", "nothing")
    return len(verb) <= 3 and bool(known or together or all(w in BEHIND_VERBS for w in verb[1:]))


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


def pieces_of(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The parts of a list of verb phrases; a list of fields after "with" or "by" stays whole, and so does what is asked
    of the data: "see unpaid Fines, newest first"."""
    found: list[tuple[Token, ...]] = []
    end = 0
    for part in split(tokens, ",", "and", "or", "nor", "then"):
        between = tuple(tokens[end : tokens.index(part[0], end)])
        end = tokens.index(part[0], end) + len(part)
        if found and {t.low for t in found[-1][1:]} & LISTED and Cursor(part).at(*fields.ARTICLES):
            comma = Token("punct", ",", part[0].start, ",")
            found[-1] = (*found[-1], comma, *part)
        elif found and _goes_on_with(found[-1], part):
            found[-1] = (*found[-1], *(between or (Token("word", "and", part[0].start, "and"),)), *part)
        elif found and (Cursor(part).at(*GOES_ON_ASKING) or _asked_by(found[-1]) and not _may_be_verb(part[0].low)):
            found[-1] = (*found[-1], *between, *part)
        else:
            found.append(part)
    return found


def _goes_on_with(before: Sequence[Token], part: Sequence[Token]) -> bool:
    """ "add tasks with due dates, priorities": one more field, and no verb."""
    if not {"with", "including"} & {t.low for t in before[1:]} or len(part) > 3 or part[-1].kind != "word":
        return False
    return not _may_be_verb(part[0].low) and vocabulary.is_attribute(naming.singular(part[-1].low))


def _asked_by(piece: Sequence[Token]) -> bool:
    """ "search Permits by number": what follows names something to search by."""
    asks = piece[0].low in ("search", "filter", "sort", "find", "list") or Cursor(piece).at("look up", "look for")
    return bool(asks) and "by" in {t.low for t in piece[1:]}


def _may_be_verb(word: str) -> bool:
    return bool(vocabulary.operation(word) or vocabulary.event(word) or vocabulary.results(word)[1:])


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
        if last is not None and cursor.take("them", "it", "these", "those", "the ones", "ones"):
            return _made(piece, start, size, last, cursor.rest, draft, (), "")
        if last is not None and cursor.take(*OWN) and (cursor.take("ones", "one") or cursor.done):
            return _made(piece, start, size, last, cursor.rest, draft, (), OWN[0])
        determiners = cursor.tokens[mark:]
        entity = draft.read_entity(cursor)
        if entity is not None:
            before = determiners[: max(0, cursor.i - mark)]
            return _made(piece, start, size, entity, cursor.rest, draft, before, spelled(before).lower())
    words = words_of(piece[start:])
    return VerbPhrase(words, piece) if words else None


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


def _are_done(words: Sequence[str]) -> bool:
    """ "a booked" Lesson: how it is, and no other object."""
    return all(vocabulary.verb_of_participle(w) for w in words)


def has_particle(verb: Sequence[str]) -> bool:
    return (
        "_".join(verb) in vocabulary.tables()["results"]
        or vocabulary.event(" ".join(verb)) is not None
        and verb[-1] in ("out",)
    )
