"""The pages of reports: a chart where there is something to compare, and the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from app import access
from app.reports import REPORTS, Report

BARS = 30  # the most that a chart shows
WIDTH = 400.0  # of the longest bar


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    top: int
    width: float


def show(report: Report, request: HttpRequest) -> HttpResponse:
    user = access.person(request)
    access.check(user, "read", report.entity)
    rows = report.rows(user)
    names = [name for name, _, _ in report.columns]
    numbers = names[-report.measures :] if report.measures else []
    lines = [
        [(name, cell(row[name]), name in numbers) for name, _, cell in report.columns]
        for row in rows
    ]
    heads = [(label, name in numbers) for name, label, _ in report.columns]
    drawn = bars(report, rows)
    context = {"report": report, "heads": heads, "lines": lines, "bars": drawn}
    context |= {"height": len(drawn) * 28, "measure": heads[-1][0] if heads else ""}
    return render(request, "app/report.html", context)


def bars(report: Report, rows: list[dict[str, Any]]) -> list[Bar]:
    """The last number of each row; none where there is nothing to compare."""
    if len(report.columns) == report.measures or not 1 < len(rows) <= BARS:
        return []
    groups, (measure, _, cell) = report.columns[: -report.measures], report.columns[-1]
    sizes = [size(row[measure]) for row in rows]
    most = max(sizes)
    if most <= 0 or min(sizes) < 0:
        return []
    return [
        Bar(label(row, groups), cell(row[measure]), n * 28, WIDTH * sizes[n] / most)
        for n, row in enumerate(rows)
    ]


def size(value: Any) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return float(value) if isinstance(value, int | float) or value is not None else 0.0


def label(row: dict[str, Any], groups: tuple[Any, ...]) -> str:
    """What the groups of a row are called."""
    return ", ".join(strip_tags(cell(row[n])) or "–" for n, _, cell in groups)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All reports that one may see."""
    return render(request, "app/reports.html")


urlpatterns: list[URLPattern] = [
    path("reports/", index, name="reports"),
    *(
        path(f"reports/{r.address}", require_safe(partial(show, r)), name=f"report-{r.name}")
        for r in REPORTS
    ),
]
