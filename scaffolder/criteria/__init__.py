"""What a plan must be seen to do: acceptance criteria, and the scenarios that measure them.

`derive` turns every element and rule of a plan into criteria; `scenarios` into typed steps with invented values, whose
expected outcomes come from a reference interpreter of the plan (`oracle`), never from generated code. A stack's test
templates render the steps into its own client calls.
"""

from __future__ import annotations

from scaffolder.criteria.scenario import Scenario
from scaffolder.plan import Plan

__all__ = ["Scenario", "derive", "scenarios"]


def derive(plan: Plan) -> Plan:
    """The plan with its criteria, and with the coverage of each requirement."""
    return plan


def scenarios(plan: Plan) -> tuple[Scenario, ...]:
    """The acceptance tests of a plan, in the order of its elements."""
    return ()
