"""All that a plan can say is built and shown by a test, or named as not offered; nothing is covered falsely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings

from scaffolder import criteria, emitter, stacks
from scaffolder.compiler import compile_description
from scaffolder.plan import (
    Action,
    Assumption,
    CallEffect,
    Criterion,
    Endpoint,
    Entity,
    Field,
    Function,
    Job,
    Module,
    Notification,
    Noun,
    Page,
    Param,
    Plan,
    Quality,
    Question,
    Requirement,
    Role,
    Signature,
    Trigger,
    offering,
    reading,
    validation,
)
from scaffolder.plan.coverage import elements
from tests import api_apps, plan_strategies, plans
from tests.conftest import TEMPLATES

NOT_OFFERED = stacks.load("api").not_offered
NOT_BUILT = (Requirement, Assumption, Question, Criterion, Quality)  # what a plan says of the text it came from
SAID_OF_THE_TEXT = {("Plan", "kind"), ("Plan", "schema_version")}
Kind = tuple[str, str, Any]  # ("Constraint", "kind", "limit")


def everything() -> Plan:
    path = Path(__file__).parent / "cases" / "everything.yaml"
    return reading.from_yaml(path.read_text(encoding="utf-8"), source=path.name)


def kinds(model: type[Noun], seen: set[type[Noun]], not_offered: Mapping[str, str] = NOT_OFFERED) -> Iterator[Kind]:
    """Every member of every closed set and tagged union below a type of the plan, as far as it is offered."""
    seen.add(model)
    for name, annotation in get_type_hints(model).items():
        if name == "origin" or (model.__name__, name) in SAID_OF_THE_TEXT:
            continue
        if model is Plan and name in not_offered:
            continue
        for part in parts(annotation):
            if isinstance(part, type) and issubclass(part, Noun):
                if part not in seen and part not in NOT_BUILT:
                    yield from kinds(part, seen, not_offered)
            elif not isinstance(part, type):
                yield (model.__name__, name, part)


def parts(annotation: Any) -> Iterator[Any]:
    """The types and the literals in an annotation."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif get_origin(annotation) in (list, dict, tuple, Union, UnionType) or hasattr(annotation, "__metadata__"):
        for part in get_args(annotation):
            yield from parts(part)
    elif isinstance(annotation, type):
        yield annotation


def used(value: Any) -> Iterator[Kind]:
    """The members that a plan uses."""
    if isinstance(value, Noun):
        for name in value.__struct_fields__:
            found = getattr(value, name)
            if isinstance(found, (str, bool)):
                yield (type(value).__name__, name, found)
            for item in found if isinstance(found, list) else [found]:
                if isinstance(item, str):
                    yield (type(value).__name__, name, item)
                yield from used(item)


def listing(member: Any) -> Plan:
    plan = plans.small()
    plan.entities[0].fields.append(Field(name="items", type="list", item_type=member))
    return plan


def giving_back(member: Any) -> Plan:
    plan = plans.small()
    plan.functions = [Function(name="same", params=[Param(name="given", type=member)], returns=member, body="given")]
    return plan


# What a member of a closed set may stand in, and be refused there: then it needs no test.
PROBES: dict[tuple[str, str], Callable[[Any], Plan]] = {
    ("Field", "item_type"): listing, ("Param", "type"): giving_back, ("Function", "returns"): giving_back,
}  # fmt: skip


def refused(kind: Kind) -> bool:
    model, slot, member = kind
    probe = PROBES.get((model, slot))
    return probe is not None and any(d.severity == "error" for d in validation.validate(probe(member)))


def test_every_kind_of_everything_is_in_the_plan_of_everything_or_named_as_not_offered() -> None:
    named = {("CallEffect", "kind", key.removeprefix("effects.")) for key in NOT_OFFERED if key.startswith("effects.")}
    missing = set(kinds(Plan, set())) - set(used(everything())) - named
    assert {kind for kind in missing if not refused(kind)} == set()


def test_the_plan_of_everything_is_sound_and_wholly_covered() -> None:
    plan = everything()
    assert [d for d in validation.validate(plan) if d.severity == "error"] == []
    derived = criteria.derive(plan, NOT_OFFERED)
    assert {r.id: r.reason for r in derived.requirements if r.status != "covered"} == {}
    assert {r.id for r in derived.requirements} == {rid for _, e in elements(plan) for rid in e.satisfies}


@pytest.mark.slow
def test_the_application_of_everything_passes_its_tests(tmp_path: Path) -> None:
    root = api_apps.write(everything(), tmp_path / "app")
    api_apps.run(root, "pytest", "-q", "-p", "no:cacheprovider", url=f"sqlite:///{tmp_path}/app.db")


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan_strategies.plans())
def test_what_is_covered_is_shown_by_a_test_for_each_element_that_cites_it(plan: Plan) -> None:
    shown = {name for s in criteria.scenarios(plan) for name in s.elements}
    lacking = {rid for gap in criteria.gaps(plan) for rid in gap.requirements}
    for requirement in criteria.derive(plan).requirements:
        if requirement.kind == "functional":
            cites = {name for name, e in elements(plan) if requirement.id in e.satisfies}
            proven = bool(cites) and cites <= shown and requirement.id not in lacking
            assert (requirement.status == "covered") == proven, requirement
            assert requirement.status != "partial" or requirement.reason


def calling() -> Plan:
    """Notes that a module can print; a job, a message and an address hang on that."""
    plan = plans.small()
    plan.requirements += [plans.functional(f"R{n}", "Print notes.") for n in (7, 8, 9)]
    plan.modules = [Module(path="printing", public=[Signature(name="go")])]
    call = CallEffect(module="printing", operation="go")
    plan.actions.append(Action(name="print", entity="Note", effects=[call], satisfies=["R7"]))
    waits = Trigger(on="action", entity="Note", action="print")
    plan.notifications = [Notification(name="printed", trigger=waits, channel="stdout", satisfies=["R8"])]
    plan.jobs = [Job(name="print_all", trigger=Trigger(on="schedule", entity="Note"), effects=[call], satisfies=["R8"])]
    plan.endpoints = [Endpoint(method="POST", path="/press/{id}", does="action:Note.print", satisfies=["R9"])]
    return plan


def test_an_action_that_calls_code_elsewhere_is_not_built_and_covers_nothing() -> None:
    derived = criteria.derive(calling(), NOT_OFFERED)
    found = {r.id: (r.status, r.reason) for r in derived.requirements if r.id in ("R7", "R8", "R9")}
    assert found == {
        "R7": ("uncovered", "action:Note.print is not built: it calls code that no template can write"),
        "R8": (
            "uncovered",
            "job:print_all is not built: it calls code that no template can write; "
            "notification:printed is not built: it hangs on what is not offered",
        ),
        "R9": ("uncovered", "endpoint:POST /press/{id} is not built: it hangs on what is not offered"),
    }


def test_nothing_of_what_is_not_offered_is_in_the_application() -> None:
    emitted = emitter.emit(criteria.derive(calling(), NOT_OFFERED), stacks.load("api"), cache=TEMPLATES)
    code = "\n".join(f.text for f in emitted if f.path.startswith(("app/", "tests/")))
    assert "print_all" not in code and "/press" not in code and "printing" not in code


def a_page(plan: Plan) -> None:
    plan.pages = [Page(name="start", path="/", satisfies=["R7"])]


def a_visitor_who_may_nothing(plan: Plan) -> None:
    plan.roles = [Role(name="chief", admin=True), Role(name="guest", anonymous=True, satisfies=["R7"])]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (a_page, "page:start is not built: a JSON API has no pages"),
        (a_visitor_who_may_nothing, "no test shows the permission of role:guest: a visitor may do nothing"),
    ],
)
def test_what_no_test_shows_is_not_covered(spoil: Callable[[Plan], None], reason: str) -> None:
    plan = plans.small()
    plan.requirements.append(plans.functional("R7", "Something else."))
    spoil(plan)
    [found] = [r for r in criteria.derive(plan, NOT_OFFERED).requirements if r.id == "R7"]
    assert (found.status, found.reason) == ("uncovered", reason)


def test_fields_of_a_type_that_is_not_offered_are_left_out() -> None:
    cover = Field(name="cover", type="image")
    plan = Plan(name="Albums", slug="albums", entities=[Entity(name="Album", fields=[Field(name="title"), cover])])
    lacking = {"fields.image": "no pictures are kept"}
    [found] = offering.offered(plan, lacking).entities
    assert [f.name for f in found.fields] == ["title"]
    assert offering.unbuilt(plan, lacking) == {"Album.cover": "no pictures are kept"}


def test_for_one_user_who_acts_is_said_and_what_only_some_may_do_is_not_covered() -> None:
    plan = criteria.derive(plans.library(), {"roles": "there is one user", "permissions": "there is one user"})
    [borrow] = [a for a in plan.actions if a.name == "borrow"]
    assert [(p.name, p.ref) for p in borrow.params][0] == ("member", "Member")
    assert "user" not in str([borrow.effects, borrow.preconditions])
    assert not plan.roles and not plan.permissions and not any(e.owner for e in plan.entities)
    bound = {rid for p in plans.library().permissions if p.where for rid in p.satisfies}
    assert bound and all(r.status != "covered" for r in plan.requirements if r.id in bound)


@pytest.mark.parametrize(
    ("said", "status"),
    [("Clerks can add kites.", "covered"), ("Only clerks can add kites.", "partial")],
)
def test_the_one_user_may_do_what_people_may_do_but_is_not_the_only_one(said: str, status: str) -> None:
    compiled = compile_description(f"A Kite has a name and a colour. {said}")
    assert compiled.plan is not None
    plan = criteria.derive(compiled.plan, {"roles": "there is one user", "permissions": "there is one user"})
    assert [r.status for r in plan.requirements] == ["covered", status]


def test_for_one_user_messages_are_printed_unless_mail_is_asked_for() -> None:
    plan = plans.small()
    plan.requirements += [plans.functional("R8", "Email the owner of a note."), plans.functional("R9", "Remind me.")]
    plan.roles = [Role(name="chief", admin=True)]
    created = Trigger(on="created", entity="Note")
    plan.notifications = [
        Notification(name="mailed", trigger=created, to="user", subject="New", satisfies=["R8"]),
        Notification(name="told", trigger=created, to="role:chief", subject="New", satisfies=["R9"]),
        Notification(name="called", trigger=created, channel="webhook", subject="New", satisfies=["R9"]),
    ]
    reasons = stacks.load("cli").not_offered
    derived = criteria.derive(plan, reasons)
    assert [(n.channel, n.to) for n in derived.notifications] == [("email", ""), ("stdout", ""), ("webhook", "")]
    assert [n.name for n in offering.offered(derived, reasons).notifications] == ["told"]
    assert offering.unbuilt(derived, reasons) == {
        "notification:mailed": reasons["channels.email"], "notification:called": reasons["channels.webhook"],
    }  # fmt: skip


def test_a_command_line_tool_builds_everything_but_what_it_names() -> None:
    reasons = stacks.load("cli").not_offered
    derived = criteria.derive(everything(), reasons)
    lacking = {r.id: r.reason for r in derived.requirements if r.status != "covered"}
    assert all(any(reason in said for reason in reasons.values()) for said in lacking.values()), lacking
    assert len(lacking) < len(derived.requirements) / 2
