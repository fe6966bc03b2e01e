"""The kinds of values that are typed, each at its edges."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import click
import pytest

from reading_room_cli import amounts, times, values
from reading_room_cli.problems import Missing

# A kind, a text, and its value.
TAKEN: list[tuple[values.Kind, str, object]] = [
    (values.Text(low=2, high=3), "ab", "ab"),
    (values.Text(low=2, high=3), "abc", "abc"),
    (values.Text(), "x" * 100_000, "x" * 100_000),
    (values.Text(pattern="[a-c]+"), "abc", "abc"),
    (values.Choice("red", "reddish", "green"), "RED", "red"),
    (values.Choice("red", "reddish", "green"), "G", "green"),
    (amounts.Whole(low=2, high=3), " 2 ", 2),
    (amounts.Whole(low=2, high=3), "3.0", 3),
    (amounts.Whole(), str(2**31 - 1), 2**31 - 1),
    (amounts.Whole(), str(1 - 2**31), 1 - 2**31),
    (amounts.Money(), "9999999999.99", Decimal("9999999999.99")),
    (amounts.Money(low=2, high=3), "2", Decimal(2)),
    (amounts.Money(low=2, high=3), "3", Decimal(3)),
    (
        times.Day(low=dt.date(2026, 3, 2), high=dt.date(2026, 3, 3)),
        "2026-03-02",
        dt.date(2026, 3, 2),
    ),
    (
        times.Day(low=dt.date(2026, 3, 2), high=dt.date(2026, 3, 3)),
        "2026-03-03",
        dt.date(2026, 3, 3),
    ),
]
# A kind, a text that it does not take, and some words of the reason.
REFUSED: list[tuple[values.Kind, str, str]] = [
    (values.Text(low=2, high=3), "a", "must have at least 2 characters"),
    (values.Text(low=2, high=3), "abcd", "must have at most 3 characters"),
    (values.Text(), "x" * 100_001, "must have at most 100000 characters"),
    (values.Text(pattern="[a-c]+"), "abcd", r"does not fit the pattern \[a-c\]\+"),
    (values.Text(), " ", "must not be empty"),
    (values.Choice("red", "green"), "blue", "'blue' is none of red, green"),
    (values.Choice("green", "grey"), "gre", "'gre' is none of green, grey"),
    (amounts.Whole(low=2, high=3), "1", "must be at least 2"),
    (amounts.Whole(low=2, high=3), "4", "must be at most 3"),
    (amounts.Whole(), "2.5", "'2.5' is no whole number"),
    (amounts.Whole(), "ten", "'ten' is no number"),
    (amounts.Whole(), "nan", "'nan' is no number"),
    (amounts.Whole(), str(2**31), "'2147483648' is too large"),
    (amounts.Money(), "much", "'much' is no number"),
    (amounts.Money(), "inf", "'inf' is no number"),
    (amounts.Money(low=2, high=3), "1.99", "must be at least 2"),
    (amounts.Money(low=2, high=3), "3.01", "must be at most 3"),
    (amounts.Money(), "0.001", "must have at most 2 decimals"),
    (amounts.Money(), "10000000000", "'10000000000' is too large"),
    (times.Day(low=dt.date(2026, 3, 2)), "2026-03-01", "must not be before 2026-03-02"),
    (times.Day(high=dt.date(2026, 3, 3)), "2026-03-04", "must not be after 2026-03-03"),
    (
        times.Day(),
        "soon",
        "'soon' is no date: say 2026-03-31, today, friday, in 3 days or 2 weeks ago",
    ),
]


@pytest.mark.parametrize(("kind", "text", "value"), TAKEN)
def test_plan_a_kind_of_value_takes(
    kind: values.Kind, text: str, value: object
) -> None:
    taken = kind.convert(text, None, None)
    assert (taken, type(taken)) == (value, type(value))
    assert kind.convert(value, None, None) == value or isinstance(value, str)


@pytest.mark.parametrize(("kind", "text", "reason"), REFUSED)
def test_plan_a_kind_of_value_refuses(
    kind: values.Kind, text: str, reason: str
) -> None:
    with pytest.raises(click.BadParameter, match=reason):
        kind.convert(text, None, None)


def test_plan_an_empty_text_takes_a_value_away_that_need_not_be_there() -> None:
    assert values.Text(optional=True).convert(" ", None, None) is values.NOTHING


def test_plan_the_words_of_a_choice_stand_in_the_help() -> None:
    asked = click.Option(["--colour"], type=values.Choice("red", "green"))
    assert asked.make_metavar(click.Context(click.Command("paint"))) == "[red|green]"


class Found:
    """A row."""

    id = 7


def find(name: str) -> Found:
    if name != "ana":
        raise Missing(f"There is no {name}.")
    return Found()


def test_plan_a_row_is_named_and_its_number_is_kept() -> None:
    assert values.Reference(find).convert("ana", None, None) == 7
    with pytest.raises(click.BadParameter, match="There is no ben."):
        values.Reference(find).convert("ben", None, None)


def test_plan_what_was_not_typed_is_left_out() -> None:
    typed: dict[str, Any] = {
        "name": "a",
        "note": None,
        "tags": (),
        "due": values.NOTHING,
    }
    assert values.given(typed) == {"name": "a", "due": None}
    assert values.given({"tags": ("a", values.NOTHING)}) == {"tags": ["a"]}
