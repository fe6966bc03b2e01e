"""What a plan must be seen to do: acceptance criteria, and the scenarios that measure them.

`derive` turns every element and rule of a plan into criteria; `scenarios` into typed steps with invented values, whose
expected outcomes come from a reference interpreter of the plan (`oracle`), never from generated code. A stack's test
templates render the steps into its own client calls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffolder.criteria.covering import Evidence, with_criteria
from scaffolder.criteria.derive import Gap, prove
from scaffolder.criteria.matrix import Door, doors
from scaffolder.criteria.sampling import sample, seeded
from scaffolder.criteria.scenario import Scenario
from scaffolder.criteria.suites import Suite, together
from scaffolder.criteria.tour import tour
from scaffolder.criteria.values import wire
from scaffolder.plan import Plan
from scaffolder.plan.offering import offered, unbuilt
from scaffolder.plan.single_user import for_one_user

__all__ = [
    "Door",
    "Gap",
    "Scenario",
    "Suite",
    "derive",
    "doors",
    "gaps",
    "sample",
    "seeded",
    "scenarios",
    "suites",
    "tests_of",
    "tour",
    "wire",
]


def derive(plan: Plan, not_offered: Mapping[str, str] | None = None) -> Plan:
    """The plan with its criteria, and with what covers each requirement: of what the stack does not offer, nothing.
    Where it has no roles, the plan is one for one user."""
    lacking = not_offered or {}
    plan = for_one_user(plan, lacking["roles"]) if "roles" in lacking else plan
    return with_criteria(plan, Evidence(prove(offered(plan, lacking)), unbuilt(plan, lacking)))


def scenarios(plan: Plan) -> tuple[Scenario, ...]:
    """The acceptance tests of a plan, in the order of its elements."""
    return prove(plan).scenarios


def suites(plan: Plan) -> tuple[Suite, ...]:
    """The same, cut into files."""
    return together(scenarios(plan))


def gaps(plan: Plan) -> Sequence[Gap]:
    """The rules that no scenario shows: they stay unproven, and say why."""
    return prove(plan).gaps


def tests_of(plan: Plan) -> dict[str, tuple[str, ...]]:
    """For each requirement the names of all tests of what it asked for, also of those named for another one."""
    found: dict[str, list[str]] = {r.id: [] for r in plan.requirements if r.kind == "functional"}
    for scenario in scenarios(plan):
        for rid in scenario.requirements:
            found[rid].append(scenario.name)
    return {rid: tuple(names) for rid, names in found.items()}
