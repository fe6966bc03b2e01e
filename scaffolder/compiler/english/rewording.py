"""Other ways to say who may or may not do what, put into the words that the shapes read.

Once a THING is VALUE, nobody can VERB it  nobody can VERB a THING if it is VALUE
A THING that is VALUE cannot be VERB-ed    A THING cannot be VERB-ed if it is VALUE
As a ROLE I want to VERB …                 ROLE can VERB …
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import denials, present, tails, vocabulary
from scaffolder.compiler.english.denials import CANNOT, MODALS, PRONOUNS, Tokens, modal_at, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.compiler.english.wording import DETERMINERS

DONE_TO = tuple(f"{modal} be" for modal in (*CANNOT, "can", "may", "can only", "may only"))
WISHES = phrases("rewording", "wishes")
FIRST = wordings("moments_first")
IS = ("is", "are", "was", "were", "has", "have")
TURNING = (", but", "but", ", and", ", while", "while", ", whereas", "whereas", ",", "and")
TURNS = frozenset(phrase.split()[0] for phrase in TURNING)
OTHERS = phrases("rewording", "others_possessive")
OTHERS_BEGIN = frozenset(phrase.split()[0] for phrase in OTHERS)
NOBODY_ELSES = phrases("rewording", "nobody_elses")
BUT_OWN = phrases("rewording", "but_own")
OTHER_THAN = phrases("rewording", "other_than")
VISIBLE = phrases("rewording", "visible")
FIXED = phrases("rewording", "fixed")
PERFECT = wordings("perfect")
IDIOMS = wordings("idioms")
BE_TOLD = phrases("rewording", "be_told")
PURPOSES = frozenset(phrases("tails", "purposes"))
NO_MORE = phrases("rewording", "no_more")
ASKING = ("can", "could", "may", "might")
CAN_THEY = tuple(f"{who} {modal}" for who in (*PRONOUNS, "nobody") for modal in MODALS)


def reworded(clause: Clause) -> Iterator[Clause]:
    """The clause as the shapes read it; two where it allows something to some and denies it to others."""
    for part in _subjects(clause.tokens):
        yield from _reworded(clause if part == clause.tokens else replace(clause, tokens=part))


def _reworded(clause: Clause) -> Iterator[Clause]:
    told = _plain(clause.tokens)
    for rule in (_condition_first, _relative, _visible, denials.one_clause):
        told = rule(told)
    for tokens in denials.two_clauses(told) or [told]:
        yield clause if tokens == clause.tokens else replace(clause, tokens=tokens, said=clause.tokens)


def _subjects(tokens: Tokens) -> Iterator[Tokens]:
    """ "Everyone can see Stays, but only vets can change them": a clause for each subject, but not for "they"."""
    first = modal_at(tokens)
    for i in range(first + 2, len(tokens)):
        if tokens[i].low not in TURNS:
            continue
        cursor = Cursor(tokens[i:])
        if not cursor.take(*TURNING):
            continue
        begin = i + cursor.i
        who = cursor.until(*MODALS, ",", *TURNING)
        names = who[1:] if who[:1] and who[0].low == "only" else who
        if 0 < len(names) <= 3 and cursor.at(*MODALS) and all(_may_name(t) for t in names):
            cursor.take(*MODALS)
            said = () if not cursor.done else tokens[_after_modal(tokens, first) : i]
            yield tokens[:i]
            yield from _subjects((*tokens[begin:], *said))
            return
    yield tokens


def _may_name(token: Token) -> bool:
    return token.kind == "word" and token.low not in (*PRONOUNS, "it", "not", "only", "that", "which", "who", "if")


def _after_modal(tokens: Tokens, at: int) -> int:
    cursor = Cursor(tokens[at:])
    cursor.take(*MODALS)
    return at + cursor.i


def _plain(tokens: Tokens) -> Tokens:
    for rule in (_asked, _perfect, _idioms, _same_subject, _story, _possessive, _without_others, _but_own, _other_than):
        tokens = rule(tokens)
    return tokens


def _asked(tokens: Tokens) -> Tokens:
    """ "Can clerks cancel an Order?" says that they can."""
    if tokens[0].low not in ASKING:
        return tokens
    for i in range(2, min(6, len(tokens) - 1)):
        if tokens[i - 1].kind != "word" or tokens[i - 1].low in DETERMINERS:
            continue
        if tokens[i].low in ("get", "receive"):  # a message, and no right
            return tokens[1:]
        if tokens[i].low in ("have", "be", "also", "only") or _is_deed(tokens[i].low):
            return (*tokens[1:i], *words_at("can", tokens[0].start), *tokens[i:])
    return tokens


def _is_deed(word: str) -> bool:
    return present.base(word) == word or bool(vocabulary.operation(word))


def _perfect(tokens: Tokens) -> Tokens:
    """ "has not been tested yet" is "is not tested"."""
    return instead(tokens, PERFECT)


def _idioms(tokens: Tokens) -> Tokens:
    """ "take care of Kennels", "until it is tested"."""
    return instead(tokens, IDIOMS)


def instead(tokens: Tokens, known: dict[str, str]) -> Tokens:
    cursor, told = Cursor(tokens), list[Token]()
    if cursor.next(*known, *NO_MORE) < 0:
        return tokens
    while not cursor.done:
        at = cursor.tokens[cursor.i].start
        if phrase := cursor.take(*known):
            told += words_at(known[phrase], at)
        elif not told or not cursor.take(*NO_MORE):
            told.append(cursor.tokens[cursor.i])
            cursor.i += 1
    return tuple(told)


def _same_subject(tokens: Tokens) -> Tokens:
    """ "Vets can see Kennels, but they cannot change them": still the vets."""
    first = modal_at(tokens)
    again = (
        i
        for i in range(first + 2, len(tokens))
        if tokens[i].low in ("they", "he", "she")
        and tokens[i - 1].low in ("but", "and", ",")
        and Cursor(tokens[i + 1 :]).at(*MODALS)
    )
    at = next(again, len(tokens))
    return (*tokens[:at], *tokens[at + 1 :])


def _story(tokens: Tokens) -> Tokens:
    """ "As a purser I would like to see my Stays": what is mine is their own."""
    cursor = Cursor(tokens)
    if not cursor.take("as a", "as an", "as the"):
        return tokens
    who = cursor.until("i", ", i")
    cursor.take(",")
    if not who or len(who) > 5 or not cursor.take("i"):
        return tokens
    at = tokens[0].start
    if cursor.take(*WISHES):
        can = words_at("can", at)
    else:
        return tokens
    if who[0].low in ("owner", "creator", "author"):
        who = (*words_at("the", at), *who)
    deeds = _without_purpose(cursor.rest)
    told = Cursor(deeds)
    if told.take(*BE_TOLD) and told.at("when", "if", "as soon as", "about", "before"):
        return (
            (*words_at("notify", at), *words_at(naming.plural(who[-1].low), at), *told.rest)
            if len(who) == 1
            else tokens
        )
    mine = (words_at("their own", t.start) if t.low == "my" else (t,) for t in deeds if t.low != "own")
    return (*who, *can, *(t for part in mine for t in part))


def _without_purpose(deeds: Tokens) -> Tokens:
    """ "write a post to discuss a topic", "delete a post if I regret it": why it is done asks for nothing."""
    for i in range(2, len(deeds) - 1):
        verb = deeds[i + 1].low
        why = deeds[i].low == "to" and (verb in PURPOSES or tails.is_benefit(deeds[i + 1 :]))
        if why or deeds[i].low in ("if", "when", "whenever", "because", "while") and verb in ("i", "i'm", "i've"):
            return deeds[:i]
    return deeds


def _possessive(tokens: Tokens) -> Tokens:
    """ "other donors' Donations" are the "Donations of other donors"."""
    for i in range(1, len(tokens)):
        if tokens[i].low not in OTHERS_BEGIN:
            continue
        cursor = Cursor(tokens[i:])
        start = cursor.take(*OTHERS)
        who = cursor.until("'", "'s") if start else ()
        if not start or len(who) > 3 or not (cursor.take("'", "'s") or start.endswith("'s")):
            continue
        thing = cursor.until(",", "and", "or", "but", "if", "unless", "when")
        if thing:
            return (*tokens[:i], *thing, *words_at("of other", thing[-1].start), *who, *cursor.rest)
    return tokens


def _without_others(tokens: Tokens) -> Tokens:
    """ "their own Stays but nobody else's" says no more than "their own Stays"."""
    at = Cursor(tokens).next(*NOBODY_ELSES)
    return tokens[:at] if at > 0 and any(t.low == "own" for t in tokens[:at]) else tokens


def _but_own(tokens: Tokens) -> Tokens:
    """ "view Stays, but only their own"."""
    at = Cursor(tokens).next(*BUT_OWN)
    if at <= 0:
        return tokens
    cursor = Cursor(tokens[at:])
    if not cursor.take(*BUT_OWN) or not (cursor.take("ones", "one") or cursor.done) or not cursor.done:
        return tokens
    return (*tokens[:at], *words_at("that are theirs", tokens[at].start))


def _other_than(tokens: Tokens) -> Tokens:
    """ "read Stays, except settled ones"."""
    at = Cursor(tokens).next(*OTHER_THAN)
    cursor = Cursor(tokens[at:])
    if at <= 0 or tokens[-1].low != "ones" or not cursor.take(*OTHER_THAN):
        return tokens
    kind = tuple(t for t in cursor.rest[:-1] if t.low not in ("the", "for"))
    return (*tokens[:at], *words_at("unless they are", tokens[at].start), *kind) if 0 < len(kind) <= 3 else tokens


def _visible(tokens: Tokens) -> Tokens:
    """ "Stays are only visible to sitters."; "Settled Stays are read-only." """
    cursor = Cursor(tokens)
    thing = cursor.until(*VISIBLE, *FIXED)
    if cursor.done or not thing or {"of", "has", "have"} & {t.low for t in thing} or modal_at(thing) < len(thing):
        return tokens
    at = cursor.tokens[cursor.i].start
    if cursor.take(*FIXED):
        return (*thing, *words_at("cannot be changed", at)) if cursor.done else tokens
    only = "only " if "only" in cursor.take(*VISIBLE).split() or cursor.take("only") else ""
    who = tuple(t for t in cursor.rest if t.low != "only")
    if cursor.done or any(t.kind != "word" for t in who):
        return tokens
    return (*words_at(only, at), *who, *words_at("can see", at), *thing)


def _condition_first(tokens: Tokens) -> Tokens:
    """ "Once a Stay is settled, nobody can change it." """
    cursor = Cursor(tokens)
    lead = cursor.take(*FIRST)
    if not lead:
        return tokens
    thing = cursor.until(*IS)
    told = cursor.until(",", *CAN_THEY)
    cursor.take(",", ", then")
    rest = cursor.rest
    spoken = [t.low for t in rest]
    at = next((i for i, low in enumerate(spoken) if low in PRONOUNS), -1)
    if (
        not thing
        or not told
        or len(thing) > 5
        or at < 0
        or modal_at(rest) >= len(rest)
        or {"if", "unless"} & set(spoken)
    ):
        return tokens
    condition = (*words_at(f"{FIRST[lead]} it", tokens[0].start), *told)
    return (*rest[:at], *thing, *rest[at + 1 :], *condition)


def _relative(tokens: Tokens) -> Tokens:
    """ "Stays that are settled cannot be changed." """
    cursor = Cursor(tokens)
    head = Cursor(cursor.until(*DONE_TO))
    thing = head.until("that is", "that are", "which is", "which are", "whose")
    spoken = [t.low for t in cursor.rest]
    if cursor.done or head.done or not thing or {"if", "unless", "when"} & set(spoken):
        return tokens
    which = head.rest if head.at("whose") else head.rest[1:]
    lead = "if its" if head.at("whose") else "if they" if which[0].low == "are" else "if it"
    return (*thing, *cursor.rest, *words_at(lead, head.rest[0].start), *(which[1:] if head.at("whose") else which))
