"""The normal form is exact: what it says of a plan compiles to that plan again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffolder.compiler import compile_description, normal_form
from scaffolder.plan import Plan
from tests import plans
from tests.plan_strategies import plans as any_plan


def compiled(text: str) -> Plan:
    found = compile_description(text)
    assert found.plan is not None, found.diagnostics
    return found.plan


@pytest.mark.parametrize("example", [plans.small, plans.library, plans.shop])
def test_an_example_plan_reads_back_the_same(example: Callable[[], Plan]) -> None:
    plan = example()
    assert compiled(normal_form(plan)).content() == plan.content()


@given(st.one_of(any_plan(), any_plan(pages=True)))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_plan_reads_back_the_same_and_every_sentence_of_it_is_understood(plan: Plan) -> None:
    text = normal_form(plan)
    found = compile_description(text)
    assert found.plan is not None, found.diagnostics
    assert found.plan.content() == plan.content()
    assert found.normal_form == text
    assert [d.message for d in found.diagnostics if d.severity != "note"] == []
