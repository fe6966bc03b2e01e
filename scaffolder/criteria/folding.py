"""Many steps that are alike, told once: a test that makes a hundred rows makes them in a loop.

Steps are alike where they differ in nothing but numbers that count up, days that follow each other, and rows that were
made in the same turn.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from scaffolder.criteria.steps import Act, Counted, Create, Ref, Repeat, Step, Update

FEWEST = 9  # turns that are worth a loop
LONGEST = 3  # steps in a turn at most


class Unlike(Exception):
    """Two turns differ in more than what counts up."""


def folded(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps, with long runs of such that are alike told as one."""
    kept: list[Step] = []
    at = 0
    while at < len(steps):
        found = _longest(steps, at)
        kept.append(found or steps[at])
        at += found.times * len(found.steps) if found else 1
    return tuple(kept)


def _longest(steps: Sequence[Step], at: int) -> Repeat | None:
    """The run that begins at a step."""
    for length in range(1, LONGEST + 1):
        shape = _shape(steps[at : at + length])
        turns: list[Sequence[Step]] = []
        while shape and _shape(turn := steps[(end := at + len(turns) * length) : end + length]) == shape:
            turns.append(turn)
        spare = _spare(turns, spoken(steps[at + len(turns) * length :])) if len(turns) >= FEWEST else 0
        if alike := bisect_left(range(FEWEST, spare + 1), True, key=lambda n: _told(turns[:n]) is None):
            return _told(turns[: FEWEST + alike - 1])
    return None


def _spare(turns: Sequence[Sequence[Step]], later: set[str]) -> int:
    """How many turns, from the first on, make nothing that is spoken of later."""
    held = (n for n, turn in enumerate(turns) if any(getattr(s, "bind", "") in later for s in turn))
    return next(held, len(turns))


def _shape(turn: Sequence[Step]) -> list[tuple[Any, ...]]:
    """What turns have in common before anybody looks at values; nothing where one cannot be told in a loop."""
    plain = [s for s in turn if isinstance(s, (Act, Create, Update)) and not getattr(s, "cased", False)]
    told = [(type(s), type(s.expect), s.actor, s.entity, getattr(s, "action", "")) for s in plain]
    return told if len(plain) == len(turn) else []


def _told(turns: Sequence[Sequence[Step]]) -> Repeat | None:
    """None where they differ in more than what counts up."""
    first = [getattr(s, "bind", "") for s in turns[0]]
    names = [{bind: first[i] for i, s in enumerate(turn) if (bind := getattr(s, "bind", ""))} for turn in turns]
    try:
        steps = tuple(_one([turn[i] for turn in turns], names) for i in range(len(turns[0])))
    except Unlike:
        return None
    return Repeat(len(turns), steps, any(a != b for a, b in zip(turns[0], steps, strict=True)))


def _named(found: Sequence[str], names: Sequence[Mapping[str, str]]) -> str:
    """A row made in the same turn goes by the name that it has in the first. Raises Unlike."""
    told = {known.get(name, name) for name, known in zip(found, names, strict=True)}
    if len(told) > 1:
        raise Unlike
    return told.pop()


def _one(found: Sequence[Any], names: Sequence[Mapping[str, str]]) -> Any:
    """One value for all turns. Raises Unlike."""
    first = found[0]
    if {type(value) for value in found} != {type(first)}:
        raise Unlike
    if isinstance(first, Struct):
        told: dict[str, Any] = {}
        for slot in first.__struct_fields__:
            held = [getattr(value, slot) for value in found]
            named = slot in ("bind", "row") or isinstance(first, Ref)
            told[slot] = _named(held, names) if named else _one(held, names)
        return replace(first, **told)
    if isinstance(first, dict):
        if any(value.keys() != first.keys() for value in found):
            raise Unlike
        return {key: _one([value[key] for value in found], names) for key in first}
    if isinstance(first, (list, tuple)):
        if any(len(value) != len(first) for value in found):
            raise Unlike
        return type(first)(_one([value[i] for value in found], names) for i in range(len(first)))
    return first if all(value == first for value in found) else _counted(found)


def _counted(found: Sequence[Any]) -> Counted:
    """Raises Unlike."""
    first, second = found[0], found[1]
    if isinstance(first, str):
        return Counted(_text(found))
    if isinstance(first, bool) or not isinstance(first, (date, int)):
        raise Unlike  # a fraction is written as text, and its kind decides how
    step = second - first
    if any(value != first + step * n for n, value in enumerate(found)):
        raise Unlike
    return Counted(_moment(first, step) if isinstance(first, date) else f"{first} + {_times(step)}")


def _times(step: Any) -> str:
    return "n" if step == 1 else f"{step} * n"


def _moment(first: date, step: timedelta) -> str:
    unit, size = ("days", 86400) if step % timedelta(days=1) == timedelta() else ("seconds", 1)
    moved = f"timedelta({unit}={_times(int(step.total_seconds()) // size)})"
    if isinstance(first, datetime):
        parts = f"{first.year}, {first.month}, {first.day}, {first.hour}, {first.minute}"
        return f'f"{{datetime({parts}, tzinfo=UTC) + {moved}:%Y-%m-%dT%H:%M:%SZ}}"'
    return f'f"{{date({first.year}, {first.month}, {first.day}) + {moved}}}"'


def _text(found: Sequence[str]) -> str:
    """Texts with one number in them that counts up: f"BO-{n + 2:04d}". Raises Unlike."""
    for match in re.finditer(r"\d+", found[0]):
        before, after, start = found[0][: match.start()], found[0][match.end() :], int(match[0])
        for width in (len(match[0]), 0):
            if all(text == f"{before}{start + n:0{width or 1}d}{after}" for n, text in enumerate(found)):
                number = f"{{n + {start}{f':0{width}d' if width > 1 else ''}}}"
                return f'f"{_literal(before)}{number}{_literal(after)}"'
    raise Unlike


def _literal(text: str) -> str:
    """Text as it stands inside of an f-string."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("{", "{{").replace("}", "}}")


def spoken(value: Any) -> set[str]:
    """The names of rows in steps, values and expectations."""
    found = set[str]()
    _gather(value, found)
    return found


def _gather(value: Any, found: set[str]) -> None:
    if isinstance(value, Ref):
        found.add(value.name)
    elif isinstance(value, (list, tuple, dict)):
        for held in value.values() if isinstance(value, dict) else value:
            _gather(held, found)
    elif isinstance(value, Struct):
        for slot in value.__struct_fields__:
            held = getattr(value, slot)
            if slot in ("row", "names", "known", "rows"):
                found.update([held] if isinstance(held, str) else [n for n in held if isinstance(n, str)])
            if not isinstance(held, str):
                _gather(held, found)
