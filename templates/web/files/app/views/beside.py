"""Rows of another kind on the page of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest

from app import access
from app.views.listing import Column, followed, listed, named, opened, table

if TYPE_CHECKING:
    from app.views.base import EntityViews

RELATED = 10  # the most that are shown


@dataclass(frozen=True)
class Related:
    """Rows of another kind that have a `link` to a row; `asked` is the input by which their list is narrowed to it."""

    label: str
    model: type[models.Model]
    link: str
    asked: str


def beside(
    request: HttpRequest, row: models.Model, related: Related, views: EntityViews[Any]
) -> dict[str, Any]:
    """The rows of another kind that a row has, as far as the user may see them."""
    seen = opened(views.shown, access.person(request))
    shown = listed(seen, *views.called, related.asked)
    rows = views.rows(request).filter(**{related.link: row}).order_by("-pk")
    rows = rows.prefetch_related(*followed([*named(views.shown, views.called), *shown]))
    found = list(rows[: RELATED + 1])
    heads = [Column(s.label, number=s.number) for s in shown]
    return {
        "related": related,
        "views": views,
        "seen": views.may(request, "read"),
        "may_create": views.may(request, "create"),
        "more": len(found) > RELATED,
        "columns": [Column(views.head), *heads],
        "table": table(found[:RELATED], shown),
    }
