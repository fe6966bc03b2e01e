"""Charts of reports: only where there is something to compare."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.cells import month, text
from app.reports import REPORTS
from app.views.reporting import Bar, Chart, chart, label, size


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


REPORT: Any = type(
    "Sums",
    (),
    {
        "columns": (("name", "Name", text), ("sum", "Sum", text)),
        "measures": 1,
        "label": "Sums",
    },
)


def rows(*sums: object) -> list[dict[str, Any]]:
    return [{"name": f"n{place}", "sum": found} for place, found in enumerate(sums)]


def test_plan_bars_are_as_long_as_their_numbers() -> None:
    made = chart(REPORT, rows(2, 4, None), 30)
    assert made == Chart(
        REPORT,
        [
            Bar("n0", text(2), 50.0),
            Bar("n1", text(4), 100.0),
            Bar("n2", text(None), 0.0),
        ],
    )
    assert (made.label, made.measure, made.left_out) == ("Sums", "Sum", 0)


def test_plan_a_chart_has_so_many_bars() -> None:
    made = chart(REPORT, rows(1, 2, 3, 4), 3)
    assert ([bar.width for bar in made.bars], made.left_out) == (
        [100 / 3, 200 / 3, 100.0],
        1,
    )


def test_plan_a_chart_of_months_ends_with_the_last_one() -> None:
    columns = (("month", "Month", month), ("sum", "Sum", text))
    monthly: Any = type("Monthly", (), {"columns": columns, "measures": 1})
    found = [{"month": f"2026-0{n}", "sum": n} for n in range(1, 6)]
    made = chart(monthly, found, 2)
    assert [bar.label for bar in made.bars] == ["Apr 2026", "May 2026"]
    assert (made.left_out, made.latest) == (3, True)


@pytest.mark.parametrize("sums", [(), (1,), (0, 0), (3, -1)])
def test_plan_there_is_no_chart_where_nothing_can_be_compared(
    sums: tuple[int, ...],
) -> None:
    assert chart(REPORT, rows(*sums), 30) == Chart(REPORT, [])


def test_plan_numbers_alone_have_no_chart() -> None:
    alone: Any = type("Alone", (), {"columns": REPORT.columns[1:], "measures": 1})
    assert chart(alone, rows(1, 2), 30) == Chart(alone, [])


def test_plan_what_is_measured_has_a_size_and_what_is_grouped_a_name() -> None:
    assert [size(v) for v in (dt.timedelta(minutes=1), 3, "2.5", None)] == [
        60.0,
        3.0,
        2.5,
        0.0,
    ]
    columns = (("a", "", text), ("b", "", text))
    assert label({"a": "x & y", "b": None}, columns) == "x & y, –"
    assert len({report.address for report in REPORTS}) == len(REPORTS)
