"""How old something is: "at least 18 years old", "older than 8 weeks"; reckoned from its date of birth in days.

AGE := [at least|over|older than …] N years|months|weeks|days old [or older|or younger]
"""

from __future__ import annotations

import math

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.comparisons import COMPARISONS, MIRRORED
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Cursor
from scaffolder.compiler.english.vocabulary import phrases, wordings
from scaffolder.plan import Entity, Field

BIRTH = phrases("rules", "birth")
UNITS = wordings("ages")
OR_MORE = phrases("rules", "or_more")
OR_LESS = phrases("rules", "or_less")
OLDER = {"older than": ">", "younger than": "<", "no younger than": ">=", "no older than": "<="}
COMPARATORS = (*OLDER, *sorted((p for p in wordings("comparisons") if p), key=lambda p: -len(p.split())))
DAYS = {"years": 365.25, "months": 365.25 / 12, "weeks": 7.0, "days": 1.0}


def born(entity: Entity) -> Field | None:
    """The date of birth."""
    return next((f for f in entity.fields if f.name in BIRTH and f.type == "date"), None)


def take(cursor: Cursor, entity: Entity, draft: Draft) -> str | None:
    """The condition that "at least 8 weeks old" stands for; moves on only where it is one."""
    mark = cursor.i
    birth = born(entity)
    phrase = cursor.take(*COMPARATORS) if birth else ""
    count = number(cursor) if birth else None
    unit = cursor.take(*UNITS) if count is not None else ""
    operator = operator_of(phrase, cursor.take(*OR_MORE), cursor.take(*OR_LESS))
    unit = unit or (cursor.take(*UNITS) if count is not None else "")
    old = unit.endswith(("old", "age")) or phrase in OLDER
    if birth is None or count is None or not unit or not old:
        cursor.i = mark
        return None
    return since_birth(birth, operator, count, unit, draft)


def operator_of(phrase: str, more: str, less: str) -> str:
    if more or less:
        return ">=" if more else "<="
    if phrase in OLDER:
        return OLDER[phrase]
    return COMPARISONS[f"is {phrase}".strip()]


def since_birth(birth: Field, operator: str, count: int, unit: str, draft: Draft) -> str:
    """Who is at least so old was born that long ago or earlier; years and months are reckoned as days."""
    name = UNITS[unit] if unit else "years"
    days = math.ceil(count * DAYS[name])
    if name in ("years", "months"):
        draft.assume(f"{count} {name} are reckoned as {days} days.", birth.name)
    return f"{birth.name} {MIRRORED.get(operator, operator)} today - days({days})"


def number(cursor: Cursor) -> int | None:
    """A whole number in figures or in words; moves on."""
    token = cursor.kind("number")
    if token is not None:
        return int(float(token.text))
    spoken = vocabulary.number(cursor.here.low) if cursor.here else None
    cursor.i += spoken is not None
    return spoken
