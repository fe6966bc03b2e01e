"""What people choose or fill in when they do something, put into the words of fields.

"Members book a court. They choose a day and a number of players."     a Booking has a day and a number of players
"The office takes reservations; guests give their name and a phone."   a Reservation has a name and a phone
"When reporting a fault, tenants enter a title and a room."            a Fault has a title and a room

What they fill in belongs to the record that the deed makes, else to what it is done to. Only a list of what things
have is read so: "members choose a tutor" is a deed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import acting, present, usual, vocabulary
from scaffolder.compiler.english.denials import Tokens, words_at
from scaffolder.compiler.english.items import items
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, words_of
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, STOP, one

GIVES = phrases("given", "gives")
MAY = phrases("given", "may")
WHO = frozenset(phrases("given", "who"))
DETERMINED = DETERMINERS | {"their", "his", "her", "its", "your", "my"}
LEAVES = frozenset(("leave", "leaves", "write", "post", "send"))
MESSAGES = frozenset(("message", "comment", "review", "note", "question", "remark", "feedback"))
LONGEST = 4  # words of a field, and of who gives it
NEAR = 8  # words behind a verb in which its object begins


def told(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses, those about what is filled in as the fields that it stands for."""
    before: Clause | None = None
    for clause in clauses:
        lead, fields = _given(clause.tokens)
        record = fields and (
            _done(lead)
            or _left(fields, left=bool(LEAVES & set(clause.lows)))
            or _done(before.tokens if before is not None else ())
        )
        if record:
            at = clause.start
            *others, last = items(fields)
            if last[-1].low == record.lower() and others:  # "their name and a message"
                head = fields[: len(fields) - len(last) - 1]
                fields = (*head, *words_at("and a text", at))
            yield replace(clause, tokens=(*words_at(f"{one(record)} has", at), *fields), said=clause.written)
        else:
            before = clause
            yield clause


def _given(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """What stands before who gives something, and the list of what they give; nothing where that is no such list."""
    cursor = Cursor(tokens)
    head = cursor.until(*GIVES)
    if not cursor.take(*GIVES) or not head:
        return (), ()
    lead, who = _parted(head)
    listed = items(cursor.rest)
    if not _is_somebody(who) or len(listed) < 2 or not all(_may_be_field(item) for item in listed):
        return (), ()
    return (lead, tuple(cursor.rest)) if any(map(_is_attribute, listed)) else ((), ())


def _parted(head: Tokens) -> tuple[Tokens, Tokens]:
    """ "When booking, members can": what is done, and who."""
    at = next((i for i in range(len(head) - 1, 0, -1) if head[i].text == ","), -1)
    lead, who = (head[:at], head[at + 1 :]) if at > 0 else ((), head)
    modal = next((i for i in range(len(who)) if Cursor(who[i:]).at(*MAY)), len(who))
    return lead, who[:modal]


def _is_somebody(who: Tokens) -> bool:
    words = [t.low for t in who if t.low not in DETERMINED]
    if not words or len(words) > LONGEST or any(t.kind != "word" for t in who) or set(words[:-1]) & STOP:
        return False
    several = len(words) == 1 and naming.singular(words[0]) != words[0] and usual.singular(words) not in usual.things()
    return (
        several or words[-1] in WHO or present.is_person(words[-1]) or vocabulary.is_in("roles", "everybody", words[-1])
    )


def _may_be_field(item: Sequence[Token]) -> bool:
    words = [t.low for t in item if t.low not in DETERMINED and t.kind == "word"]
    return (
        0 < len(words) <= LONGEST
        and not acting.begins_deed(tuple(item), 0)
        and not set(words[:-1]) & {"to", "from", "as"}
    )


def _is_attribute(item: Sequence[Token]) -> bool:
    words = [t.low for t in item if t.low not in DETERMINED]
    return words[:2] == ["number", "of"] or vocabulary.is_attribute(naming.singular(words[-1]))


def _done(tokens: Tokens) -> str:
    """The name of the record that somebody makes there, or of what they do something to."""
    for i, token in enumerate(tokens):
        verb = _verb(token.low) if token.kind == "word" and (i or token.low.endswith("ing")) else ""
        event = vocabulary.event(verb) if verb else None
        if event is not None:
            return naming.pascal(event.entity)
        if verb and (named := _object(tokens[i + 1 : i + 1 + NEAR])):
            return named
    return ""


def _left(fields: Tokens, *, left: bool) -> str:
    """ "Visitors leave their name and a message": a message is a thing, and has a text."""
    if not fields or not left:
        return ""
    *_, last = items(fields)
    words = [t.low for t in last if t.low not in DETERMINED]
    return naming.pascal(words[-1]) if len(words) == 1 and words[0] in MESSAGES else ""


def _verb(word: str) -> str:
    if word.endswith("ing"):
        return vocabulary.verb_of_gerund(word) or ""
    found = present.base(word) or word
    return found if acting.is_verb(found) or vocabulary.event(found) else ""


def _object(tokens: Tokens) -> str:
    """The thing that is named there: several, or one that everybody knows."""
    words = words_of(
        Cursor(tokens).until(",", "and", "or", "to", "for", "with", "by", "when", "if", "on", "at", "in", "from")
    )
    words = [w for w in words if w not in DETERMINED and w not in ("new", "more")]
    if not 0 < len(words) <= LONGEST - 1:
        return ""
    single = [*words[:-1], naming.singular(words[-1])]
    known = usual.singular(words) in usual.things() or naming.singular(words[-1]) != words[-1]
    return naming.pascal(" ".join(single)) if known else ""
