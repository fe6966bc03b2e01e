"""What was asked for and what answers it."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.plan import Plan
from scaffolder.plan.coverage import citations
from scaffolder.plan.rules import REQUIREMENT, fault, unknown
from scaffolder.types import Diagnostic


def faults(plan: Plan) -> Iterator[Diagnostic]:
    ids = [r.id for r in plan.requirements]
    mentions = [(element, rid) for rid, elements in citations(plan).items() for element in elements]
    mentions += [(f"assumptions.{a.id}.because", rid) for a in plan.assumptions for rid in a.because]
    mentions += [(f"criteria.{c.id}.requirement", c.requirement) for c in plan.criteria]
    for element, rid in mentions:
        if rid not in ids:
            yield unknown(element, "requirement", rid, ids)
    cited = citations(plan)
    for requirement in plan.requirements:
        here = f"requirements.{requirement.id}"
        if not requirement.text.strip():
            yield fault(REQUIREMENT, f"{here}.text", "says nothing")
        start, end = requirement.span or (0, 1)
        if not 0 <= start < end:
            yield fault(REQUIREMENT, f"{here}.span", f"{start} to {end} is no stretch of a text")
        if requirement.kind == "functional" and requirement.id not in cited and not requirement.reason:
            message = "nothing in the plan cites it, and it gives no reason why not"
            yield fault(REQUIREMENT, here, message, f"satisfies: [{requirement.id}] on what answers it, or a reason")
