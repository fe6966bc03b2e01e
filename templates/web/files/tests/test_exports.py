"""Rows to files."""

from __future__ import annotations

import pytest

from app.views.exporting import ExportView, cell, csv_text


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


@pytest.mark.parametrize(
    ("value", "written"),
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
        (["a", 1], '["a", 1]'),
        ({"a": 1}, '{"a": 1}'),
        (7, 7),
    ],
)
def test_plan_a_spreadsheet_takes_no_text_for_a_formula(
    value: object, written: object
) -> None:
    assert cell(value) == written


def test_plan_csv_has_a_head() -> None:
    assert csv_text(["a", "b"], [{"a": 1, "b": "=x"}]) == "a,b\r\n1,'=x\r\n"
    assert ExportView("All", "csv", {}).address == "export.csv"
