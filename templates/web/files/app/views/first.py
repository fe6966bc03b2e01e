"""The first rows of a list, for a page that shows more than that list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from app import access
from app.views.base import EntityViews
from app.views.listing import Column, Query, followed, listed, named, opened, table


def first_rows(views: EntityViews[Any], query: Query, request: HttpRequest, most: int) -> dict[str, Any]:
    """Columns and lines of at most so many; whether there are more, and where all are."""
    user, rows = access.person(request), views.rows(request)
    if query.where:
        rows = rows.filter(query.where(user))
    shown = listed(opened(views.shown, user), *views.called)
    called = named(views.shown, views.called)
    rows = rows.prefetch_related(*followed([*called, *shown]))
    found = list(views.listing(rows, query.order or views.order, query.limit)[: most + 1])
    heads = [Column(s.label, number=s.number) for s in shown]
    return {
        "address": f"/{views.folder}/{query.address if query.name else ''}",
        "columns": [Column(views.head), *heads],
        "table": table(found[:most], shown),
        "more": len(found) > most,
    }
