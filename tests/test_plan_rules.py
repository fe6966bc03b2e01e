from __future__ import annotations

import pytest

from scaffolder.plan import Choice, Entity, Example, Field, Relation, Requirement
from scaffolder.plan.rules.patterns import pattern_problem
from scaffolder.plan.rules.references import cron_problem
from scaffolder.plan.validation import check, validate
from tests.plans import library, shop, small

ENDPOINTS: list[tuple[dict[str, object], str]] = [
    ({"path": "/x/../y"}, "is no path"),
    ({"path": "x"}, "is no path"),
    ({"path": "/X"}, "is no path"),
    ({"path": "/x/{id}"}, "takes no {...}"),
    ({"path": "/x", "does": "read:Product"}, "must hold {id}"),
    ({"does": "list"}, "is nothing an endpoint does"),
    ({"does": "eval:Product"}, "is nothing an endpoint does"),
    ({"method": "POST"}, "asked for by GET"),
    ({"does": "create:Product"}, "never a GET"),
    ({"success": 500}, "no status of success"),
]


@pytest.mark.parametrize(("values", "words"), ENDPOINTS)
def test_endpoints_are_paths_that_do_something_known(values: dict[str, object], words: str) -> None:
    plan = shop()
    plan.endpoints[0] = plan.endpoints[0].model_copy(update=values)
    assert any(words in d.message for d in validate(plan)), validate(plan)


def test_without_roles_nobody_owns_and_nobody_is_asked_for() -> None:
    plan = small()
    plan.entities[0].owner = "owner"
    assert "no login" in validate(plan)[0].message
    plan = small()
    plan.entities[0].fields[1].computed = "user.email"
    assert "user" in validate(plan)[0].message


def test_two_relations_to_one_entity_need_an_inverse_each() -> None:
    plan = small()
    plan.entities.append(Entity(name="Team", fields=[Field(name="name")]))
    links = [Relation(name="home", target="Team"), Relation(name="guest", target="Team")]
    plan.entities.append(Entity(name="Match", relations=links))
    assert "the inverse of Match.home and the inverse of Match.guest" in validate(plan)[0].message


def test_functions_are_computed_or_written_not_both_and_their_examples_fit() -> None:
    plan = shop()
    plan.functions[0].examples = [Example(args={"amout": 1})]
    assert {d.message for d in validate(plan)} == {
        'there is no parameter "amout"; did you mean "amount"?',
        "amount is missing",
    }
    plan = shop()
    plan.functions[0].module = "vat.py"
    assert "either a body or the module" in validate(plan)[0].message
    plan = shop()
    plan.functions[0].body = "amount > 1"
    assert "of type money" in validate(plan)[0].message


def test_a_requirement_that_is_not_covered_may_say_why() -> None:
    plan = small()
    plan.requirements.append(Requirement(id="R2", text="Fly.", reason="the api stack cannot fly"))
    assert validate(plan) == []


def test_faults_of_a_hopeless_plan_are_limited() -> None:
    plan = small()
    plan.entities[0].fields = [Field(name=f"F {i}", label="\x00") for i in range(100)]
    plan.requirements = [Requirement(id="x y", text="") for _ in range(300)]
    assert len(validate(plan)) == 200


@pytest.mark.parametrize("pattern", [
    r"\d{13}", r"[A-Z]{2}-\d{4}", r"[a-z]+(-[a-z]+)*", r"(\d{1,3}\.){3}\d{1,3}", r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$",
    r"#[0-9a-fA-F]{6}", r"(?:[01]\d|2[0-3]):[0-5]\d", r"[\[\]]", r"(a|b)*", r"\(?\d{3}\)?[ -]?\d+", "ü+",
])  # fmt: skip
def test_everyday_patterns_are_taken(pattern: str) -> None:
    assert pattern_problem(pattern) == ""


@pytest.mark.parametrize("pattern", [
    "", "a" * 201, "[", "(a", "(a+)+", "(aa+)+", "(a|aa)*", "([a-z]+\\s?)+", "(?=a)", "(?i)a", "(?P<x>a)", r"(a)\1",
    r"\p{L}", r"\Z", "[[a]]", "[a&&b]", "a++", "{", "a{2}{3}", "(.*,)*", "*",
])  # fmt: skip
def test_patterns_that_are_slow_or_not_understood_everywhere_are_refused(pattern: str) -> None:
    assert pattern_problem(pattern)


@pytest.mark.parametrize("cron", ["* * * * *", "0 7 * * 1-5", "*/15 0,12 1 1-6/2 0", "30 3 * * 7"])
def test_schedules_are_taken(cron: str) -> None:
    assert cron_problem(cron) == ""


@pytest.mark.parametrize("cron", [
    "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *",
    "@daily", "a * * * *", "٣ * * * *", "* * * * *\n",
])  # fmt: skip
def test_what_is_no_schedule_is_refused(cron: str) -> None:
    assert cron_problem(cron)


def test_what_is_hardly_meant_is_a_warning_and_stops_nothing() -> None:
    plan = library()
    plan.roles.pop()
    plan.permissions = [p for p in plan.permissions if p.entity != "Loan"]
    plan.entities[1].fields[2].enum.append(Choice(value="gone"))
    found = check(plan)
    assert {d.severity for d in found} == {"warning"}
    assert [d.message for d in found] == ['no transition leads to "gone"', "no role may read Loan"]
