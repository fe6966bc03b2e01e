"""What common things usually hold, what is usually done to them, and what applications are usually made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from scaffolder import naming
from scaffolder.compiler.english import tables, vocabulary
from scaffolder.compiler.english.wording import one

Words = tuple[str, ...]


class Application(Struct, frozen=True):
    """What an application is made of, and the sentences that link it."""

    things: tuple[str, ...]
    says: tuple[str, ...] = ()


class Thing(Struct, frozen=True):
    """`has`: a list of fields; `moves`: "verb: from, from > to" of its status; `of`: it is about another thing."""

    name: str
    has: str
    moves: tuple[str, ...] = ()
    of: bool = False


@cache
def _tables() -> dict[str, Any]:
    return tables.read("archetypes")


@cache
def words(name: str) -> frozenset[str]:
    """The table of words that is called so: "adjectives", "containers"."""
    return frozenset(_tables()["words"][name])


@cache
def things() -> dict[Words, Thing]:
    """By the words of a name, in the singular: the thing that is meant."""
    found: dict[Words, Thing] = {}
    for thing in _tables()["thing"]:
        names = {name: thing["name"] for name in (thing["name"], *thing.get("also", ()))}
        names |= {name: name for name in thing.get("like", ())}  # a guest holds what a person does, and is none
        for name, called in names.items():
            known = Thing(naming.title(called), thing["has"], tuple(thing.get("moves", ())), "of" in thing)
            found.setdefault(singular(naming.words(name)), known)
    return found


@cache
def applications() -> dict[Words, Application]:
    """By what they are called where every other word is known."""
    return _called("names")


@cache
def heads() -> dict[Words, Application]:
    """By what they are called, whatever stands before it: "village bakery"."""
    return _called("heads")


def parents(words: Sequence[str]) -> list[list[str]]:
    """What a thing of this name usually is of: for each of its links what may be meant, the most usual first."""
    table = _tables()["parents"]
    said = [w.lower() for w in words]
    key = next((k for k in (" ".join(said), *said[-1:]) if k in table), "")
    return [names.split("|") for names in table[key]] if key else []


def _called(key: str) -> dict[Words, Application]:
    return {
        tuple(naming.words(name)): Application(tuple(made["things"]), tuple(made["says"]))
        for made in _tables()["application"]
        for name in made.get(key, ())
    }


def _ending(name: str) -> Thing | None:
    """The thing that is called so, or that the name ends in."""
    said = singular(naming.words(name))
    return next((found for i in range(len(said)) if (found := things().get(said[i:]))), None)


def usual(name: str) -> str:
    """The list of fields of a thing that is called so, or whose name ends so; empty where none is known."""
    found = _ending(name)
    return found.has if found else ""


def first(name: str) -> str:
    """What is told of it before all else: "name", "content"."""
    words = usual(name).split(",")[0].split(" and ")[0].split(" (")[0].split()
    return " ".join(words[words[:1] in (["a"], ["an"]) :]) or "name"


def moved(name: str) -> Iterator[str]:
    """What is usually done to it, in sentences: "Publishing a Post changes the status from draft to published"."""
    found, thing = _ending(name), one(naming.pascal(name))
    if found is None:
        return
    field = "stage" if " stage (" in found.has else "status"
    for move in found.moves:
        verb, _, way = move.partition(": ")
        before, _, after = way.partition(" > ")
        first, _, particle = verb.partition(" ")
        doing = " ".join(w for w in (vocabulary.gerund(first).capitalize(), particle, thing) if w)
        yield f"{doing} changes the {field} from {' or '.join(before.split(', '))} to {after}"


def meant(word: str) -> str:
    """The name of the thing that is called so; an empty string where none is known."""
    found = things().get((naming.singular(word),))
    return naming.pascal(found.name) if found and word not in words("containers") | words("adjectives") else ""


def singular(said: Sequence[str]) -> Words:
    return (*said[:-1], naming.singular(said[-1])) if said else ()
