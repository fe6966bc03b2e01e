"""What pydantic finds wrong with the shape of a plan, as one line a fault for people and models."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scaffolder.types import Diagnostic

MAX_SHOWN = 60


def shape_faults(error: ValidationError, data: Any, lines: Mapping[tuple[str | int, ...], int]) -> list[Diagnostic]:
    """`data` is what was validated; `lines` says on which line (from 1) a value stands, where that is known."""
    faults: dict[tuple[str, int], Diagnostic] = {}
    for details in error.errors(include_url=False):
        loc = _written(details, data)
        line = next((lines[loc[:n]] for n in range(len(loc), -1, -1) if loc[:n] in lines), 0)
        element = _named(loc, data)
        faults.setdefault((element, line), Diagnostic("P002", "error", _sentence(details), element=element, line=line))
    return list(faults.values())


def _written(details: ErrorDetails, data: Any) -> tuple[str | int, ...]:
    """The place in the data; pydantic also names the branch of a union that it tried."""
    place: list[str | int] = []
    here = data
    for part in details["loc"]:
        if _holds(here, part):
            here = here[part]
            place.append(part)
        elif details["type"] == "missing" and part == details["loc"][-1]:
            place.append(part)
    return tuple(place)


def _named(loc: Sequence[str | int], data: Any) -> str:
    """ "entities.Book.fields.isbn.type": rows of lists by their name, where they have one."""
    shown: list[str] = []
    here = data
    for part in loc:
        here = here[part] if _holds(here, part) else None
        name = here.get("name", here.get("id")) if isinstance(part, int) and isinstance(here, dict) else None
        shown.append(name if isinstance(name, str) else str(part))
    return ".".join(shown)


def _holds(here: Any, part: str | int) -> bool:
    return part in here if isinstance(here, dict) else isinstance(here, list) and isinstance(part, int)


def _sentence(details: ErrorDetails) -> str:
    kind, value, last = details["type"], details["input"], str(details["loc"][-1])
    context = details.get("ctx", {})
    if kind == "missing":
        return f'"{last}" is missing'
    if kind == "extra_forbidden":
        return f'"{last}" is not a key that is known here'
    if kind == "literal_error":
        return f"{_short(value)} is not one of {context['expected']}" + _meant(value, str(context["expected"]))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return "an effect says its kind: set, create, delete or call"
    if kind == "string_type" and isinstance(value, int | float | bool):
        return f'must be text: write it in quotes, "{value}"'
    if value is None:
        return "has no value: write one, or leave the key out"
    return f"{details['msg'][:1].lower()}{details['msg'][1:]}, not {_short(value)}"


def _meant(value: Any, expected: str) -> str:
    near = difflib.get_close_matches(str(value), expected.replace(" or ", ", ").replace("'", "").split(", "), 1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."
