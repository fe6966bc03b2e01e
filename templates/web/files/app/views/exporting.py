"""Rows to files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from app import access
from app.forms.entered import written
from app.views.listing import followed

if TYPE_CHECKING:
    from app.views.base import EntityViews


@dataclass(frozen=True)
class ExportView:
    """`columns`: what stands in each, by its head. `where`, `order` and `limit`: as in a list of its own."""

    label: str
    format: str
    columns: Mapping[str, Callable[[Any], Any]]
    where: Callable[[Any], Any] | None = None
    order: str = ""
    limit: int | None = None

    @property
    def address(self) -> str:
        return f"export.{self.format}"


def export(views: EntityViews[Any], kind: ExportView, request: HttpRequest) -> HttpResponse:
    user = access.person(request)
    access.check(user, "export", views.name)
    rows = views.living().filter(access.visible(user, "export", views.model))
    rows = rows.filter(kind.where(user)) if kind.where else rows
    rows = rows.prefetch_related(*followed(views.shown))
    listing = views.listing(rows, kind.order or views.order, kind.limit)
    lines = [{k: written(v(row)) for k, v in kind.columns.items()} for row in listing]
    text = csv_text(kind.columns, lines) if kind.format == "csv" else json.dumps(lines)
    kinds = {"csv": "text/csv", "json": "application/json"}
    answer = HttpResponse(text, content_type=f"{kinds[kind.format]}; charset=utf-8")
    name = f"{views.folder}.{kind.format}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def csv_text(heads: Iterable[str], lines: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in line.values()] for line in lines)
    return text.getvalue()


def cell(value: Any) -> Any:
    """A value for a spreadsheet, which must not take text for a formula."""
    if isinstance(value, list | dict):
        return json.dumps(value)
    formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if formula and not number_like(value) else value


def number_like(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).replace(" ", "").isdigit()
