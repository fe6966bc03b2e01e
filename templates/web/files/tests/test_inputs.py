"""How each type of value is asked for in a form, and what a form tells of its errors."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from app.forms.base import (
    ActionForm,
    ExactField,
    LinesField,
    ListForm,
    TextField,
    YesNoField,
    as_json,
    form_field,
)
from app.forms.entered import entered, written
from app.problems import Conflict, Invalid


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


EVENING = dt.datetime(2026, 3, 2, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (["a", None, 1.5], "a\n\n1.5"),
        ({"a": [1]}, '{"a": [1]}'),
        (7, "7"),
    ],
)
def test_plan_a_value_is_entered(value: object, text: str) -> None:
    assert entered(value) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (EVENING, "2026-03-02T16:30:00Z"),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (dt.time(18, 30), "18:30:00"),
        (dt.timedelta(minutes=90, milliseconds=500), 5400),
        (Decimal("2.50"), "2.5"),
        (UUID(int=1), str(UUID(int=1))),
        ("a", "a"),
        (None, None),
    ],
)
def test_plan_a_value_is_written(value: object, shown: object) -> None:
    assert written(value) == shown


def test_plan_yes_and_no_are_chosen() -> None:
    asked: Any = YesNoField(empty=True)
    assert [value for value, _ in asked.choices] == ["", "true", "false"]
    assert [asked.clean(v) for v in ("true", "false")] == [True, False]
    assert [asked.prepare_value(v) for v in (True, False, "x")] == [
        "true",
        "false",
        "x",
    ]
    optional: Any = YesNoField(empty=False, required=False)
    assert [value for value, _ in optional.choices] == ["true", "false"]
    assert optional.clean("") is None
    with pytest.raises(ValidationError):
        asked.clean("")
    with pytest.raises(ValidationError):
        asked.clean("maybe")


def test_plan_what_is_the_default_on_the_day_is_asked_for_once() -> None:
    today = form_field(models.DateField(default=dt.date.today))
    assert today is not None
    assert (today.initial, today.show_hidden_initial) == (dt.date.today, False)


def test_plan_an_exact_number_stands_in_its_input_without_closing_zeros() -> None:
    exact = ExactField(decimal_places=6, max_digits=18)
    assert exact.prepare_value(Decimal("10.500000")) == "10.5"
    assert exact.prepare_value("1,5") == "1,5"
    assert exact.clean("10.50") == Decimal("10.5")
    money = ExactField(decimal_places=2, max_digits=12)
    assert str(money.prepare_value(Decimal("10.50"))) == "10.50"
    kept = form_field(models.DecimalField(max_digits=18, decimal_places=6))
    assert isinstance(kept, ExactField)


def test_plan_a_list_is_entered_line_by_line() -> None:
    asked = LinesField(item=forms.IntegerField())
    assert asked.clean(" 1 \n\n2") == [1, 2]
    assert asked.prepare_value([1, 2]) == "1\n2"
    assert asked.prepare_value("1\nx") == "1\nx"
    for wrong in ("x", ""):
        with pytest.raises(ValidationError):
            asked.clean(wrong)
    assert LinesField(item=forms.IntegerField(), required=False).clean("") is None
    cents = LinesField(item=forms.DecimalField(decimal_places=2))
    assert cents.clean("1.5") == ["1.50"]
    assert as_json(Decimal("1.5"), forms.DecimalField(decimal_places=3)) == "1.5"
    assert as_json(dt.date(2026, 3, 2), forms.DateField()) == "2026-03-02"


def test_plan_text_is_text_or_nothing() -> None:
    assert [TextField(required=False).clean(v) for v in (" a ", " ")] == ["a", None]


def test_plan_a_field_of_a_row_has_an_input() -> None:
    def shown(field: models.Field[Any, Any], value: object) -> tuple[str, str]:
        made = form_field(field)
        assert made is not None
        widget: Any = made.widget
        return widget.input_type, widget.format_value(value)

    assert shown(models.DateTimeField(), EVENING) == (
        "datetime-local",
        "2026-03-02T18:30:00",
    )
    assert shown(models.DateField(), EVENING.date()) == ("date", "2026-03-02")
    assert shown(models.TimeField(), EVENING.time()) == ("time", "18:30:00")
    web = form_field(models.URLField())
    assert web is not None and web.clean("a.test") == "https://a.test"
    text = form_field(models.CharField(max_length=3), label="Name")
    assert isinstance(text, forms.CharField) and (text.max_length, text.label) == (
        3,
        "Name",
    )


def test_plan_a_flag_of_a_row_is_yes_or_no() -> None:
    asked: Any = form_field(models.BooleanField("paid off", help_text="In full."))
    assert (asked.required, asked.label, asked.help_text) == (
        True,
        "Paid off",
        "In full.",
    )
    assert [value for value, _ in asked.choices] == ["", "true", "false"]
    assert isinstance(asked, YesNoField)
    given: Any = form_field(models.BooleanField("paid", default=True, blank=True))
    assert (given.required, given.initial) == (True, True)
    assert [value for value, _ in given.choices] == ["true", "false"]
    optional = form_field(models.BooleanField("paid", null=True, blank=True))
    assert optional is not None and optional.required is False


class Asked(ActionForm):
    due_on = forms.DateField()
    size = forms.IntegerField(label="Full size", required=False)


def test_plan_a_form_tells_its_errors_beside_their_inputs() -> None:
    form = Asked(
        {"size": "x", "colour": "red", "next": "/", "csrfmiddlewaretoken": "t"}
    )
    assert not form.is_valid()
    assert form.status == 422
    assert form.label_suffix == ""
    assert list(form.problems) == [
        ("due_on", "due on", "This field is required."),
        ("size", "Full size", "Enter a whole number."),
        ("colour", "", "colour cannot be written here."),
    ]


@pytest.mark.parametrize(
    ("problem", "status", "told"),
    [
        (Conflict("Too late.", "due_on"), 409, ("due_on", "due on", "Too late.")),
        (Conflict("Too late."), 409, ("", "", "Too late.")),
        (Conflict("Too late.", "elsewhere"), 409, ("", "", "Too late.")),
        (Invalid("Too big.", "size"), 422, ("size", "Full size", "Too big.")),
    ],
)
def test_plan_a_form_tells_a_problem(
    problem: Conflict | Invalid, status: int, told: tuple[str, str, str]
) -> None:
    form = Asked({"due_on": "2026-03-02"})
    assert form.is_valid()
    form.tell(problem)
    assert (form.status, list(form.problems)) == (status, [told])


class Narrowed(ListForm):
    size = forms.IntegerField(required=False)
    size_min = forms.IntegerField(required=False)
    size_max = forms.IntegerField(required=False)
    name = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, ["size_min", "size_max", "name"]),
        ({"size": "3"}, ["size", "size_min", "size_max", "name"]),
        ({"size_min": "3", "name": "x"}, ["size_min", "size_max", "name"]),
    ],
)
def test_plan_an_exact_value_is_asked_for_only_where_it_is_used(
    given: dict[str, str], asked: list[str]
) -> None:
    rows: models.QuerySet[Any] = models.QuerySet()
    form = Narrowed(given, rows, None)
    assert [field.name for field in form.asked] == asked
