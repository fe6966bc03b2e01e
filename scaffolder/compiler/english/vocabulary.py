"""The word tables (`words.toml`) and the small morphology of verbs: participles and -ing forms, there and back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from scaffolder.compiler.english import inflection
from scaffolder.compiler.english.tables import read
from scaffolder.plan import FieldType

VOWELS = "aeiou"


@cache
def tables() -> dict[str, Any]:
    return read("words")


@cache
def _phrases() -> dict[str, dict[str, Any]]:
    return read("phrases")


@cache
def phrases(topic: str, name: str) -> tuple[str, ...]:
    """The wordings of one thing, from `phrases.toml`."""
    return tuple(_phrases()[topic][name])


def wordings(topic: str) -> dict[str, str]:
    """A table of wordings and what each stands for, from `phrases.toml`."""
    return dict(_phrases()[topic])


@cache
def table(name: str, key: str) -> tuple[str, ...]:
    return tuple(tables()[name][key])


@cache
def is_in(name: str, key: str, word: str) -> bool:
    return word in set(table(name, key))


class NameType(Struct, frozen=True):
    """What a field's name says about it."""

    type: FieldType
    min: float | None = None
    max: float | None = None


class Event(Struct, frozen=True):
    """A verb that makes an event: the entity, the fields of its moment and its end, and the verbs that end it. Where
    `not_beside` are states of the thing, the verb says something else: a guest is checked in and checked out. `values`:
    what is said with it, as the stars of a rating. `open`: said to all who may read what it is said of."""

    entity: str
    at: str
    ended: str
    closes: tuple[str, ...]
    due: bool = False
    once: bool = False
    not_beside: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    open: bool = False


@cache
def type_words() -> dict[str, FieldType]:
    return {word: kind for kind, spellings in tables()["types"].items() for word in spellings}


@cache
def type_of_name(name: str) -> NameType:
    """The type of a field called `name` (snake_case) where the writer gives none."""
    name = name.split("_per_")[0]  # "price per day"
    words = name.split("_")
    if "_number_of_" in f"_{name}":  # "maximum number of volunteers"
        return NameType("integer", 0.0)
    if len(words) > 2 and words[1] == "of" and words[0] in table("leading", "words"):  # "date of birth"
        return type_of_name(words[0])
    if len(words) > 1 and words[0] in table("leading", "most") and words[-1].endswith("s"):  # "max participants"
        return NameType("integer", 0.0)
    for rule in tables()["names"]:
        if name in rule.get("whole", ()) or (len(words) > 1 and words[0] in rule.get("first", ())):
            return _name_type(rule)
        if any(words[-len(last) :] == last for last in _endings(rule)):
            return _name_type(rule)
    if len(words) == 1 and name.endswith("ed") and is_verb(verb_of_participle(name)):
        return NameType("boolean")  # "pinned"
    if (
        len(words) > 1
        and words[0] in ("last", "first", "next")
        and participle(verb_of_participle(words[-1])) == words[-1]
    ):
        return NameType("date")  # "last watered"
    if len(words) > 1 and (words[-1] in table("leading", "behind") or words[-1].endswith("ed")):
        return type_of_name("_".join(words[:-1]))  # "amount requested", "grams left"
    return NameType("string")


def is_noun(word: str) -> bool:
    """Whether the word names a field by itself or stands before others in a name: "phone numbers"."""
    return type_of_name(word).type != "string" or word in table("nouns", "words")


def is_attribute(word: str) -> bool:
    """Whether the word names one value of a thing, as a title or a due date: no list, and hardly a thing of its own."""
    return type_of_name(word).type not in ("string", "list") or word in table("attributes", "words")


def is_question(words: Sequence[str]) -> bool:
    """ "is active", "has a garden": a yes/no field by its first word."""
    first = {w for rule in tables()["names"] for w in rule.get("first", ())}
    return len(words) > 1 and words[0] in first


def _endings(rule: dict[str, Any]) -> list[list[str]]:
    return [last.split() for last in rule.get("last", ())]


def _name_type(rule: dict[str, Any]) -> NameType:
    low, high = rule.get("min"), rule.get("max")
    return NameType(rule["type"], None if low is None else float(low), None if high is None else float(high))


def required_by_name(name: str, kind: FieldType) -> bool:
    return kind in ("money", "string", "integer", "text", "decimal") and (
        kind == "money" or name.split("_")[-1] in table("required", "last")
    )


@cache
def currency(word: str) -> str | None:
    return next((code for code, words in tables()["money"].items() if word in words), None)


@cache
def event(verb: str) -> Event | None:
    for rule in tables()["events"]:
        if verb in rule["verbs"]:
            kept: dict[str, Any] = {k: v for k, v in rule.items() if k in ("due", "once", "open")}
            kept |= {k: tuple(rule.get(k, ())) for k in ("closes", "not_beside", "values")}
            return Event(rule["entity"], rule["at"], rule["ended"], **kept)
    return None


@cache
def closing(verb: str) -> tuple[Event, ...]:
    """The events that this verb ends."""
    found = [event(rule["verbs"][0]) for rule in tables()["events"] if verb in rule["closes"]]
    return tuple(e for e in found if e)


@cache
def operation(phrase: str) -> str:
    """create, read, update, delete, import, export or manage; an empty string for any other verb."""
    return next((name for name, verbs in tables()["operations"].items() if phrase in verbs), "")


@cache
def number(word: str) -> int | None:
    value: int | None = tables()["numbers"].get(word)
    return value


def nouns_of(verb: str) -> tuple[str, ...]:
    """What may be made by doing so: "inspect" and "inspection", "enter" and "entry"."""
    stem = verb.removesuffix("e")
    endings: tuple[str, ...] = table("nouns", "endings")
    return (verb, *(stem + ending for ending in endings), stem.removesuffix("er") + "ry")


def results(verb: str) -> list[str]:
    """The states that the verb (snake_case) may lead to, best first."""
    return [participle(verb), *tables()["results"].get(verb, [])]


@cache
def same_states(word: str) -> tuple[str, ...]:
    """The word, and what says the same of a state: "done" and "completed"."""
    alike = (states for states in tables()["states"]["alike"] if word in states)
    return next((tuple(s) for s in alike), (word,))


@cache
def participle(verb: str) -> str:
    """ "archive" -> "archived", "pick_up" -> "picked_up"; snake_case in and out."""
    known: dict[str, str] = tables()["participles"]
    if verb in known:
        return known[verb]
    first, *rest = verb.split("_")
    return "_".join([known.get(first) or inflection.irregular(first) or inflection.regular(first, "ed"), *rest])


@cache
def undone_by(verb: str) -> str:
    """What a verb undoes: "unarchive" -> "archive", "resume" -> "pause"; an empty string for any other."""
    listed: dict[str, str] = tables()["opposites"]["undo"]
    stems = (verb.removeprefix(prefix) for prefix in ("un", "de", "dis") if verb.startswith(prefix))
    return listed.get(verb) or next((stem for stem in stems if len(stem) > 2 and is_verb(stem)), "")


@cache
def gerund(verb: str) -> str:
    """ "start" -> "starting"; one word."""
    known: dict[str, str] = tables()["gerunds"]
    return known.get(verb) or inflection.regular(verb, "ing")


@cache
def verb_of_gerund(word: str) -> str:
    """ "starting" -> "start", "archiving" -> "archive"; an empty string where the word is no -ing form."""
    for verb, form in tables()["gerunds"].items():
        if form == word:
            return str(verb)
    if not word.endswith("ing") or len(word) < 5:
        return ""
    stem = word[:-3]
    for verb in inflection.verbs_of(stem):
        if is_verb(verb):
            return verb
    return next((verb for verb in inflection.verbs_of(stem) if gerund(verb) == word), stem)


@cache
def verb_of_participle(word: str) -> str:
    """ "archived" -> "archive", "lent" -> "lend"; snake_case, an empty string where it is no participle."""
    first, *rest = word.split("_")
    data = tables()
    for verb in (*data["participles"], *data["results"], *(v for rule in data["events"] for v in rule["verbs"])):
        if " " not in verb and participle(verb) in (word, first):
            return "_".join([str(verb), *(rest if participle(verb) == first and first != word else [])])
    if again := inflection.verb_of_irregular(first):
        return "_".join([again, *rest])
    if not first.endswith("ed") or len(first) < 4:
        return ""
    stem = first[:-2]
    guesses = [stem[:-1] + "y", *inflection.verbs_of(stem)] if stem.endswith("i") else inflection.verbs_of(stem)
    verb = next((v for v in guesses if is_verb(v)), "") or next(
        (v for v in guesses if inflection.regular(v, "ed") == first), stem
    )
    return "_".join([verb, *rest])


@cache
def verb_leading_to(state: str) -> str:
    """ "confirmed" -> "confirm", "in_progress" -> "start"; an empty string where no verb is known to."""
    often = next((str(v) for v, states in tables()["results"].items() if state in states[:3]), "")
    named = verb_of_participle(state)
    return named if named and is_verb(named) else often or named


@cache
def is_verb(verb: str) -> bool:
    """Whether a table knows it as one (snake_case)."""
    data = tables()
    known = set(data["results"]) | set(data["participles"]) | set(data["gerunds"])
    known |= {v for rule in data["events"] for v in (*rule["verbs"], *rule["closes"])}
    known |= {v for verbs in data["operations"].values() for v in verbs}
    return verb in known
