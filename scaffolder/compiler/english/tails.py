"""What stands behind a sentence: more wishes, or only what the wishes are good for.

"…, allowing users to archive notes"               Users can archive notes
"… can manage trips by adding and removing stops"  … can add and remove stops
"…, making it easy to stay organised"              nothing is asked for
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import present, vocabulary
from scaffolder.compiler.english.denials import Tokens, modal_at, words_at
from scaffolder.compiler.english.tokens import Clause, Cursor, Token
from scaffolder.compiler.english.vocabulary import phrases

BENEFITS = frozenset(phrases("tails", "benefits"))
GOOD_FOR = frozenset(phrases("tails", "good_for"))
ALLOWING = phrases("tails", "allowing")
PREDICATES = frozenset(phrases("tails", "predicates"))
CLICKS = ("clicking", "pressing", "tapping", "swiping", "dragging", "ticking")
HAS = frozenset({"has", "have", "contains", "contain", "holds", "hold"})
BY = frozenset({"by", "at", "to", "for", "from", "in", "on"})
WHERE = ("where", "in which", "to which")
THEY = ("they", "users", "people", "you", "he", "she", "members")
THEM = ("them", "it", "us", "me", "you")


def told(clause: Clause) -> Iterator[Clause]:
    """The clause without such a tail, and the wishes of the tail as a clause of its own."""
    if at := _turn(clause.tokens):
        yield from told(replace(clause, tokens=clause.tokens[:at], said=clause.written))
        yield from told(replace(clause, tokens=clause.tokens[at + 1 :], said=clause.written))
        return
    said, wishes = _cut(_as_command(clause))
    said, ways = _by_doing(said)
    said, more = _said_of(said)
    said, done = _done_to(said)
    said, there = _where(said)
    for tokens in (said, there, done, more, ways, wishes):
        if tokens:
            yield clause if tokens == clause.tokens else replace(clause, tokens=tokens, said=clause.written)


def _turn(tokens: Tokens) -> int:
    """Where somebody else begins to act, or 0: "Guides see their own Tours, the office sees and edits everything"."""
    for i in range(3, len(tokens) - 3):
        joint = tokens[i].low in (",", "and", "while", "whereas") and tokens[i + 1].low == "the"
        for size in (1, 2) if joint else ():
            verb = tokens[i + 2 + size] if i + 2 + size < len(tokens) - 1 else None
            who = tokens[i + 2 : i + 2 + size]
            does = verb is not None and present.base(verb.low) not in ("", verb.low)
            if does and all(t.kind == "word" and present.base(t.low) in ("", t.low) for t in who):
                return i if _acts(tokens[:i]) else 0
    return 0


def _acts(tokens: Tokens) -> bool:
    """Whether it tells what somebody does, and no more than that."""
    lows = [t.low for t in tokens]
    return present.acts(tokens) and not {"when", "if", "once", "whenever", "after", "as", "until", "before"} & {*lows}


def is_benefit(tokens: Sequence[Token]) -> bool:
    """ "streamline their work", "stay organised": what a wish is good for, and no wish."""
    cursor = Cursor(tokens)
    cursor.take("also", "easily", "then", "to", "even", "ultimately", "thereby")
    return bool(cursor.at(*BENEFITS))


def _cut(tokens: Tokens) -> tuple[Tokens, Tokens]:
    for i in range(3, len(tokens) - 1):
        if tokens[i].text == "," and tokens[i + 1].low in GOOD_FOR:
            return tokens[:i], ()
        if tokens[i].low == "by" and tokens[i + 1].low in CLICKS:
            return tokens[:i], ()  # a page has a button for it
        cursor = Cursor(tokens[i + 1 :])
        modal = modal_at(tokens[:i])
        if cursor.take("with the ability to", "with the option to", "and the ability to") and 0 < modal < i:
            return tokens[: i + (tokens[i].text != ",")], (*tokens[: modal + 1], *cursor.rest)
        if tokens[i].text != "," or not cursor.take(*ALLOWING):
            continue
        who = cursor.until("to")
        if not 0 < len(who) <= 3 or not cursor.take("to"):
            continue
        named = words_at("users", tokens[i].start) if who[-1].low in THEM else who
        deeds = cursor.rest
        return tokens[:i], () if is_benefit(deeds) else (*named, *words_at("can", who[0].start), *deeds)
    return tokens, ()


def _done_to(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """ "a Reading contains a value and is sent by a Station": what it has, and what is done to it."""
    has = next((i for i, t in enumerate(tokens[:6]) if t.low in HAS), 0)
    depth = 0
    for i in range(has + 2, len(tokens) - 4) if has else ():
        depth += (tokens[i].text == "(") - (tokens[i].text == ")")
        turns = depth == 0 and tokens[i].low == "and" and tokens[i + 1].low in ("is", "are")
        if turns and vocabulary.verb_of_participle(tokens[i + 2].low) and tokens[i + 3].low in BY:
            end = i - (tokens[i - 1].text == ",")
            return tokens[:end], (*tokens[:has], *tokens[i + 1 :])
    return tokens, ()


def _where(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """ "can make a list where they can add items": they are added to the list."""
    modal = modal_at(tokens)
    for i in range(modal + 3, len(tokens) - 4):
        cursor = Cursor(tokens[i:])
        if cursor.take(*WHERE) and cursor.take(*THEY) and cursor.take("can", "may"):
            thing = next((tokens[j:i] for j in range(i - 2, modal, -1) if tokens[j].low in ("a", "an", "their")), ())
            if 1 < len(thing) <= 4 and not {"in", "to", "from", "on", "with"} & {t.low for t in cursor.rest}:
                return tokens[:i], (*tokens[: modal + 1], *cursor.rest, *words_at("in", tokens[i].start), *thing)
    return tokens, ()


def _said_of(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """ "leave comments which must be approved by an admin": what is left, and what is said of it."""
    modal = modal_at(tokens)
    for i in range(modal + 3, len(tokens) - 3):
        said = tokens[i].low in ("which", "that") and tokens[i + 1].low == "must"
        if said and naming.singular(tokens[i - 1].low) != tokens[i - 1].low:
            return tokens[:i], (tokens[i - 1], *tokens[i + 1 :])
    return tokens, ()


def _by_doing(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """ "Users can manage trips by adding and removing stops": what is managed, and how."""
    modal = modal_at(tokens)
    at = next((i for i in range(modal + 2, len(tokens) - 1) if tokens[i].low == "by" and _does(tokens[i + 1])), 0)
    if not at or modal >= len(tokens):
        return tokens, ()
    plain = (_plain(tokens, i) for i in range(at + 1, len(tokens)))
    return tokens[:at], (*tokens[: modal + 1], *plain)


def _as_command(clause: Clause) -> Tokens:
    """ "- Viewing all parcels", in a list: a wish, and not what that does."""
    tokens = clause.tokens
    wish = clause.bullet and len(tokens) in range(2, 9) and _does(tokens[0]) and not set(clause.lows) & PREDICATES
    return tuple(_plain(tokens, i) if i else _verb(tokens[0]) for i in range(len(tokens))) if wish else tokens


def _verb(token: Token) -> Token:
    return Token("word", _does(token), token.start, _does(token))


def _does(token: Token) -> str:
    """The verb of "adding"; an empty string where it is none that people do things with."""
    verb = vocabulary.verb_of_gerund(token.low) if token.kind == "word" else ""
    return verb if verb and (vocabulary.operation(verb) or vocabulary.event(verb) or vocabulary.is_verb(verb)) else ""


def _plain(tokens: Tokens, at: int) -> Token:
    begins = tokens[at - 1].low in ("by", ",", "and", "or")
    verb = _does(tokens[at]) if begins else ""
    return Token("word", verb, tokens[at].start, verb) if verb else tokens[at]
