"""From when to when a thing lasts."""

from __future__ import annotations

from collections.abc import Collection

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity


def interval(entity: Entity) -> tuple[str, str] | None:
    """The fields that say from when to when a row lasts."""
    names = [f.name for f in entity.fields if f.type in ("date", "datetime", "time")]
    first = next((n for n in phrases("rules", "start") if n in names), "")
    last = next((n for n in phrases("rules", "end") if n in names), "")
    if first.startswith("arriv") and last.startswith("depart") and names.index(last) < names.index(first):
        return last, first  # a journey, not a stay
    return (first, last) if first and last else None


def beginning(entity: Entity) -> tuple[str, ...]:
    """The moment at which a row begins, where nothing says how long it lasts."""
    names = {f.name for f in entity.fields if f.type in ("date", "datetime")}
    return tuple(n for n in (*phrases("rules", "start"), *vocabulary.table("moments", "begin")) if n in names)[:1]


def slot(entity: Entity) -> list[str]:
    """The day, and the part of it, in which a row takes place: "date", "time_slot"; empty where it has no day."""
    days = [f.name for f in entity.fields if f.type in ("date", "datetime") and not f.readonly]
    parts = [f.name for f in entity.fields if f.name in vocabulary.table("moments", "parts") and f.name not in days]
    named = [d for d in days if d in beginning(entity) or d in ("date", "day")]
    return [*named[:1], *parts] if named else []


def kind(entity: Entity, name: str) -> str:
    """The type of one of its fields."""
    return next(f.type for f in entity.fields if f.name == name)


def day_of(entity: Entity, first: str) -> str:
    """The day on which times of day fall: the one date beside them."""
    if kind(entity, first) != "time":
        return ""
    days = [f.name for f in entity.fields if f.type == "date"]
    return days[0] if len(days) == 1 else next((d for d in ("date", "day") if d in days), "")


def length(unit: str, entity: Entity) -> str | None:
    """The number of hours, days, nights … that a row lasts."""
    pair = interval(entity)
    if pair is None or kind(entity, pair[0]) == "time" or kind(entity, pair[0]) != kind(entity, pair[1]):
        return None
    name = {"night": "days", "nights": "days"}.get(unit, unit if unit.endswith("s") else f"{unit}s")
    whole = "//" if name in ("days", "weeks") else "/"
    return f"(({pair[1]} - {pair[0]}) {whole} {name}(1))"


def as_moments(entity: Entity, typed: Collection[int]) -> None:
    """ "from, to": two moments, where both are there and neither says what it is (`typed`: those that do, by id)."""
    pair = [f for f in entity.fields if f.name in ("from", "to") and f.type == "string" and id(f) not in typed]
    for made in pair if len(pair) == 2 else ():
        made.type = "datetime"
