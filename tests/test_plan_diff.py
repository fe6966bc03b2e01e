from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from scaffolder.plan import Choice, Entity, Field, Plan, Precondition, Relation, Role, SetEffect
from scaffolder.plan.diff import diff
from tests.plan_strategies import plans
from tests.plans import library, shop

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
Edit = Callable[[Plan], object]


@QUICK
@given(plans(), plans())
def test_every_difference_of_content_is_told_in_one_line_each_and_a_copy_has_none(old: Plan, new: Plan) -> None:
    assert diff(old, copy.deepcopy(old)) == []
    found = diff(old, new)
    assert (found == []) == (old.content() == new.content())
    assert len({c.element + c.kind for c in found}) == len(found)
    assert all("\n" not in c.sentence for c in found)
    assert {c.element for c in diff(new, old)} == {c.element for c in found}


def change(found: object, **values: object) -> None:
    for name, value in values.items():
        setattr(found, name, value)


@pytest.mark.parametrize(("edit", "element", "sentence"), [
    (lambda p: p.entities[0].fields.append(Field(name="shelf", unique=True)), "entities.Book.fields.shelf",
     "adds field Book.shelf (string, unique)"),
    (lambda p: p.entities[0].fields.pop(2), "entities.Book.fields.isbn", "removes field Book.isbn"),
    (lambda p: change(p.entities[0].fields[2], required=True), "entities.Book.fields.isbn.required",
     "makes Book.isbn required"),
    (lambda p: change(p.entities[0].fields[2], unique=False), "entities.Book.fields.isbn.unique",
     "makes Book.isbn no longer unique"),
    (lambda p: change(p.entities[0].fields[4].validation, min=1.0), "entities.Book.fields.copies.validation.min",
     "changes Book.copies.validation.min from 0.0 to 1.0"),
    (lambda p: p.entities[1].fields[2].enum.append(Choice(value="gone")), "entities.Member.fields.status.enum.gone",
     "adds value Member.status.gone"),
    (lambda p: p.entities[1].fields[2].enum.reverse(), "entities.Member.fields.status.enum",
     "puts entities.Member.fields.status.enum into another order: suspended, active"),
    (lambda p: change(p.entities[2].constraints[0], expr="6"), "entities.Loan.constraints.five_loans.expr",
     "changes Loan.five_loans.expr from 5 to 6"),
    (lambda p: p.permissions.pop(0), "permissions.visitor.Book", "removes permission visitor.Book"),
    (lambda p: change(p.permissions[0], operations=[]), "permissions.visitor.Book.operations",
     "changes visitor.Book.operations from read to nothing"),
    (lambda p: p.roles.append(Role(name="guest", anonymous=True)), "roles.guest", "adds role guest (anonymous)"),
    (lambda p: p.actions[1].preconditions.append(Precondition(expr="1 > 0")), "actions.Loan.return.preconditions.2",
     "adds precondition Loan.return precondition 2"),
    (lambda p: change(p.actions[1], effects=[SetEffect(field="returned_on", value="due_on")]),
     "actions.Loan.return.effects.1.value", "changes Loan.return effect 1.value from today to due_on"),
    (lambda p: p.entities.append(Entity(name="Shelf", fields=[Field(name="code"), Field(name="room")])),
     "entities.Shelf", "adds entity Shelf (with code, room)"),
    (lambda p: change(p, summary=""), "summary",
     "changes summary from Members borrow books; librarians look after the shelves. to nothing"),
])  # fmt: skip
def test_a_change_is_told_in_a_sentence(edit: Edit, element: str, sentence: str) -> None:
    plan = library()
    edit(plan)
    assert [(c.element, c.sentence) for c in diff(library(), plan)] == [(element, sentence)]


def test_what_was_renamed_is_said_to_be_so_perhaps() -> None:
    plan = library()
    plan.entities[0].fields[0].name = "heading"
    removed, added = diff(library(), plan)
    assert (removed.element, removed.maybe_rename) == ("entities.Book.fields.title", "heading")
    assert (added.element, added.maybe_rename) == ("entities.Book.fields.heading", "title")
    assert added.sentence.endswith("(perhaps title renamed)")


def test_a_renamed_entity_takes_relations_to_itself_along() -> None:
    plan = shop()
    category = plan.entities[0]
    category.name, category.relations[0].target = "Group", "Group"
    found = {c.element: c.maybe_rename for c in diff(shop(), plan)}
    assert (found["entities.Category"], found["entities.Group"]) == ("Group", "Category")


def test_of_two_that_look_alike_neither_is_said_to_be_renamed() -> None:
    old = Plan(name="A", slug="a", entities=[Entity(name="Thing", fields=[Field(name="one")])])
    new = Plan(name="A", slug="a", entities=[Entity(name="Thing", fields=[Field(name="two"), Field(name="three")])])
    assert [c.maybe_rename for c in diff(old, new)] == ["", "", ""]


def test_ids_spans_and_citations_are_no_difference() -> None:
    plan = library()
    plan.requirements = []
    plan.entities[0].satisfies = ["R7"]
    plan.entities[0].origin = "default"
    assert diff(library(), plan) == []


def test_relations_are_told_with_their_target() -> None:
    plan = library()
    plan.entities[0].relations.append(Relation(name="publisher", target="Member"))
    assert diff(library(), plan)[0].sentence == "adds relation Book.publisher (Member)"
