"""Requirement by requirement: covered, partly covered or not, by which elements, and why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.tokens import Clause, spelled
from scaffolder.compiler.requirements import Unit
from scaffolder.plan import Quality, Requirement, RequirementKind
from scaffolder.plan.coverage import citations

WHY = {
    "algorithm": "it needs an algorithm that a plan does not express",
    "media": "it needs media processing",
    "service": "it needs an outside service",
}


class Read(Protocol):
    unit: Unit
    read: int
    total: int
    kind: RequirementKind
    unread: list[Clause]


def settle(draft: Draft, readings: Sequence[Read]) -> None:
    """Writes the requirements into the plan, and a finding for every clause that nothing understood."""
    elements = citations(draft.plan)
    for reading in readings:
        made = _requirement(reading, draft, elements)
        if made.status == "covered" and made.kind == "functional" and not made.covered_by:
            # It was read, and left nothing behind: what it asks for is not there.
            if f"header:{made.id}" in draft.said:  # only what is built
                made.kind = "context"
            else:
                made.status, made.reason = "uncovered", _why(reading.unit.text)
                reading.unread = list(reading.unit.clauses)
        draft.plan.requirements.append(made)
        draft.rid = made.id
        if made.kind == "quality":
            draft.plan.qualities.append(Quality(kind="quality", text=made.text, satisfies=[made.id]))
        if made.kind == "functional":
            for clause in reading.unread:
                _report(clause, draft)
    draft.rid = ""


def _requirement(reading: Read, draft: Draft, elements: dict[str, list[str]]) -> Requirement:
    unit = reading.unit
    made = Requirement(id=unit.rid, text=unit.text, span=(unit.start, unit.end), kind=reading.kind)
    made.covered_by = elements.get(unit.rid, [])
    if reading.kind != "functional":
        return made
    if reading.read >= reading.total and unit.rid not in draft.partial:
        made.status = "covered"
    elif reading.read or (unit.rid in draft.partial and made.covered_by):
        made.status = "partial"
        made.reason = "a part of it is not understood"
    else:
        made.status = "partial" if made.covered_by else "uncovered"
        made.reason = _why(unit.text)
    return made


def _why(text: str) -> str:
    return WHY.get(_outside(text), "not understood")


def _outside(text: str) -> str:
    plain = f" {re.sub(r'[^a-z-]+', ' ', text.lower())} "
    for reason in ("algorithm", "media", "service"):
        if any(f" {word} " in plain for word in vocabulary.table("reasons", reason)):
            return reason
    return ""


def _report(clause: Clause, draft: Draft) -> None:
    text = spelled(clause.written)
    shown = text if len(text) <= 100 else text[:97] + "…"
    if _outside(text):
        draft.find("A109", clause, text=shown)
        return
    draft.find("A102", clause, text=shown)
