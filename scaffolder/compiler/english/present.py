"""What people do, told in the present: "Wardens record Fines" says that they can.

Such a clause is put into the words that the shapes read: "Wardens can record Fines".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.tokens import Clause, Cursor, Token, tokenize
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.compiler.english.wording import DETERMINERS, STOP

MODALS = {word for phrase in phrases("abilities", "can") for word in phrase.split()[:1]} | {"cannot", "has", "have"}
ENDINGS = ("ist", "ian", "staff", "people", "worker", "keeper", "maker", "owner", "driver", "member", "manager")
COMMANDS = (
    "list",
    "show",
    "notify",
    "remind",
    "email",
    "send",
    "tell",
    "inform",
    "display",
    "search",
    "count",
    "report",
)
STATES = frozenset({"is", "are", "has", "have"})
DEEDS = frozenset(v for v in (*phrases("objects", "verbs"), *phrases("present", "deeds")) if " " not in v)
TOGETHER = frozenset(phrases("acting", "together"))
THINGS_DO = frozenset(phrases("present", "things_do"))  # of things as well as of people
ALONE = frozenset({"take", "give", "get", "make", "allow", "provide", "help"})  # said of software as of people
AMOUNT = phrases("abilities", "amount")
NO_PEOPLE = frozenset(phrases("present", "no_people"))
NOT_AN_OBJECT = frozenset({"is", "are", "of", "per", "by", "to", "for", "at", "on"})
MESSAGES = phrases("happenings", "messages")
TOLD = tuple(f"{gets} {message}" for gets in ("gets", "get", "receives", "receive") for message in MESSAGES)
OPERATIONS = ("create", "update", "delete", "read", "manage")


def people(clauses: Iterable[Clause]) -> frozenset[str]:
    """Those of whom the text says that they can do something: "directors", "the box office"."""
    found = set()
    for clause in clauses:
        cursor = Cursor(clause.tokens)
        cursor.take("only")
        head = cursor.until("can", "may")
        named = 0 < len(head) <= 3 and head[-1].low not in DETERMINERS
        if named and cursor.take("can", "may") and not cursor.at("be", "have", "only be", "not be"):
            found.add(naming.singular(head[-1].low))
    return frozenset(found)


def told(clause: Clause, known: Collection[str] = ()) -> Iterator[Clause]:
    """The clause, or what it means; two clauses where it also lists the fields of what is recorded. `known`: words for
    people that no table has."""
    if access := _access(clause):
        yield from access
        return
    at = _verb(clause.tokens, known)
    if not at:
        yield clause
        return
    head, verb, rest = clause.tokens[:at], clause.tokens[at], clause.tokens[at + 1 :]
    only = head[-1:] if head[-1].low in ("only", "never") else ()
    head = head[: len(head) - len(only)]
    modal = "cannot" if only and only[0].low == "never" else "can"
    only = () if modal == "cannot" else only
    said = (*head, Token("word", modal, verb.start, modal), *only, *_plain((verb, *rest)))
    colon = next((i for i, t in enumerate(said) if t.text == ":"), 0)
    if colon:
        thing = next((i for i in range(colon - 1, at, -1) if said[i].kind != "word"), at + 1)
        yield replace(clause, tokens=said[thing + 1 :], said=clause.written)
    yield replace(clause, tokens=said[:colon] if colon else said, said=clause.written)


# What access is said to be, and the rights that are meant.
ACCESS = {
    "no access to": ("cannot create, read, update and delete",),
    "read-only access to": ("can read", "cannot create, update and delete"),
    "read only access to": ("can read", "cannot create, update and delete"),
    "read access to": ("can read",),
    "write access to": ("can create, read and update",),
    "full control over": ("can create, read, update and delete",),
    "full control of": ("can create, read, update and delete",),
    "complete access to": ("can create, read, update and delete",),
    "unlimited access to": ("can create, read, update and delete",),
    "full access to": ("can create, read, update and delete",),
    "access to": ("can read",),
}


def _access(clause: Clause) -> list[Clause]:
    """ "Guests have no access to Stays" as abilities."""
    cursor = Cursor(clause.tokens)
    head = cursor.until("have", "has")
    if cursor.done or not head or set(clause.lows) & {"can", "may"} or not cursor.take("have", "has"):
        return []
    cursor.take("only")
    kind = cursor.take(*ACCESS)
    if not kind or cursor.done:
        return []
    at = head[-1].start
    return [
        replace(
            clause, tokens=(*head, *(replace(t, start=at) for t in tokenize(said)), *cursor.rest), said=clause.written
        )
        for said in ACCESS[kind]
    ]


def _verb(tokens: tuple[Token, ...], known: Collection[str]) -> int:
    """The place of the verb, 0 where the clause is something else."""
    lows = [t.low for t in tokens]
    if (
        set(lows) & (MODALS - STATES | {"when"})
        or set(lows[:2]) & STATES
        or len(tokens) < 3
        or any(t.kind != "word" for t in tokens[:2])
    ):
        return 0
    for i in range(1, min(5, len(tokens) - 1)):
        following = tokens[i + 1]
        if any(t.kind != "word" for t in tokens[: i + 1]) or following.kind not in ("word", "code"):
            return 0
        if lows[i - 1] in STATES:
            return 0
        if lows[i] in DETERMINERS:  # a subject has none inside
            return 0
        who = lows[i - 2] if i > 1 and lows[i - 1] in ("only", "never") else lows[i - 1]
        if Cursor(tokens[i:]).at(*TOLD):  # "gets an email": nothing that they may do
            return 0
        does = base(lows[i]) or _deed(lows[i]) or _does(tokens, i)
        a_thing = (
            naming.singular(who) in known
            or is_person(who)
            or who in TOGETHER
            and does not in THINGS_DO
            or _act_together(tokens, i)
            or _acts_alone(tokens, i)
        )
        if does and a_thing and lows[0] not in ("when", "if", "after", "once", "only", "two"):
            phrase = f"{does} {following.low}"  # "vote for a Book"
            return (
                0 if following.low in NOT_AN_OBJECT and not (isinstance(does, str) and vocabulary.event(phrase)) else i
            )
    return 0


def _deed(word: str) -> str:
    return next((d for d in DEEDS if word in (d, f"{d}s", f"{d}es")), "")


def _act_together(tokens: tuple[Token, ...], at: int) -> bool:
    """ "Hospitals request units", "Project leads approve entries": a verb of people is said of several."""
    who, verb = tokens[at - 1].low, tokens[at].low
    several = naming.singular(who) != who and naming.plural(naming.singular(who)) == who
    begins = not base(tokens[0].low) or at > 1 and tokens[0].low != "list"
    following = tokens[at + 1].low
    goes_on = following in DETERMINERS or following in ("and", "or") or naming.singular(following) != following
    words = [t.low for t in tokens[at + 1 : at + 4] if t.kind == "word"]
    goes_on = goes_on or begins and base(verb) == verb and any(naming.singular(w) != w for w in words)
    goes_on = goes_on or vocabulary.event(f"{verb} {following}") is not None
    of_people = verb in verbs() | DEEDS and verb not in THINGS_DO | STATES
    return several and begins and goes_on and of_people and tokens[0].low not in COMMANDS


def _acts_alone(tokens: tuple[Token, ...], at: int) -> bool:
    """ "The baker marks an Order", "A case worker requests documents"."""
    who, verb = " ".join(t.low for t in tokens[1:at]), tokens[at].low
    named = 0 < at - 1 <= 3 and tokens[0].low in ("a", "an", "the", "each", "every") and naming.singular(who) == who
    known = base(verb) or _deed(verb)
    of_people = known not in ("", verb) and known not in THINGS_DO | ALONE
    named = named and not (NO_PEOPLE | STOP) & set(who.split()) and not Cursor(tokens[at + 1 :]).at(*AMOUNT)
    return named and of_people and not vocabulary.is_in("roles", "system", who) and not vocabulary.is_noun(who)


def _does(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that no table knows is a verb: "Technicians analyse samples", behind people, before several."""
    who, verb, what = (t.low for t in tokens[at - 1 : at + 2])
    people = naming.singular(who) != who and not base(tokens[0].low) and tokens[0].low not in COMMANDS
    plain = naming.singular(verb) == verb and not vocabulary.is_noun(verb)
    return people and plain and (what in DETERMINERS or naming.singular(what) != what)


def is_person(word: str) -> bool:
    one = naming.singular(word)
    tables = ("persons", "operators", "admins", "anonymous", "everybody")
    return any(vocabulary.is_in("roles", t, one) for t in tables) or (len(one) > 4 and one.endswith(ENDINGS))


def _plain(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Verbs without the ending of "he confirms or cancels"."""
    for i, token in enumerate(tokens):
        begins = i == 0 or tokens[i - 1].low in ("and", "or", "then", ",")
        verb = base(token.low) or _deed(token.low) or _also_does(tokens, i) if begins and token.kind == "word" else ""
        yield Token("word", verb, token.start, verb) if verb else token


def _also_does(tokens: tuple[Token, ...], at: int) -> str:
    """The verb of "he accepts or refuses the Request", though no table has it."""
    word = tokens[at].low
    led = 0 < at < len(tokens) - 1 and tokens[at - 1].low in ("and", "or") and tokens[at + 1].low in DETERMINERS
    return naming.singular(word) if led and re.fullmatch(r"[a-z]{3,}[^su]s", word) else ""


def base(word: str) -> str:
    """The verb without the ending of the third person, where it is one that people do things with."""
    forms = [word, word[:-1] if word.endswith("s") else "", word[:-2] if word.endswith("es") else ""]
    forms += [word[:-3] + "y"] if word.endswith("ies") else []
    return next((f for f in forms if f in verbs()), "")


def acts(tokens: Sequence[Token]) -> bool:
    """ "managers approve or reject claims": people, what they do, and with what."""
    words = [t.low for t in tokens]
    at = next((i for i in (1, 2) if i + 1 < len(words) and base(words[i])), 0)
    who = words[at - 1] if at else ""
    several = naming.singular(who) != who and base(words[at]) == words[at] if at else False
    return bool(at) and tokens[at + 1].kind == "word" and (several or bool(who) and is_person(who))


def is_verb(word: str) -> bool:
    """Whether people do things with it, as far as is known; a word that is no noun of a field may be one too."""
    return word in verbs() or vocabulary.is_verb(word)


def commands(word: str) -> bool:
    """Whether the first of two or three words tells what to do with the rest."""
    person = vocabulary.is_in("roles", "persons", word) or vocabulary.is_in("roles", "operators", word)
    known = base(word) == word or vocabulary.is_verb(word) or word in DEEDS
    return not person and (known or not vocabulary.is_noun(word) and bool(vocabulary.results(word)[1:]))


@cache
def verbs() -> frozenset[str]:
    tables = vocabulary.tables()
    known = [v for name in OPERATIONS for v in tables["operations"][name]]
    known += [v for event in tables["events"] for v in (*event["verbs"], *event["closes"])]
    known += [v.replace("_", " ") for v in tables["results"]]
    return frozenset(v.split()[0] for v in known)
