"""The pages of reports: a chart where there is something to compare, and the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from app import access, cells
from app.reports import REPORTS, ReportView

BARS = 30  # the most that a chart shows
GLANCE = 5  # the most among others
WIDTH = 100.0  # of the longest bar
IN_TIME = (cells.day, cells.month, cells.moment)


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    width: float


@dataclass(frozen=True)
class Chart:
    """`left_out`: how many rows have no bar, since there are too many. `latest`: the bars are those of the last rows."""

    report: ReportView
    bars: list[Bar]
    left_out: int = 0
    latest: bool = False

    @property
    def label(self) -> str:
        return self.report.label

    @property
    def measure(self) -> str:
        return self.report.columns[-1][1]


def show(report: ReportView, request: HttpRequest) -> HttpResponse:
    access.check(access.person(request), "read", report.entity)
    return render(request, "app/report.html", numbers(report, request))


def numbers(report: ReportView, request: HttpRequest, most: int = BARS) -> dict[str, Any]:
    """The chart of a report, of so many bars at most, and its table, for a page to show."""
    rows = report.rows(access.person(request))
    names = [name for name, _, _ in report.columns]
    measured = names[-report.measures :] if report.measures else []
    lines = [
        [(name, cell(row[name]), name in measured) for name, _, cell in report.columns]
        for row in rows
    ]
    heads = [(label, name in measured) for name, label, _ in report.columns]
    shown = chart(report, rows, most)
    return {"report": report, "heads": heads, "lines": lines, "chart": shown}


def chart(report: ReportView, rows: list[dict[str, Any]], most: int) -> Chart:
    """The last number of each row, of `most` of them: the latest of days and months, else the first. No bars where
    there is nothing to compare.
    """
    if len(report.columns) == report.measures or len(rows) < 2:
        return Chart(report, [])
    groups, (measure, _, cell) = report.columns[: -report.measures], report.columns[-1]
    latest = groups[0][2] in IN_TIME
    drawn = rows[-most:] if latest else rows[:most]
    sizes = [size(row[measure]) for row in drawn]
    largest = max(sizes)
    if largest <= 0 or min(sizes) < 0:
        return Chart(report, [])
    bars = [
        Bar(label(row, groups), cell(row[measure]), WIDTH * length / largest)
        for row, length in zip(drawn, sizes, strict=True)
    ]
    return Chart(report, bars, len(rows) - len(bars), latest)


def size(value: Any) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return float(value) if isinstance(value, int | float) or value is not None else 0.0


def label(row: dict[str, Any], groups: tuple[Any, ...]) -> str:
    """What the groups of a row are called."""
    return ", ".join(unescape(strip_tags(cell(row[n]))) or "–" for n, _, cell in groups)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All reports that one may see, each with a glance at it."""
    user = access.person(request)
    seen = [numbers(r, request, GLANCE) for r in REPORTS if access.allowed(user, "read", r.entity)]
    return render(request, "app/reports.html", {"glances": seen})


urlpatterns: list[URLPattern] = [
    path("reports/", index, name="reports"),
    *(
        path(f"reports/{r.address}", require_safe(partial(show, r)), name=f"report-{r.name}")
        for r in REPORTS
    ),
]
