"""The expression language: what it reads, what it refuses and how it says so, what None does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.expr import (
    Binary,
    Call,
    Choose,
    Compare,
    ExprError,
    Items,
    Node,
    Path,
    Scope,
    Unary,
    Value,
    check,
    parse,
    references,
    text,
)  # fmt: skip
from scaffolder.expr.evaluate import Env, evaluate
from scaffolder.expr.parsing import logic
from scaffolder.plan import Choice, Entity, Field, Param, Plan, Relation, Role
from scaffolder.plan.index import Index

SHOP = Index(
    Plan(
        name="Shop",
        slug="shop",
        roles=[Role(name="customer", entity="Customer"), Role(name="clerk", admin=True)],
        entities=[
            Entity(name="Customer", owner="user", fields=[Field(name="name", required=True)]),
            Entity(
                name="Order",
                owner="owner",
                fields=[
                    Field(
                        name="status", type="enum", enum=[Choice(value="draft"), Choice(value="paid")], required=True
                    ),
                    Field(name="due_date", type="date"),
                    Field(name="paid_at", type="datetime"),
                    Field(name="note", type="text"),
                    Field(name="from", type="string"),
                    Field(name="token", type="secret"),
                    Field(name="discount", type="money"),
                    Field(name="urgent", type="boolean"),
                    Field(name="total", type="money", computed="sum(lines.quantity * lines.price)"),
                    Field(name="circle", type="integer", computed="circle + 1"),
                ],
                relations=[Relation(name="customer", target="Customer", inverse="orders")],
            ),
            Entity(
                name="Line",
                fields=[Field(name="quantity", type="integer"), Field(name="price", type="money", required=True)],
                relations=[Relation(name="order", target="Order", required=True, inverse="lines")],
            ),
        ],
    )
)
ORDER = Scope.of(SHOP, "Order")

REFUSED = [
    "__import__('os')",
    "().__class__",
    "order.__class__",
    "_private",
    "lambda: 1",
    "[x for x in lines]",
    "sum(x for x in lines)",
    "{1: 2}",
    "{1}",
    "f'{due_date}'",
    "b'bytes'",
    "2 ** 9",
    "(x := 1)",
    "max(*lines)",
    "1 if",
    "open('x')",
    "lines[0]",
    "'a'.upper()",
    "note.upper()",
    "round(1.5, n=1)",
    "1j",
    "1e9",
    "0x10",
    "9" * 40,
    "...",
    "await x",
    "a @ b",
    "a & b",
    "~a",
    "+a",
    "a; b",
    "import os",
    "x in []",
    "a is b",
    "(1).real",
    "a\x00b",
    "",
    "   ",
    "not " * 300 + "a",
    "(" * 300 + "a" + ")" * 300,
    "-" * 300 + "1",
    "a + " * 120 + "a",
    "a" * 2001,
    "a.b.c.d.e.f.g.h.i",
    "'" + "x" * 501 + "'",
    "(1, 2)",
]


@pytest.mark.parametrize("attempt", REFUSED, ids=lambda t: t[:30] or "empty")
def test_what_is_outside_the_language_is_refused_in_one_line(attempt: str) -> None:
    with pytest.raises(ExprError) as refused:
        parse(attempt)
    assert refused.value.message and "\n" not in refused.value.message
    assert len(refused.value.message) < 200


WRONG = [
    ("titel == 'x'", 'Order has no "titel"'),
    ("stauts == 'paid'", "did you mean status"),
    ("customer.nmae == 'x'", "did you mean name"),
    ("cuont(lines)", "did you mean count()"),
    ("status == 'payd'", "none of draft, paid"),
    ("status in ('draft', 'gone')", "none of draft, paid"),
    ("due_date < now", "compare dates with today"),
    ("paid_at < today", "compare dates with today"),
    ("note > 3", "note is text"),
    ("note == 3", "note is text, 3 is a whole number"),
    ("due_date == 'soon'", "is not a date like 2026-03-31"),
    ("due_date + 3", "days(3)"),
    ("due_date + hours(3)", "only days() and weeks()"),
    ("days(3) + due_date", "write the date first"),
    ("note * 2", "has no meaning"),
    ("discount // 2", "whole numbers"),
    ("lines", "a list of rows"),
    ("lines.price > 3", "a list of rows"),
    ("sum(discount)", "goes over many rows"),
    ("sum(lines)", "needs numbers"),
    ("count(lines.price)", "counts rows"),
    ("sum(count(lines))", "inside another aggregate"),
    ("not note", "needs a condition"),
    ("urgent and discount", "needs a condition"),
    ("1 if note else 2", "needs a condition"),
    ("coalesce(note, 1)", "mixes"),
    ("round(discount, 9)", "from 0 to 6"),
    ("month(note)", "month() needs"),
    ("len(discount)", "len() needs text"),
    ("min(1, 2, 3)", "takes 1 to 2"),
    ("token == 'x'", "secret"),
    ("circle > 1", "computed from itself"),
    ("due_date.year", "nothing can follow"),
    ("self.note", 'no "self"'),
    ("owner == customer", "is a user"),
    ("note in lines", "is a list of Line rows"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[w for w, _ in WRONG])
def test_a_mistake_is_told_in_one_line_that_names_it(wrong: str, said: str) -> None:
    with pytest.raises(ExprError) as refused:
        check(wrong, ORDER)
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_an_unknown_name_suggests_the_nearest_and_says_where_it_stands() -> None:
    with pytest.raises(ExprError) as refused:
        check("1 < discuont", ORDER)
    assert refused.value.suggestions == ("discount",)
    assert refused.value.offset == 4


TYPES = [
    ("due_date - today", "duration", True),
    ("due_date + days(2)", "date", True),
    ("now - hours(1)", "datetime", False),
    ("(due_date - today) // days(1)", "integer", True),
    ("sum(lines.quantity)", "integer", False),
    ("total", "decimal", False),
    ("sum(lines.price, lines.quantity > 1)", "decimal", False),
    ("avg(lines.quantity)", "decimal", True),
    ("max(lines.order.due_date)", "date", True),
    ("count(customer.orders)", "integer", False),
    ("count(customer.orders, customer.orders.urgent)", "integer", False),
    ("1 / 2", "decimal", False),
    ("discount / count(lines)", "decimal", True),
    ("coalesce(discount, 0)", "decimal", False),
    ("owner == user", "boolean", False),
    ("customer == user.customer", "boolean", False),
    ("customer.user == user", "boolean", False),
    ("month(paid_at)", "string", True),
    ("year(today)", "integer", False),
    ("user.email", "string", True),
    ("note is None or len(note) > 3", "boolean", False),
    ("due_date < '2026-01-01'", "boolean", False),
    ("from_ == 'x'", "boolean", False),
    ("customer", "row", True),
    ("status in ['draft']", "boolean", False),
    ("1 < count(lines) <= 5", "boolean", False),
]


@pytest.mark.parametrize(("source", "kind", "nullable"), TYPES, ids=[s for s, _, _ in TYPES])
def test_every_expression_has_a_type(source: str, kind: str, nullable: bool) -> None:
    found = check(source, ORDER).type
    assert (found.kind, found.nullable) == (kind, nullable)


def row(**values: Any) -> dict[str, Any]:
    empty = dict.fromkeys(["due_date", "paid_at", "note", "from", "discount", "urgent", "customer", "owner"])
    return {"id": 1, "status": "draft", "lines": [], **empty, **values}


LINES = [{"id": 1, "quantity": 2, "price": Decimal("1.50")}, {"id": 2, "quantity": None, "price": Decimal("9")}]
MEANINGS: list[tuple[str, dict[str, Any], Any]] = [
    ("discount > 1", {}, False),
    ("discount != 1", {}, False),
    ("not discount > 1", {}, True),
    ("discount + 1", {}, None),
    ("discount / 0", {"discount": Decimal(4)}, None),
    ("urgent and status == 'draft'", {}, False),
    ("total", {}, Decimal(0)),
    ("total", {"lines": LINES}, Decimal("3.00")),
    ("avg(lines.quantity)", {}, None),
    ("avg(lines.quantity)", {"lines": LINES}, 2),
    ("count(lines, lines.quantity is None)", {"lines": LINES}, 1),
    ("max(lines.price)", {"lines": LINES}, 9),
    ("count(customer.orders)", {}, 0),
    ("customer.name", {}, None),
    ("customer.name is None", {}, True),
    ("owner == user", {}, False),
    ("round(2.5)", {}, 3),
    ("round(-2.5)", {}, -3),
    ("round(2.345, 2)", {}, Decimal("2.35")),
    ("-7 // 2", {}, -4),
    ("-7 % 2", {}, 1),
    ("coalesce(note, from_, 'x')", {"from": "y"}, "y"),
    ("0.1 + 0.2 == 0.3", {}, True),
    ("discount not in (1, 2)", {}, False),
    ("1 if urgent else 2", {}, 2),
]


@pytest.mark.parametrize(("source", "values", "meaning"), MEANINGS, ids=[f"{s} {list(v)}" for s, v, _ in MEANINGS])
def test_what_is_not_there_and_numbers_mean_what_the_language_says(
    source: str, values: dict[str, Any], meaning: Any
) -> None:
    assert evaluate(check(source, ORDER), row(**values), Env()) == meaning


def test_parameters_come_before_fields_and_self_is_the_row_acted_on() -> None:
    scope = Scope.of(SHOP, "Line", params=[Param(name="quantity", type="integer")], self_row=True)
    env = Env(params={"quantity": 5})
    assert evaluate(check("self.quantity + quantity", scope), {"id": 1, "quantity": 2}, env) == 7


def test_references_are_the_paths_that_are_read_once_each() -> None:
    found = references(parse("sum(lines.price) > discount and discount < customer.limit and today > from_"))
    assert found == (("lines", "price"), ("discount",), ("customer", "limit"), ("today",), ("from",))


NAMES = st.sampled_from(["a", "b", "class", "from", "none", "lines"])
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.lists(NAMES, min_size=1, max_size=3).map(lambda n: Path(tuple(n))),
    st.one_of(st.booleans(), st.none(), st.integers(-99, 10**15), st.text("ab\"'\\ é{}", max_size=5)).map(Value),
    st.decimals(-999, 999, places=2).map(Value),
)


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    comparable = inner.filter(lambda n: n != Value(None))
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner, inner),
        st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), inner, comparable),
        st.builds(Compare, st.sampled_from(["is", "is not"]), inner, st.just(Value(None))),
        st.builds(
            Compare, st.just("in"), inner, st.lists(inner, min_size=1, max_size=3).map(lambda i: Items(tuple(i)))
        ),
        st.builds(logic, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
        st.builds(Unary, st.just("not"), inner),
        st.builds(Choose, inner, inner, inner),
        st.builds(
            Call, st.sampled_from(["abs", "coalesce", "count"]), st.lists(inner, min_size=1, max_size=2).map(tuple)
        ),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(LEAVES, _larger, max_leaves=10))
def test_text_reads_back_as_the_same_expression(node: Node) -> None:
    assert parse(text(node)) == node
