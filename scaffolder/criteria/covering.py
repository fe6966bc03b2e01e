"""Which requirements a plan covers: those of which every element has a test that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from scaffolder.criteria.derive import Proof
from scaffolder.plan import Criterion, Plan, Requirement
from scaffolder.plan.coverage import citations


class Evidence(Struct, frozen=True, dict=True):
    """`unbuilt`: the elements that the stack leaves out, with the reason."""

    proof: Proof
    unbuilt: Mapping[str, str]

    @cached_property
    def seen(self) -> set[str]:
        """The elements that a test would miss."""
        return {name for s in self.proof.scenarios for name in s.elements}


def with_criteria(plan: Plan, evidence: Evidence) -> Plan:
    """The plan with its criteria, one for each requirement that a scenario proves, and with what covers each."""
    criteria: list[Criterion] = []
    numbers: dict[str, int] = {}
    for s in evidence.proof.scenarios:
        for rid in s.requirements:
            numbers[rid] = numbers.get(rid, 0) + 1
            criteria.append(
                Criterion(
                    id=f"{rid}-{numbers[rid]}", requirement=rid, rule=s.rule, element=s.elements[0],
                    given=s.given, when=s.when, then=s.then,
                )  # fmt: skip
            )
    return plan.model_copy(update={"criteria": criteria, "requirements": covered(plan, evidence)})


def covered(plan: Plan, evidence: Evidence) -> list[Requirement]:
    """The requirements with their status: what no test shows is not covered, whoever cites it."""
    cited = citations(plan)
    return [_covered(r, cited.get(r.id, []), evidence) for r in plan.requirements]


def _covered(requirement: Requirement, by: Sequence[str], evidence: Evidence) -> Requirement:
    if requirement.kind != "functional":
        return requirement
    seen = [name for name in by if name in evidence.seen]
    lacks = list(dict.fromkeys(_lacking(requirement.id, by, evidence)))
    in_part = requirement.status == "partial" or lacks
    status = "uncovered" if not seen else "partial" if in_part else "covered"
    reason = requirement.reason or "; ".join(lacks)
    return requirement.model_copy(update={"status": status, "covered_by": seen, "reason": reason})


def _lacking(requirement: str, by: Sequence[str], evidence: Evidence) -> Iterator[str]:
    """What of it is not built or not shown, in words."""
    gaps = [g for g in evidence.proof.gaps if requirement in g.requirements]
    yield from (f"{name} is not built: {evidence.unbuilt[name]}" for name in by if name in evidence.unbuilt)
    yield from (f"no test shows the {g.rule} of {g.elements[0]}: {g.reason}" for g in gaps)
    told = {name for g in gaps for name in g.elements} | evidence.seen | evidence.unbuilt.keys()
    yield from (f"no test shows {name}" for name in by if name not in told)
