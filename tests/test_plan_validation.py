"""Each case spoils one of the example plans in one way and says what the validator answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from scaffolder.errors import PlanError
from scaffolder.plan import (
    Action,
    CallEffect,
    Choice,
    Constraint,
    CreateEffect,
    Criterion,
    DeleteEffect,
    Endpoint,
    Entity,
    Field,
    Measure,
    Param,
    Permission,
    Plan,
    Precondition,
    Query,
    Relation,
    Requirement,
    Role,
    SetEffect,
    Transfer,
    Transition,
    Trigger,
    Validation,
)
from scaffolder.plan.validation import check, validate
from tests.plan_strategies import plans
from tests.plans import library, shop, small

Spoil = Callable[[Plan], object]


@pytest.mark.parametrize("make", [small, library, shop])
def test_the_example_plans_are_sound(make: Callable[[], Plan]) -> None:
    assert validate(make()) == []
    assert check(make()) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_invented_plans_are_sound(plan: Plan) -> None:
    assert validate(plan) == []


def entity(plan: Plan, name: str) -> Entity:
    return next(e for e in plan.entities if e.name == name)


def field(plan: Plan, path: str) -> Field:
    owner, name = path.split(".")
    return next(f for f in entity(plan, owner).fields if f.name == name)


def relation(plan: Plan, path: str) -> Relation:
    owner, name = path.split(".")
    return next(r for r in entity(plan, owner).relations if r.name == name)


def action(plan: Plan, name: str) -> Action:
    return next(a for a in plan.actions if a.name == name)


def change(found: object, **values: object) -> None:
    for name, value in values.items():
        setattr(found, name, value)


NAMES: list[tuple[Spoil, str, str]] = [
    (lambda p: change(entity(p, "Book"), name="book"), "entities.book", "like Book"),
    (lambda p: change(entity(p, "Book"), name="../../etc"), "entities.../../etc", "is no name here"),
    (lambda p: change(entity(p, "Book"), name="Büch"), "entities.Büch", "is no name here"),
    (lambda p: change(entity(p, "Book"), name="Book\n"), "entities.Book?", "is no name here"),
    (lambda p: change(entity(p, "Book"), name="B" * 61), "entities.", "60 are the limit"),
    (lambda p: change(field(p, "Book.isbn"), name="ISBN"), "entities.Book.fields.ISBN", "like isbn"),
    (lambda p: change(field(p, "Book.isbn"), name="__class__"), "entities.Book.fields.__class__", "like class"),
    (lambda p: change(field(p, "Book.isbn"), name="a'); import os"), "fields.a'); import os", "is no name here"),
    (lambda p: change(field(p, "Book.isbn"), name="class_"), "entities.Book.fields.class_", "like class"),
    (lambda p: change(field(p, "Book.isbn"), name=""), "entities.Book.fields.", "is no name here"),
    (lambda p: change(field(p, "Book.isbn"), name="today"), "entities.Book.fields.today", "a meaning of its own"),
    (lambda p: change(action(p, "borrow"), name="Borrow it"), "actions.Book.Borrow it", "like borrow_it"),
    (lambda p: change(p.roles[0], name="Visitor"), "roles.Visitor", "like visitor"),
    (lambda p: change(p, slug="../x"), "slug", "no folder name"),
    (lambda p: change(p, slug="con"), "slug", "such as con-app"),
    (lambda p: change(p, slug=""), "slug", "such as town-library"),
    (lambda p: change(p, stack="../api"), "stack", "is no name here"),
    (lambda p: change(p, name="  "), "name", "has no name"),
    (lambda p: change(p.requirements[0], id="R1; DROP"), "requirements.R1; DROP", "like R3 or R3.2"),
    (lambda p: change(entity(p, "Book"), plural="books/.."), "entities.Book.plural", "words of letters"),
    (lambda p: change(relation(p, "Loan.book"), inverse="Loans"), "entities.Loan.relations.book.inverse", "like loans"),
    (lambda p: p.entities.append(entity(p, "Book")), "entities.Book", "stands 2 times"),
    (lambda p: entity(p, "Book").fields.append(field(p, "Book.isbn")), "entities.Book.fields.isbn", "stands 2 times"),
    (lambda p: p.actions.append(action(p, "borrow")), "actions.Book.borrow", "stands 2 times"),
    (lambda p: p.queries.append(p.queries[0]), "queries.catalogue", "stands 2 times"),
    (lambda p: p.requirements.append(p.requirements[0]), "requirements.R1", "stands 2 times"),
    (lambda p: p.state_machines.append(p.state_machines[0]), "state_machines.Member.status", "stands 2 times"),
]
COLLISIONS: list[tuple[Spoil, str, str]] = [
    (lambda p: entity(p, "Loan").fields.append(Field(name="book_id")), "relations.book", "the name in Loan book_id"),
    (
        lambda p: entity(p, "Book").fields.append(Field(name="loans")),
        "Loan.relations.book.inverse",
        "field loans and the",
    ),
    (lambda p: entity(p, "Book").fields.append(Field(name="id")), "entities.Book.fields.id", "every row's id"),
    (
        lambda p: entity(p, "Member").fields.append(Field(name="created_at")),
        "entities.Member.fields.created_at",
        "the timestamps",
    ),
    (lambda p: entity(p, "Member").fields.append(Field(name="user_id")), "Member.fields.user_id", "owner user"),
    (lambda p: p.entities.append(Entity(name="User")), "entities.User", "the login"),
    (lambda p: p.entities.append(Entity(name="Token")), "entities.Token", "the login"),
    (lambda p: p.entities.append(Entity(name="JobRun")), "entities.JobRun", "the application itself"),
    (lambda p: p.entities.append(Entity(name="AbCd" * 14)), "entities.AbCd", "60 fit"),
    (
        lambda p: p.entities.extend(
            [
                Entity(name="Shop", relations=[Relation(name="book_tags", target="Book", cardinality="many_to_many")]),
                Entity(name="ShopBook", relations=[Relation(name="tags", target="Book", cardinality="many_to_many")]),
            ]
        ),
        "entities.ShopBook.relations.tags",
        "the table shop_book_tags",
    ),
    (lambda p: p.entities.append(Entity(name="Tome", plural="books")), "entities.Tome", "the table books"),
    (lambda p: p.entities.append(Entity(name="LOAN")), "entities.LOAN", "entity Loan and entity LOAN"),
    (
        lambda p: entity(p, "Loan").relations.append(Relation(name="second", target="Book", inverse="loans")),
        "entities.Loan.relations.second.inverse",
        "the inverse of Loan.book",
    ),
    (lambda p: p.queries.append(Query(name="borrow", entity="Book")), "queries.borrow", "action borrow and query"),
    (lambda p: p.queries.append(Query(name="export", entity="Book")), "queries.export", "both need"),
    (lambda p: change(action(p, "borrow"), name="create"), "actions.Book.create", "both need"),
    (lambda p: p.entities.append(Entity(name="Thing", plural="con")), "entities.Thing.plural", "on Windows"),
    (
        lambda p: p.transfers.append(Transfer(name="again", direction="import", entity="Book")),
        "transfers.again",
        "POST /books/import",
    ),
    (
        lambda p: p.endpoints.append(Endpoint(method="GET", path="/books", does="list:Book")),
        "endpoints.GET /books",
        "the address GET /books",
    ),
    (
        lambda p: p.endpoints.append(Endpoint(method="GET", path="/books/{key}", does="read:Book")),
        "endpoints.GET /books/{key}",
        "both need",
    ),
]
REFERENCES: list[tuple[Spoil, str, str]] = [
    (lambda p: change(relation(p, "Loan.book"), target="Boook"), "relations.book.target", 'did you mean "Book"?'),
    (lambda p: change(p.queries[0], entity="Books"), "queries.catalogue.entity", 'did you mean "Book"?'),
    (lambda p: change(p.permissions[0], entity="Boo"), "permissions.visitor.Boo.entity", 'did you mean "Book"?'),
    (lambda p: change(p.permissions[0], role="visitr"), "permissions.visitr.Book.role", 'did you mean "visitor"?'),
    (lambda p: change(action(p, "borrow"), roles=["membr"]), "actions.Book.borrow.roles", 'did you mean "member"?'),
    (lambda p: change(p.roles[1], entity="Membr"), "roles.member.entity", 'did you mean "Member"?'),
    (lambda p: change(p.state_machines[0], field="stat"), "state_machines.Member.stat.field", 'mean "status"?'),
    (lambda p: change(p.state_machines[0], initial="activ"), "Member.status.initial", 'did you mean "active"?'),
    (lambda p: change(p.state_machines[0].transitions[0], to="off"), "transitions.suspend", "active, suspended"),
    (lambda p: change(p.state_machines[0].transitions[0], action="ban"), "transitions.ban", "suspend, reinstate"),
    (lambda p: change(entity(p, "Book"), display="titel"), "entities.Book.display", 'did you mean "title"?'),
    (lambda p: change(entity(p, "Book"), order_by=["-titel"]), "entities.Book.order_by", 'did you mean "title"?'),
    (lambda p: change(p.queries[0], search=["copies"]), "queries.catalogue.search", "no text field"),
    (lambda p: change(p.queries[0], filters=["gener"]), "queries.catalogue.filters", 'did you mean "genre"?'),
    (lambda p: change(p.queries[0], sort=["-loans"]), "queries.catalogue.sort", "to sort by"),
    (lambda p: change(p.transfers[0], fields=["title", "times_lent"]), "transfers.book_import.fields", "times_lent"),
    (lambda p: change(p.transfers[1], query="catalog"), "book_export.query", 'did you mean "catalogue"?'),
    (lambda p: change(p.notifications[0], to="role:clerk"), "notifications.overdue_reminder.to", "no role"),
    (lambda p: change(entity(p, "Book"), satisfies=["R99"]), "Book", 'no requirement "R99"'),
    (
        lambda p: p.criteria.append(Criterion(id="C1", requirement="R77", rule="create", element="Book")),
        "criteria.C1.requirement",
        'no requirement "R77"',
    ),
    (
        lambda p: p.endpoints.append(Endpoint(method="GET", path="/x", does="list:Boook")),
        "endpoints.GET /x.does",
        'did you mean "Book"?',
    ),
    (
        lambda p: change(p.notifications[0].trigger, on="action", action="x", cron=None),
        "trigger.action",
        "action of Loan",
    ),
]
EXPRESSIONS: list[tuple[Spoil, str, str]] = [
    (lambda p: change(field(p, "Loan.overdue"), computed="due_no < today"), "Loan.fields.overdue.computed", "due_on"),
    (lambda p: change(field(p, "Loan.overdue"), computed="__import__('os')"), "overdue.computed", "__import__"),
    (lambda p: change(field(p, "Loan.overdue"), computed="due_on"), "overdue.computed", "of type boolean"),
    (lambda p: change(field(p, "Loan.overdue"), computed="user.id == 1"), "overdue.computed", "nobody is logged in"),
    (lambda p: change(field(p, "Loan.overdue"), computed="overdue"), "overdue.computed", "computed from itself"),
    (lambda p: change(entity(p, "Loan").constraints[0], expr="'5'"), "five_loans.expr", "of type integer"),
    (
        lambda p: change(entity(p, "Loan").constraints[0], where="due_on"),
        "five_loans.where",
        "a condition is yes or no",
    ),
    (lambda p: change(entity(p, "Loan").constraints[2], expr="due_on + 1"), "due_after_borrowed.expr", "days(1)"),
    (lambda p: change(p.permissions[2], where="member == user"), "permissions.member.Loan.where", "a row of Member"),
    (lambda p: change(p.queries[1], where="returned"), "queries.overdue_loans.where", "returned_on"),
    (lambda p: change(p.reports[0], group_by=["month(copies)"]), "loans_per_month.group_by.0", "copies"),
    (lambda p: change(p.reports[0], group_by=["borrowed_on is None"]), "loans_per_month.group_by.0", "is no group"),
    (lambda p: change(p.reports[0].measures[0], agg="sum"), "measures.loans.expr", "needs what it is taken of"),
    (lambda p: change(p.reports[0].measures[0], agg="sum", expr="book.title"), "measures.loans.expr", "a number"),
    (lambda p: change(p.reports[0].measures[0], expr="id"), "measures.loans.expr", "count counts rows"),
    (lambda p: change(p.reports[0], measures=[]), "loans_per_month.measures", "at least one number"),
    (lambda p: p.reports[0].measures.append(Measure(name="month", agg="count")), "reports.loans_per_month", '"month"'),
    (lambda p: change(p.reports[0], sort=["lones"]), "loans_per_month.sort", 'did you mean "loans"?'),
    (lambda p: change(p.notifications[0], body="{book.titel}"), "overdue_reminder.body", "title"),
    (lambda p: change(p.notifications[0], to="member.name"), "overdue_reminder.to", "no e-mail address"),
    (lambda p: change(p.notifications[0], to=""), "overdue_reminder.to", "somebody to go to"),
    (lambda p: change(p.notifications[0].trigger, when="role == 'x'"), "trigger.when", "nobody is logged in"),
    (
        lambda p: change(action(p, "borrow"), preconditions=[Precondition(expr="user.member.statu == 'active'")]),
        "actions.Book.borrow.preconditions.0",
        "status",
    ),
    (
        lambda p: change(action(p, "borrow"), preconditions=[Precondition(expr="user.member.status == 'actve'")]),
        "actions.Book.borrow.preconditions.0",
        "active",
    ),
    (
        lambda p: change(action(p, "return"), effects=[SetEffect(field="returned_on", value="now")]),
        "actions.Loan.return.effects.0.value",
        "of type date",
    ),
    (
        lambda p: change(action(p, "return"), effects=[SetEffect(field="returned_on", value="'31.12.2025'")]),
        "actions.Loan.return.effects.0.value",
        "write it like 2026-03-31",
    ),
    (
        lambda p: change(action(p, "return"), effects=[SetEffect(field="overdue", value="True")]),
        "actions.Loan.return.effects.0.field",
        "that can be set",
    ),
    (
        lambda p: change(action(p, "return"), effects=[SetEffect(field="book.genre", value="'crime'")]),
        "actions.Loan.return.effects.0.value",
        "none of novel, poetry, science",
    ),
    (
        lambda p: change(action(p, "return"), effects=[SetEffect(field="book.genre", value="book.title")]),
        "actions.Loan.return.effects.0.value",
        "may be none of the values",
    ),
    (
        lambda p: change(action(p, "return"), effects=[SetEffect(field="book", value="None")]),
        "actions.Loan.return.effects.0.value",
        "book is required",
    ),
    (
        lambda p: change(action(p, "return"), effects=[SetEffect(field="book.loans.due_on", value="today")]),
        "actions.Loan.return.effects.0.field",
        "does not lead to one row",
    ),
    (
        lambda p: change(action(p, "borrow"), effects=[CreateEffect(entity="Loan", values={"book": "self"})]),
        "actions.Book.borrow.effects.0.values",
        "borrowed_on, due_on, member of Loan is required",
    ),
    (
        lambda p: change(action(p, "borrow"), effects=[CreateEffect(entity="Laon")]),
        "actions.Book.borrow.effects.0.entity",
        'did you mean "Loan"?',
    ),
    (
        lambda p: change(action(p, "borrow"), effects=[DeleteEffect(target="loan")]),
        "actions.Book.borrow.effects.0.target",
        'did you mean "loans"?',
    ),
    (
        lambda p: change(action(p, "borrow"), effects=[CallEffect(module="x.py", operation="f")]),
        "actions.Book.borrow.effects.0.module",
        "no module",
    ),
    (lambda p: change(action(p, "borrow"), effects=[]), "actions.Book.borrow.effects", "does nothing"),
    (
        lambda p: change(action(p, "return"), scope="collection"),
        "actions.Loan.return.effects.0",
        "no row to set here",
    ),
]
VALUES: list[tuple[Spoil, str, str]] = [
    (lambda p: change(field(p, "Book.genre"), enum=[]), "genre.enum", "needs its values"),
    (lambda p: change(field(p, "Book.genre"), default="crime"), "genre.default", "none of novel, poetry, science"),
    (lambda p: field(p, "Book.genre").enum.append(Choice(value="novel")), "genre.enum", "stands 2 times"),
    (lambda p: field(p, "Book.genre").enum.append(Choice(value=" x")), "genre.enum", "without spaces around"),
    (lambda p: change(field(p, "Book.title"), enum=[Choice(value="a")]), "title.enum", "only type enum"),
    (lambda p: change(field(p, "Member.status"), default="suspended"), "status.default", 'begins as "active"'),
    (lambda p: change(field(p, "Book.copies"), default=-1), "copies.default", "less than"),
    (lambda p: change(field(p, "Book.copies"), default=True), "copies.default", "no value of type integer"),
    (lambda p: change(field(p, "Book.copies"), default=1.5), "copies.default", "no value of type integer"),
    (lambda p: change(field(p, "Book.copies"), default=2**31), "copies.default", "no value of type integer"),
    (lambda p: change(field(p, "Book.isbn"), default="123"), "isbn.default", "does not match"),
    (lambda p: change(field(p, "Loan.due_on"), default="31.12."), "due_on.default", "write it like"),
    (lambda p: change(field(p, "Loan.overdue"), default=False), "overdue.default", "has no default"),
    (lambda p: change(field(p, "Loan.overdue"), required=True), "overdue.required", "nobody writes it"),
    (lambda p: change(field(p, "Book.copies"), searchable=True), "copies.searchable", "only text"),
    (lambda p: change(field(p, "Book.title"), type="json", unique=True, searchable=False), "title.unique", "json"),
    (lambda p: change(field(p, "Book.title"), item_type="string"), "title.item_type", "only type list"),
    (lambda p: change(field(p, "Book.title"), type="list", item_type="file", searchable=False), "item_type", "of file"),
    (lambda p: change(field(p, "Book.title"), currency="EUR"), "title.currency", "type money"),
    (lambda p: change(field(p, "Book.copies"), validation=Validation(min=5, max=1)), "copies.validation", "min 5"),
    (lambda p: change(field(p, "Book.copies"), validation=Validation(min=float("nan"))), "validation.min", "nan"),
    (lambda p: change(field(p, "Book.copies"), validation=Validation(min="a")), "validation.min", "no value of type"),
    (lambda p: change(field(p, "Book.title"), validation=Validation(min=1)), "title.validation.min", "only numbers"),
    (lambda p: change(field(p, "Book.title"), validation=Validation(max_length=10**6)), "max_length", "between 0 and"),
    (lambda p: change(field(p, "Book.title"), validation=Validation(min_length=300)), "title.validation", "min_length"),
    (lambda p: change(field(p, "Book.copies"), validation=Validation(max_length=3)), "copies.validation", "only text"),
    (lambda p: change(field(p, "Book.isbn"), validation=Validation(pattern="[")), "validation.pattern", "expression"),
    (
        lambda p: change(field(p, "Book.copies"), validation=Validation(pattern="a")),
        "copies.validation.pattern",
        "text",
    ),
    (lambda p: change(field(p, "Book.title"), label="a\nb"), "entities.Book.fields.title.label", "U+000A"),
    (lambda p: change(field(p, "Book.title"), help="a\x00b"), "entities.Book.fields.title.help", "U+0000"),
    (lambda p: change(field(p, "Book.title"), help="a\u202eb"), "entities.Book.fields.title.help", "U+202E"),
    (lambda p: change(entity(p, "Loan").constraints[0], message="x" * 201), "five_loans.message", "200 are the limit"),
    (lambda p: change(p, entities=[Entity(name=f"E{i}") for i in range(201)]), "entities", "200 are the limit"),
    (
        lambda p: change(entity(p, "Book"), fields=[Field(name=f"f{i}") for i in range(101)]),
        "entities.Book.fields",
        "100 are the limit",
    ),
    (
        lambda p: change(action(p, "borrow"), params=[Param(name="n", type="integer", default="x")]),
        "actions.Book.borrow.params.n.default",
        "no value of type integer",
    ),
    (lambda p: change(action(p, "borrow"), params=[Param(name="n", ref="Boook")]), "params.n.ref", "did you mean"),
    (lambda p: change(action(p, "borrow"), params=[Param(name="id")]), "params.id", "a meaning of its own"),
    (lambda p: change(action(p, "borrow"), params=[Param(name="n", type="enum")]), "params.n.enum", "its values"),
]
SHAPES: list[tuple[Spoil, str, str]] = [
    (lambda p: change(relation(p, "Loan.book"), on_delete="set_null"), "book.on_delete", "it is required"),
    (lambda p: change(relation(p, "Loan.book"), cardinality="many_to_many"), "book.required", "cannot be required"),
    (lambda p: change(relation(p, "Loan.book"), through="Member"), "book.through", "only a many-to-many"),
    (
        lambda p: entity(p, "Book").relations.append(Relation(name="loan", target="Loan", required=True)),
        "entities.Book.relations",
        "Book needs Loan needs Book",
    ),
    (
        lambda p: entity(p, "Book").relations.append(
            Relation(name="sequel", target="Book", required=True, inverse="prequels")
        ),
        "entities.Book.relations",
        "Book needs Book",
    ),
    (lambda p: change(entity(p, "Loan").constraints[0], expr=None), "five_loans.expr", "kind limit needs expr"),
    (lambda p: change(entity(p, "Loan").constraints[0], per=["membr"]), "five_loans.per", 'did you mean "member"?'),
    (lambda p: change(entity(p, "Loan").constraints[0], fields=["due_on"]), "five_loans.fields", "has no fields"),
    (
        lambda p: entity(p, "Loan").constraints.append(Constraint(name="x", kind="unique")),
        "constraints.x.fields",
        "kind unique needs fields",
    ),
    (
        lambda p: entity(p, "Loan").constraints.append(
            Constraint(name="x", kind="no_overlap", fields=["borrowed_on", "book"])
        ),
        "constraints.x.fields",
        "its start and its end",
    ),
    (lambda p: change(p.state_machines[0].transitions[0], from_=[]), "transitions.suspend.from", "never happen"),
    (
        lambda p: p.state_machines[0].transitions.append(Transition(action="suspend", from_=["active"], to="active")),
        "transitions.suspend.from",
        "twice",
    ),
    (lambda p: change(p.state_machines[0], field="name"), "state_machines.Member.name.field", "type enum"),
    (lambda p: change(p.notifications[0].trigger, cron="every day"), "trigger.cron", "minute hour day month weekday"),
    (lambda p: change(p.notifications[0].trigger, cron=None), "trigger.cron", "is no schedule"),
    (lambda p: change(p.notifications[0], trigger=Trigger(on="created")), "trigger.entity", "needs the entity"),
    (lambda p: change(p.notifications[0].trigger, on="created"), "trigger.cron", 'only "on: schedule"'),
    (lambda p: change(p.queries[0], limit=0), "queries.catalogue.limit", "between 1 and"),
    (lambda p: change(p.queries[0], page_size=101), "queries.catalogue.page_size", "between 1 and 100"),
    (lambda p: change(p.transfers[0], fields=["isbn"]), "book_import.fields", "title, author is required"),
    (lambda p: change(p.transfers[0], query="catalogue"), "book_import.query", "reads a file"),
    (lambda p: change(action(p, "borrow"), entity=None, effects=[]), "actions.borrow.scope", "every other has one"),
    (lambda p: change(p.roles[0], self_signup=True), "roles.visitor.self_signup", "without a login"),
    (lambda p: change(p.roles[3], self_signup=True), "roles.admin.self_signup", "administrator"),
    (lambda p: p.roles.append(Role(name="guest", anonymous=True)), "roles", "visitor and guest"),
    (lambda p: change(entity(p, "Member"), owner="owner"), "roles.member.entity", 'owner must be "user"'),
    (lambda p: change(p.roles[1], entity=None), "entities.Member.owner", "no role has entity Member"),
    (lambda p: p.permissions.append(Permission(role="member", entity="Loan")), "permissions.member.Loan", "nothing"),
    (lambda p: p.requirements.append(Requirement(id="R13", text="Fly.")), "requirements.R13", "nothing in the plan"),
    (lambda p: change(p.requirements[0], span=(5, 5)), "requirements.R1.span", "no stretch"),
]


@pytest.mark.parametrize(
    ("spoil", "element", "words"), [*NAMES, *COLLISIONS, *REFERENCES, *EXPRESSIONS, *VALUES, *SHAPES]
)
def test_a_spoilt_plan_is_refused_with_its_place_and_its_fault(spoil: Spoil, element: str, words: str) -> None:
    plan = library()
    spoil(plan)
    found = validate(plan)
    assert any(element in d.element and words in d.message for d in found), [(d.element, d.message) for d in found]
    assert all("\n" not in d.message and len(d.message) < 400 for d in found)
    with pytest.raises(PlanError) as caught:
        check(plan, "plan.yaml")
    assert caught.value.diagnostics == tuple(found)
    assert caught.value.message.startswith("plan.yaml has ")
