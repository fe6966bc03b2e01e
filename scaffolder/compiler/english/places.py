"""Whether there is room: fewer records of a thing than it has places for, or none that lasts at the moment."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder import naming
from scaffolder.compiler.english import intervals, paths, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.vocabulary import phrases
from scaffolder.plan import Entity

FULL = phrases("qualifiers", "full")
FREE = phrases("qualifiers", "free")
ROOM = phrases("qualifiers", "room")
UNUSED = phrases("qualifiers", "unused")
USED = phrases("qualifiers", "used")


def capacity(entity: Entity) -> str:
    """The field that tells how many places there are."""
    found = [f.name for f in entity.fields if f.type == "integer" and set(f.name.split("_")) & set(ROOM)]
    return found[0] if len(found) == 1 else ""


def room(entity: Entity, draft: Draft) -> str | None:
    """That fewer have a place than there are places."""
    places = capacity(entity)
    records = [made for (_, made) in draft.events.values()]
    many = [(p, s) for p, s in paths.to_many(entity, draft) if s in records] or paths.to_many(entity, draft)
    if not places or len(many) != 1:
        return None
    return f"{standing(*many[0], draft)} < {places}"


def standing(path: str, source: str, draft: Draft) -> str:
    """The number of records that were not ended."""
    ended = _open_end(source, draft)
    return f"count({path}, {path}.{ended} is None)" if ended else f"count({path})"


def unused(entity: Entity, draft: Draft) -> str | None:
    """ "Free Rooms": no stay, loan or booking of it lasts now."""
    lasting = [found for path, source in paths.to_many(entity, draft) if (found := _lasting(path, source, draft))]
    return " and ".join(f"{found} == 0" for found in lasting) or None


def used(entity: Entity, draft: Draft) -> str | None:
    """ "Occupied Rooms": one of its records lasts now."""
    lasting = [found for path, source in paths.to_many(entity, draft) if (found := _lasting(path, source, draft))]
    return " or ".join(f"{found} > 0" for found in lasting) or None


def _lasting(path: str, source: str, draft: Draft) -> str | None:
    """The number of records that have begun and are not over."""
    entity = draft.entity(source)
    pair = intervals.interval(entity) if entity else None
    ended = _open_end(source, draft)
    open_still = [f"{path}.{ended} is None"] if ended else []
    if entity is not None and pair and ended not in pair:
        kinds = [intervals.kind(entity, name) for name in pair]
        if "time" in kinds:
            return None
        first, last = (f"{path}.{name}" for name in pair)
        since, until = ("today" if kind == "date" else "now" for kind in kinds)
        during = f"{first} <= {since} and {last} {'>=' if until == 'today' else '>'} {until}"
        return f"count({path}, {' and '.join([during, *open_still])})"
    return f"count({path}, {open_still[0]})" if open_still else None


def _open_end(source: str, draft: Draft) -> str:
    entity = draft.entity(source)
    names = {e.ended for e in _events(source)} if entity else set()
    names |= set(vocabulary.table("moments", "open"))
    return next((f.name for f in entity.fields if f.name in names), "") if entity else ""


def _events(source: str) -> Iterator[vocabulary.Event]:
    for rule in vocabulary.tables()["events"]:
        event = vocabulary.event(rule["verbs"][0])
        if event and naming.pascal(event.entity) == source:
            yield event
