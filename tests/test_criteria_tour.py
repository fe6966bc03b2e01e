"""What a README has people type: rows are made until something can be done to one."""

from __future__ import annotations

import pytest

from scaffolder import criteria
from scaffolder.compiler import compile_description
from scaffolder.criteria.tour import Tour
from scaffolder.plan import Action, Entity, Field, Plan, Precondition
from tests import plans, unseen_plans

ROLES = """\
A Swimmer has a name and an email (unique). A Course has a title (unique).
Swimmers can enrol in Courses. Swimmers can only see their own Enrollments. Coaches can manage Courses and Swimmers.
"""


def toured(plan: Plan) -> Tour:
    found = criteria.tour(plan)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "plan", [plans.library(), plans.shop(), unseen_plans.harbour(), unseen_plans.school()], ids=lambda p: p.slug
)
def test_something_is_done_to_a_row_that_was_made_before(plan: Plan) -> None:
    steps = toured(plan).steps
    assert [s.kind for s in steps] == ["create"] * (len(steps) - 1) + ["act"]
    made = [s.bind for s in steps if s.kind == "create"]
    assert steps[-1].row in made  # type: ignore[union-attr]


def test_rows_stand_beside_the_samples() -> None:
    """A unique value is none that a sample has."""
    samples = {criteria.sample(plans.library(), "Book", n)["isbn"] for n in (0, 1, 2)}
    assert samples.isdisjoint({s.values.get("isbn") for s in toured(plans.library()).steps if s.kind == "create"})


def test_who_acts_on_their_own_account_has_a_login_and_a_profile() -> None:
    plan = compile_description(ROLES).plan
    assert plan is not None
    tour = toured(plan)
    assert (tour.actors[-1], tour.users) == ("swimmer", ("swimmer",))
    assert [s.entity for s in tour.steps if s.kind == "create"][0] == "Swimmer"


def test_what_can_be_done_on_no_day_to_come_is_not_shown() -> None:
    """Until the end of the year of the tests only."""
    field = Field(name="name", required=True)
    early = Precondition(expr="year(today) < 2030", message="Too late.")
    action = Action(name="open", entity="Fair", preconditions=[early], satisfies=["R1"])
    requirement = plans.functional("R1", "A Fair can be opened.", "action:Fair.open")
    plan = Plan(
        name="Fairs", slug="fairs", requirements=[requirement], entities=[Entity(name="Fair", fields=[field])],
        actions=[action],
    )  # fmt: skip
    assert any(s.elements == ("action:Fair.open",) for s in criteria.scenarios(plan))
    assert criteria.tour(plan) is None


def test_where_nothing_is_done_there_is_no_tour() -> None:
    assert criteria.tour(plans.small()) is None
