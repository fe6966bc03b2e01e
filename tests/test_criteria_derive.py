"""Acceptance tests made from plans: every rule has one that shows it, and what cannot be shown is said."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from scaffolder import criteria
from scaffolder.compiler import compile_description
from scaffolder.criteria import sampling, teller, telling
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.steps import Act, Create, Export, List, Refused, Rows, RunReport, Sent, Table
from scaffolder.plan import Constraint, Entity, Field, Permission, Plan, Relation, Role
from tests import plan_strategies, plans

ALL = {"small": plans.small, "library": plans.library, "shop": plans.shop}


@pytest.fixture(params=sorted(ALL), scope="module")  # the tests of one plan follow each other, and prove it once
def plan(request: pytest.FixtureRequest) -> Plan:
    return ALL[request.param]()


def found(plan: Plan, rule: str, element: str) -> list[criteria.Scenario]:
    return [s for s in criteria.scenarios(plan) if s.rule == rule and element in s.elements]


def test_every_functional_requirement_has_a_test_named_for_it(plan: Plan) -> None:
    names = [s.name for s in criteria.scenarios(plan)]
    for requirement in plan.requirements:
        if requirement.kind == "functional":
            assert any(name.startswith(f"test_{requirement.id.lower()}_") for name in names), requirement.id


def test_nothing_in_the_example_plans_is_out_of_reach(plan: Plan) -> None:
    assert criteria.gaps(plan) == ()


def test_names_of_tests_are_unique_identifiers_of_bounded_length(plan: Plan) -> None:
    names = [s.name for s in criteria.scenarios(plan)]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and len(name) <= 80 for name in names)


def test_the_same_plan_gives_the_same_tests(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    before = criteria.scenarios(plan)
    deriving = import_module("scaffolder.criteria.derive")  # `criteria.derive` is the function
    monkeypatch.setattr(deriving, "_prove", deriving._prove.__wrapped__)
    assert criteria.scenarios(plan) == before


def test_what_no_requirement_asked_for_is_tested_as_the_plans_own() -> None:
    plan = plans.small()
    for field in plan.entities[0].fields:
        field.satisfies = []
    assert all(s.name.startswith("test_plan_") for s in criteria.scenarios(plan) if s.elements[0] != "Note")


def test_criteria_cite_requirements_that_exist_and_say_when_and_then(plan: Plan) -> None:
    derived = criteria.derive(plan)
    ids = {r.id for r in derived.requirements}
    assert derived.criteria
    assert all(c.requirement in ids and c.when and c.then for c in derived.criteria)
    assert len({c.id for c in derived.criteria}) == len(derived.criteria)


def test_coverage_says_which_elements_a_requirement_has() -> None:
    plan = plans.library()
    plan.requirements.append(plans.functional("R13", "Members play chess."))
    by_id = {r.id: r for r in criteria.derive(plan).requirements}
    assert by_id["R13"].status == "uncovered"
    assert "report:loans_per_month" in by_id["R7"].covered_by


def test_a_requirement_shares_the_tests_of_what_it_has_in_common_with_another() -> None:
    tests = criteria.tests_of(plans.library())
    assert set(tests["R3"]) & set(tests["R4"])


RULES = [
    ("library", "required", "Book.title"), ("library", "bounds", "Book.copies"), ("library", "pattern", "Book.isbn"),
    ("library", "enum", "Book.genre"), ("library", "default", "Book.genre"), ("library", "unique", "Book.isbn"),
    ("library", "computed", "Loan.overdue"), ("library", "readonly", "Loan.returned_on"),
    ("library", "relation", "Loan.book"), ("library", "on_delete", "Loan.book"),
    ("library", "limit", "Loan.five_loans"), ("library", "check", "Loan.due_after_borrowed"),
    ("library", "transition", "Member.status"), ("library", "initial", "Member.status"),
    ("library", "effect", "action:Book.borrow"), ("library", "precondition", "action:Book.borrow"),
    ("library", "permission", "action:Book.borrow"), ("library", "permission", "permission:librarian.Book"),
    ("library", "owner", "permission:member.Loan"), ("library", "query", "query:overdue_loans"),
    ("library", "search", "query:catalogue"), ("library", "filter", "query:catalogue"),
    ("library", "sort", "query:catalogue"), ("library", "report", "report:loans_per_month"),
    ("library", "import", "import:book_import"), ("library", "export", "export:book_export"),
    ("library", "notification", "notification:overdue_reminder"), ("library", "timestamps", "Member"),
    ("library", "login", "role:member"), ("library", "paginate", "Book"), ("library", "delete", "Book"),
    ("shop", "unique", "OrderLine.one_line_a_product"), ("shop", "no_overlap", "Booking.no_double_booking"),
    ("shop", "limit", "Parcel.room_capacity"), ("shop", "secret", "Specimen.pin"), ("shop", "job", "job:forget_drafts"),
    ("shop", "function", "function:vat"), ("shop", "endpoint", "endpoint:GET /products/prices"),
    ("shop", "relation", "Product.tags"), ("shop", "type", "Specimen.picture"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rule", "element"), RULES, ids=[f"{r}-{e}" for _, r, e in RULES])
def test_each_rule_of_each_element_has_a_test(name: str, rule: str, element: str) -> None:
    assert found(ALL[name](), rule, element)


def test_a_limit_is_reached_before_it_is_passed() -> None:
    [first, *_] = found(plans.library(), "limit", "Loan.five_loans")
    loans = [s for s in first.steps if isinstance(s, Create) and s.entity == "Loan"]
    refused = [s for s in loans if isinstance(s.expect, Refused)]
    assert len(loans) >= 6 and loans[5] is refused[0]
    assert refused[0].expect == Refused("conflict", "", "A member can have at most 5 books at a time.")


def test_a_limit_holds_for_the_action_that_creates_the_rows() -> None:
    scenarios = found(plans.library(), "limit", "action:Book.borrow")
    last = [s.steps[-1] for s in scenarios]
    assert all(isinstance(step, Act) and isinstance(step.expect, Refused) for step in last)


def test_a_query_is_shown_rows_that_fit_and_rows_that_do_not() -> None:
    [scenario] = found(plans.library(), "query", "query:overdue_loans")
    made = [s for s in scenario.steps if isinstance(s, Create) and s.entity == "Loan"]
    shown = scenario.steps[-1]
    assert isinstance(shown, List) and isinstance(shown.expect, Rows)
    assert 0 < len(shown.expect.names) < len(made)


def test_a_reminder_is_looked_for_after_the_jobs_ran_twice() -> None:
    [scenario] = found(plans.library(), "notification", "notification:overdue_reminder")
    sent = [s for s in scenario.steps if isinstance(s, Sent)]
    assert len(sent) == 2 and sent[0] == sent[1] and sent[0].messages


def test_no_scenario_is_invented_for_what_cannot_be_shown() -> None:
    plan = plans.small()
    wrong = Constraint(name="never", kind="check", expr="len(title) > 300", satisfies=["R1"])
    plan.entities[0].constraints.append(wrong)
    gaps = [g for g in criteria.gaps(plan) if "Note.never" in g.elements]
    assert gaps and gaps[0].requirements == ("R1",) and gaps[0].reason
    assert not found(plan, "check", "Note.never")


def test_rows_are_chosen_that_give_away_every_near_miss() -> None:
    facts = Facts(plans.library())
    where = "returned_on is None and due_on < today"
    chosen = telling.telling(facts, "Loan", where, actors=["librarian"])
    misses = telling.near_misses(where)
    caught = set().union(*(t.caught for t in chosen))
    assert {misses[i] for i in caught} >= {
        "returned_on is None and due_on <= today",
        "returned_on is not None and due_on < today",
        "returned_on is None or due_on < today",
    }


@pytest.mark.parametrize(
    ("text", "miss"),
    [
        ("a < 3", "a <= 3"),
        ("a < 3", "a < 4"),
        ("a and b", "a or b"),
        ("a + b", "a - b"),
        ("sum(lines.amount)", "max(lines.amount)"),
        ("a is None", "a is not None"),
        ("a in ['x', 'y']", "a in ['x']"),
        ("not a", "not not a"),
        ("x if a else y", "y if a else y"),
    ],
)
def test_near_misses_change_one_thing(text: str, miss: str) -> None:
    found = telling.near_misses(text)
    assert miss in found
    assert text not in found
    assert all(ast.parse(t, mode="eval") for t in found)


def test_own_rows_and_those_of_others_stand_side_by_side() -> None:
    plan = plans.small()
    plan.entities[0].owner = "owner"
    plan.roles = [Role(name="writer"), Role(name="chief", admin=True)]
    where = Permission(
        role="writer", entity="Note", operations=["create", "read"], where="owner == user", satisfies=["R1"]
    )
    plan.permissions = [where]
    [scenario] = [s for s in found(plan, "owner", "permission:writer.Note") if "read" in s.name]
    assert scenario.steps[-1].kind == "list"
    assert "other writer" in repr(scenario.steps)


def test_nobody_asks_for_an_amount_of_money_finer_than_cents() -> None:
    share = Field(name="share", type="money", computed="amount * part / 100")
    fields = [Field(name="amount", type="money", required=True), Field(name="part", type="percent", required=True)]
    plan = Plan(name="Deals", slug="deals", entities=[Entity(name="Deal", fields=[*fields, share])])
    asked = [s.filters for told in criteria.scenarios(plan) for s in told.steps if isinstance(s, List)]
    given = [v for f in asked for name, v in f.items() if name.startswith("share")]
    assert [v for v in given if v != round(v, 2)] == []


def test_files_of_tests_are_cut_before_they_are_long(plan: Plan) -> None:
    suites = criteria.suites(plan)
    assert len({s.name for s in suites}) == len(suites)
    assert sum(len(s.scenarios) for s in suites) == len(criteria.scenarios(plan))


def test_doors_know_who_may_come_in() -> None:
    doors = {(d.doing, d.name): set(d.allowed) for d in criteria.doors(plans.library(), "Book")}
    assert doors["delete", ""] == {"librarian", "admin"}
    assert doors["list", ""] == {"", "member", "librarian", "admin"}
    assert doors["action", "borrow"] == {"member", "admin"}


def test_every_route_of_a_file_is_a_door_too() -> None:
    plan = plans.library()
    named = {(t.direction, t.name) for t in plan.transfers if t.entity == "Book"}
    assert named and named <= {(d.doing, d.name) for d in criteria.doors(plan, "Book")}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan_strategies.plans())
def test_any_valid_plan_gets_tests_with_names_of_their_own(plan: Plan) -> None:
    names = [s.name for s in criteria.scenarios(plan)]
    assert len(names) == len(set(names))
    assert {d.doing for e in plan.entities for d in criteria.doors(plan, e.name)} >= {"list", "read"}


def test_rows_that_are_sound_on_some_days_only_are_no_samples() -> None:
    found = compile_description(
        "Customer: name. Order: customer, pickup date. The pickup date must be at least 2 days after today."
    ).plan
    assert found is not None and sampling.seeded(found) == ["Customer"]


def test_rows_that_only_an_action_makes_are_told_apart_by_when_it_made_them() -> None:
    found = compile_description(
        "A Book has a title. A Member has a name. Members can borrow a Book for 14 days. List overdue Loans."
    ).plan
    assert found is not None
    assert {r.status for r in criteria.derive(found).requirements if r.kind == "functional"} == {"covered"}


def test_somebody_without_a_login_owns_nothing() -> None:
    found = compile_description(
        "Posts with title, body and published (yes/no). Only published posts are visible to visitors. "
        "Authors can publish and unpublish their posts."
    ).plan
    assert found is not None
    users = {getattr(step, "actor", "") for s in criteria.scenarios(criteria.derive(found)) for step in s.steps}
    assert "other " not in users and users >= {"author"}


def test_who_sees_only_some_rows_links_to_one_of_those() -> None:
    """A form offers no others: a comment of a user belongs to a task of the same user."""
    plan = plans.small()
    plan.roles = [Role(name="admin", admin=True), Role(name="user")]
    plan.entities = [
        Entity(name="Task", owner="owner", fields=[Field(name="title", required=True)]),
        Entity(name="Comment", relations=[Relation(name="task", target="Task", required=True)]),
    ]
    plan.permissions = [
        Permission(role="user", entity="Task", operations=["create", "read"], where="owner == user"),
        Permission(role="user", entity="Comment", operations=["create", "read"]),
    ]
    [scenario] = [s for s in criteria.scenarios(plan) if s.name == "test_plan_user_may_create_a_comment"]
    made = [(s.actor, s.entity) for s in scenario.steps if isinstance(s, Create) and not isinstance(s.expect, Refused)]
    tasks = [s for s in scenario.steps if isinstance(s, Create) and s.entity == "Task"]
    assert made[-1] == ("user", "Comment")
    assert [t.actor == "user" or "owner_id" in t.values for t in tasks] == [True]


def test_no_row_of_a_test_is_called_like_what_the_test_calls() -> None:
    """An entity Run or Table beside the helpers `run` and `table`."""
    helpers: set[str] = set()
    for path in Path("templates").glob("*/files/tests/*"):
        if path.is_file() and not path.name.startswith("test_"):
            helpers |= set(re.findall(r"^def ([a-z]\w*)\(", path.read_text(), re.MULTILINE))
    assert len(helpers) > 30 and helpers <= teller.RESERVED


@pytest.mark.parametrize(
    "text",
    [
        "A Note has a text and a due date. Users can manage their own Notes. List my Notes, latest due date first.",
        "A Room has a name. Guests can reserve a Room from a start time to an end time. List my upcoming Reservations. "
        "Two Reservations of a Room may not overlap.",
        "A Sailing has a departure time. List Sailings that depart today, earliest first.",
    ],
    ids=["in an order", "that must not overlap", "of one day"],
)
def test_lists_of_whoever_asks_and_of_a_day_have_tests(text: str) -> None:
    """An admin has no rows of their own, and days apart no two rows are of today."""
    plan = compile_description(text).plan
    assert plan is not None
    assert {r.status for r in criteria.derive(plan).requirements if r.kind == "functional"} == {"covered"}


def test_a_report_and_a_file_hold_only_what_a_role_may_reach() -> None:
    text = (
        "A Rental has a title and a price. Members can only see their own Rentals. Clerks can manage Rentals. "
        "Show the total price of Rentals per title. Export Rentals to CSV."
    )
    plan = compile_description(text).plan
    assert plan is not None
    for element in (f"report:{plan.reports[0].name}", f"export:{plan.transfers[0].name}"):
        [scenario] = found(plan, "owner", element)
        assert "permission:member.Rental" in scenario.elements
        rentals = [s for s in scenario.steps if isinstance(s, Create) and s.entity == "Rental"]
        shown = scenario.steps[-1]
        assert isinstance(shown, (RunReport, Export)) and isinstance(shown.expect, Table)
        assert shown.actor == "member" and 0 < len(shown.expect.rows) < len(rentals)
