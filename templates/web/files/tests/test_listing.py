"""Lists: a page at a time, in an order."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db.models import Model, Q
from django.test import RequestFactory
from django.utils.safestring import SafeString

from app.forms.base import ListForm
from app.problems import Invalid
from app.views.listing import (
    Cell,
    Column,
    Listing,
    Query,
    Shown,
    heading,
    listed,
    matching,
    name_heading,
    named,
    opened,
    page_of,
    page_size,
    table,
)


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


def cell(row: Any) -> SafeString:
    return SafeString(row)


NAME = Shown[Any]("name", "Name", cell, order="name")
PRICE = Shown[Any]("price", "Price", cell, order="cents", number=True)
NOTE = Shown[Any]("note", "Note", cell)


@pytest.mark.parametrize(
    ("asked", "number", "rows"),
    [
        ("", 1, [1, 2]),
        ("0", 1, [1, 2]),
        ("2", 2, [3, 4]),
        ("3", 3, [5]),
        ("4", 4, []),
        ("-1", 1, [1, 2]),
        ("x", 1, [1, 2]),
    ],
)
def test_plan_a_page_is_asked_for(asked: str, number: int, rows: list[int]) -> None:
    page = page_of(Paginator([1, 2, 3, 4, 5], 2), asked)
    assert (page.number, list(page)) == (number, rows)


@pytest.mark.parametrize(
    ("asked", "size"),
    [("", 20), ("0", 1), ("7", 7), ("100", 100), ("101", 100), ("x", 20)],
)
def test_plan_the_size_of_a_page_is_asked_for(asked: str, size: int) -> None:
    assert page_size(RequestFactory().get("/", {"page_size": asked}), 20) == size


def test_plan_the_head_of_a_column_orders_by_it_and_back() -> None:
    assert heading(NAME, "") == Column("Name", "name", "", False)
    assert heading(PRICE, "price") == Column("Price", "-price", "ascending", True)
    assert heading(PRICE, "-price") == Column("Price", "price", "descending", True)
    assert heading(NOTE, "note") == Column("Note", "", "", False)


def test_plan_a_list_shows_five_values_of_a_row_besides_its_name() -> None:
    many = [Shown[Any](f"v{n}", "", cell) for n in range(7)]
    assert [s.name for s in listed(many, "v1")] == ["v0", "v2", "v3", "v4", "v5"]
    assert table(["a"], [NAME, PRICE]) == [
        ("a", [Cell(SafeString("a"), False), Cell(SafeString("a"), True)])
    ]


def test_plan_what_matters_most_comes_first_to_a_column() -> None:
    long = [Shown[Any](f"text{n}", "", cell, rank=2) for n in range(2)]
    usual = [Shown[Any](f"v{n}", "", cell) for n in range(4)]
    state = Shown[Any]("state", "", cell, rank=0)
    found = [s.name for s in listed([*long, *usual, state])]
    assert found == ["v0", "v1", "v2", "v3", "state"]
    assert [s.name for s in listed([*long, state])] == ["text0", "text1", "state"]


def test_plan_there_are_links_only_to_what_one_may_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    linked = Shown[Any]("book", "", lambda row: SafeString("<a href=''>x</a>"))
    guarded = replace(linked, leads_to=Model)
    monkeypatch.setattr("app.access.allowed", lambda user, doing, name: doing != "read")
    cells = [s.cell(None) for s in opened([linked, guarded], None)]
    assert cells == ["<a href=''>x</a>", "x"]
    monkeypatch.setattr("app.access.allowed", lambda user, doing, name: doing == "read")
    assert opened([linked, guarded], None) == (linked, guarded)


def test_plan_names_of_rows_are_ordered_by_what_is_said_last() -> None:
    shown = [NAME, PRICE, NOTE]
    assert named(shown, ["note", "gone", "name"]) == [NOTE, NAME]
    assert name_heading([], "Book", "") == Column("Book")
    assert name_heading([NAME], "Name", "") == Column("Name", "name")
    both = name_heading([NAME, PRICE], "Book", "-price")
    assert both == Column("Book", "price", "descending")


def test_plan_rows_are_ordered_by_what_is_asked_for() -> None:
    rows: Any = SimpleNamespace()
    listing = Listing[Any](rows, (NAME, PRICE, NOTE), {}, ListForm)
    falls, grows, by_id = listing.ordering("-price,name,,id")
    assert (falls.expression.name, falls.descending, falls.nulls_last) == (
        "cents",
        True,
        True,
    )
    assert (grows.expression.name, grows.descending, grows.nulls_first) == (
        "name",
        False,
        True,
    )
    assert by_id.expression.name == "pk"
    for order in ("note", "-age"):
        with pytest.raises(
            Invalid, match=f"There is no order by {order.removeprefix('-')}."
        ):
            list(listing.ordering(order))


def test_plan_a_search_looks_at_every_field() -> None:
    found: Any = matching("AbC", ["name", "note"])
    assert found.connector == "OR"
    fields = [lookup.lhs.source_expressions[0].name for lookup in found.children]
    assert (fields, {lookup.rhs for lookup in found.children}) == (
        ["name", "note"],
        {"abc"},
    )


def where(user: object) -> Q:
    return Q()


def test_plan_a_list_of_its_own_has_an_address() -> None:
    assert Query("over_due", "Overdue").address == "over-due/"
    assert not Query("", "All").differs
    differing = (
        Query("", "", order="name"),
        Query("", "", limit=3),
        Query("", "", where),
    )
    assert all(query.differs for query in differing)
