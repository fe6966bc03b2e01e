"""Pages of their own, and all else that a plan can say, as the web stack builds them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scaffolder import checks, criteria, emitter, stacks
from scaffolder.criteria.steps import Refused, Visit
from scaffolder.environment import Environments
from scaffolder.plan import Entity, Field, Measure, Page, Permission, Plan, Report, Role, Section, Widget, validation
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.types import Project
from tests import plans
from tests.conftest import ENVIRONMENTS, TEMPLATES
from tests.test_offering import everything, kinds, refused, used


def desk() -> Plan:
    """Notes, with a page for clerks alone; a visitor sees nothing of them."""
    plan = plans.small()
    plan.roles = [Role(name="chief", admin=True), Role(name="clerk"), Role(name="guest", self_signup=True)]
    plan.permissions = [Permission(role="clerk", entity="Note", operations=["read"])]
    widgets = [Widget(kind="text", content="Be  quick.\n\nBe kind."), Widget(kind="list", ref="Note")]
    plan.pages = [
        Page(name="desk", roles=["clerk"], widgets=[*widgets, Widget(kind="form", ref="Note")]),
        Page(name="home", path="/", widgets=[Widget(kind="list", ref="Note")]),
    ]
    return plan


def test_every_kind_of_everything_is_in_the_plan_of_everything_or_not_offered_by_web() -> None:
    not_offered = stacks.load("web").not_offered
    named = {("CallEffect", "kind", key.removeprefix("effects.")) for key in not_offered if key.startswith("effects.")}
    asked = set(kinds(Plan, set(), not_offered))
    assert {kind for kind in asked - set(used(everything())) - named if not refused(kind)} == set()
    assert ("Widget", "kind", "form") in asked


def test_parts_of_a_page_are_shown_and_kept_from_those_who_may_not_see_the_rows() -> None:
    visits = [s for scenario in criteria.scenarios(desk()) for s in scenario.steps if isinstance(s, Visit)]
    assert [(v.actor, v.part.name, v.there) for v in visits if v.part] == [
        ("chief", "desk-1", True), ("clerk", "desk-3", False), ("guest", "home-1", False), ("", "home-1", False),
    ]  # fmt: skip
    assert [v.words for v in visits if v.words] == [("Be quick.", "Be kind.")]
    opened = {v.actor: v.expect.why for v in visits if v.path == "/desk/" and isinstance(v.expect, Refused)}
    assert opened == {"guest": "forbidden", "": "unauthenticated"}


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (Page(name="x", path="/", roles=["clerk"]), "everybody begins at the first page"),
        (Page(name="x", path="/{id}"), "'/{id}' is no path: write it like /books"),
        (Page(name="notes"), "entity Note and page notes both need the address of the page /notes/"),
        (Page(name="x", path="/login"), "the application itself and page x both need the address of the page /login/"),
        (Page(name="x", widgets=[Widget(kind="list", ref="Nota")]), 'there is no list "Nota"; did you mean "Note"?'),
        (Page(name="x", widgets=[Widget(kind="report", ref="Note")]), 'there is no report "Note"'),
        (Page(name="x", widgets=[Widget(kind="text", content=" ")]), "a text is about nothing in the plan"),
    ],
)
def test_a_page_that_cannot_be_shown_is_refused(page: Page, fault: str) -> None:
    plan = desk()
    plan.pages = [page]
    assert [d.message for d in validation.validate(plan) if fault in d.message] != []


def test_a_section_says_something() -> None:
    plan = plans.small()
    plan.sections = [Section(kind="welcome", title="Hello", body=" ")]
    assert [d.message for d in validation.validate(plan)] == ["it says nothing: give it a body or items"]


@pytest.mark.slow
def test_pages_are_clean_and_pass_their_own_tests(tmp_path: Path) -> None:
    stack, plan = stacks.load("web"), desk()
    plan.reports = [
        Report(name="lengths", entity="Note", group_by=["title"], measures=[Measure(name="n", agg="count")])
    ]
    plan.pages[1].widgets.append(Widget(kind="report", ref="lengths"))
    plan.sections = [Section(kind="questions", body="Is it <b>free</b>?", items=["Yes.", "It's & stays so."])]
    plan = criteria.derive(plan, stack.not_offered)
    emitted = emitter.emit(plan, stack, cache=TEMPLATES)
    for file in emitted:
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_text(file.text)
    environment = Environments(ENVIRONMENTS).ensure(stack.lock, lambda event: None)
    project = Project(tmp_path, plan, "web", emitted, environment, ProcessSandbox(), lambda event: None)
    results = checks.run_checks(project, ["contract", "lint"])
    assert [(r.name, d.path, d.line, d.message) for r in results[:-1] for d in r.diagnostics] == []
    argv = [str(environment.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_pages.py"]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_page_of_an_entity_of_its_own_name_moves_elsewhere() -> None:
    plan = plans.small()
    plan.entities.append(Entity(name="Part", fields=[Field(name="title", required=True)]))
    plan.pages = [Page(name="parts", path="/stock", widgets=[Widget(kind="list", ref="Part")])]
    assert [d.message for d in validation.validate(plan) if d.severity == "error"] == []
    names = {row for s in criteria.scenarios(plan) for step in s.steps if (row := getattr(step, "bind", ""))}
    assert "part_row" in names and "part" not in names
