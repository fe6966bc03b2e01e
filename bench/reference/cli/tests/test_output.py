"""What is printed, for people and for other programs."""

from __future__ import annotations

import datetime as dt
import io
import sys
from decimal import Decimal
from uuid import UUID

import click
import pytest

from reading_room_cli import output

EVENING = dt.datetime(2026, 3, 2, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (EVENING, EVENING.astimezone().strftime("%Y-%m-%d %H:%M")),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (dt.timedelta(minutes=90), "1h 30m"),
        (Decimal("1.50"), "1.5"),
        (["a", Decimal("2.0")], "a, 2"),
        ("two\n  lines", "two lines"),
        (7, "7"),
    ],
)
def test_plan_a_value_is_told_on_one_line(value: object, said: str) -> None:
    assert output.text(value) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [("1.500", "1.5"), ("100", "100"), ("100.0", "100"), ("1E+2", "100"), ("0", "0")],
)
def test_plan_a_number_is_told_without_closing_zeros(number: str, said: str) -> None:
    assert (output.plain(Decimal(number)), output.plain(None)) == (said, None)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0m"), (59, "59s"), (3600, "1h"), (93_784, "1d 2h 3m 4s"), (None, "")],
)
def test_plan_a_length_of_time_is_told_in_its_parts(
    seconds: int | None, said: str
) -> None:
    assert output.span(seconds) == said


def test_plan_json_has_every_letter_as_it_is() -> None:
    file = io.StringIO()
    output.as_json({"é": [1]}, file)
    assert file.getvalue() == '{\n  "é": [\n    1\n  ]\n}\n'


def test_plan_a_table_has_columns_side_by_side(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [["Ana", 7, None], ["Ben Carter", Decimal("12.5"), "x"]]
    output.as_table(["Name", "Sum", "Note"], rows)
    assert capsys.readouterr().out == (
        "Name         Sum  Note\nAna            7\nBen Carter  12.5  x\n"
    )


def test_plan_the_widest_columns_of_a_table_give_way_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "18")
    output.as_table(["A", "B"], [["1234567890", "12345"], ["x" * 30, "y"]])
    assert (
        click.unstyle(capsys.readouterr().out)
        == "A          B\n12345678…  12345\nxxxxxxxx…  y\n"
    )


def test_plan_names_and_values_stand_in_two_columns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.as_lines([("Name", "Ana"), ("Paid", True), ("No", None)])
    assert capsys.readouterr().out == "Name  Ana\nPaid  yes\nNo\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-1.5", "-1.5"),
        ("+49 30", "+49 30"),
        ("-1.5.2", "'-1.5.2"),
        ("a-b", "a-b"),
        (["a", "é"], '["a", "é"]'),
        ({"a": 1}, '{"a": 1}'),
        (7, 7),
    ],
)
def test_plan_a_spreadsheet_takes_no_text_for_a_formula(
    value: object, cell: object
) -> None:
    assert output.cell(value) == cell


def test_plan_csv_has_a_head_and_its_columns_in_order() -> None:
    file = io.StringIO()
    output.as_csv(
        [{"v": "=a", "n": 1, "other": 2}, {"v": "b,c", "n": None}], ["n", "v"], file
    )
    assert file.getvalue() == 'n,v\n1,\'=a\n,"b,c"\n'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (EVENING, "2026-03-02T16:30:00Z"),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (dt.time(18, 30), "18:30:00"),
        (dt.timedelta(minutes=90), 5400),
        (UUID(int=1), str(UUID(int=1))),
        (Decimal("2.50"), "2.5"),
        ("a", "a"),
        (None, None),
    ],
)
def test_plan_a_value_is_told_to_other_programs(value: object, shown: object) -> None:
    assert output.for_programs(value) == shown


def test_plan_every_kind_of_value_has_a_form_for_other_programs() -> None:
    assert output.cents(Decimal(5)) == "5.00"
    assert output.cents(None) is None
    assert output.iso(dt.date(2026, 3, 2)) == "2026-03-02"
    assert output.iso(None) is None
