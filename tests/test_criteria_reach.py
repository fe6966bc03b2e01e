"""Rules that were out of reach once: each has a description of its own, and a test that shows it."""

from __future__ import annotations

import pytest

from scaffolder import criteria
from scaffolder.compiler import compile_description
from scaffolder.criteria.steps import Accepted, Create
from scaffolder.plan import Constraint, Entity, Field, Plan

REACHED = {
    "what has no valid values in the future": "A Payment has an amount and a date. "
    "The date must not be in the future. List Payments of this month, newest first. "
    "Import Payments from CSV. Filter Payments by date.",
    "two links to the same kind of row": "A Team has a name. A Match has a home team, an away team and a date. "
    "The home team and the away team must be different.",
    "a rule about two rows that a row points at": "A Boat has a length. A Berth has a maximum length. A "
    "Mooring belongs to a Boat and a Berth. The length of the boat must be at most the maximum length of the berth.",
    "a right to what is one's own over a link": "An Employee has a name. A Request belongs to an Employee and has a "
    "reason. Employees can create and read their own Requests. Managers can read Requests.",
    "who may act on what is their own only": "An Article has a title. Authors can create Articles. "
    "Authors can publish and unpublish their own Articles. Editors can read Articles.",
    "a deadline that is told in hours": "A Patient has a name. An Appointment has a start time. "
    "An Appointment belongs to a Patient. Patients can cancel an Appointment up to 24 hours before the start time.",
    "a limit for what may belong to nothing": "A Crew has a name. A Worker has a name and can belong to a Crew. "
    "A Crew can have at most 6 Workers.",
    "an import of what must have a number": "Plants: name, weight: decimal. Import Plants from CSV.",
    "rows that have two dates": "A Room has a number. A Stay belongs to a Room and has an arrival date and a departure "
    "date. List free Rooms. List occupied Rooms.",
    "what is made by an action within a week": "A Lesson has a title. Pupils can book a Lesson, at most 3 per week.",
    "what only an administrator makes for others": "A Child has a name. Parents can only see their own Children.",
}  # fmt: skip


@pytest.mark.parametrize("text", REACHED.values(), ids=REACHED)
def test_everything_that_is_understood_is_shown_by_a_test(text: str) -> None:
    plan = compile_description(text, stack="api").plan
    assert plan is not None
    assert [gap for gap in criteria.gaps(plan) if gap.requirements] == []
    unproven = [(r.text, r.reason) for r in criteria.derive(plan).requirements if "no test shows" in r.reason]
    assert unproven == []


def test_rows_of_no_group_are_not_counted() -> None:
    plan = compile_description(REACHED["a limit for what may belong to nothing"], stack="api").plan
    assert plan is not None
    [told] = [s for s in criteria.scenarios(plan) if s.rule == "limit" and s.name.endswith("per_crew")]
    alone = [
        s for s in told.steps if isinstance(s, Create) and s.entity == "Worker" and s.values.get("crew_id") is None
    ]
    assert len(alone) == 7
    assert all(isinstance(s.expect, Accepted) for s in alone)


def test_sample_rows_are_not_invented_where_they_must_point_at_different_rows() -> None:
    plan = compile_description(REACHED["two links to the same kind of row"], stack="api").plan
    assert plan is not None
    assert criteria.seeded(plan) == ["Team"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Donors must be at least 18 years old. A Donor has a name and a birth date.", ["Donor"]),
        ("A Booking has a start time and an end time. Two Bookings cannot overlap.", ["Booking"]),
        ("A Visit has a date and a fee. The date must be at least 2 days after today.", []),
        ("A Cage has a name. A Cage can hold at most 2 Birds. A Bird belongs to a Cage.", ["Cage", "Bird"]),
    ],
)  # fmt: skip
def test_sample_rows_keep_every_rule_on_every_day(text: str, names: list[str]) -> None:
    plan = compile_description(text, stack="api").plan
    assert plan is not None
    assert criteria.seeded(plan) == names


def test_there_are_no_sample_rows_where_fewer_may_be() -> None:
    one = Constraint(name="one", kind="limit", expr="1")
    plan = Plan(name="A", slug="a", entities=[Entity(name="Setting", fields=[Field(name="on")], constraints=[one])])
    assert criteria.seeded(plan) == []
    one.expr = "4"
    assert criteria.seeded(plan.model_copy()) == ["Setting"]


def test_a_list_is_narrowed_by_what_only_an_action_writes() -> None:
    text = "A Member can borrow a Book, at most 3 at a time. Returning a Loan sets the returned date. Archive a Book."
    plan = compile_description(text, stack="api").plan
    assert plan is not None
    shown = {name for s in criteria.scenarios(plan) if s.rule == "filter" for name in s.elements}
    assert shown >= {"Loan.borrowed_at", "Loan.returned_at", "Book.archived_at"}
