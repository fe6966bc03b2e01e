"""The first page, and what monitors ask."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from app import access
from app.navigation import AREAS
from app.reports import REPORTS
from app.views.base import RowViews
from app.views.listing import Query
from app.views.reports import chart

CHARTS = 4  # the most that the first page shows
BARS = 8  # the most of each


@dataclass(frozen=True)
class Card:
    """How many rows of a kind there are, and how many its own lists hold."""

    views: RowViews[Any]
    count: int
    lists: list[tuple[Query, int]]
    may_create: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is, and what there is to see in it."""
    user = access.person(request)
    seen = [v for v in AREAS if access.allowed(user, "read", v.name)]
    context: dict[str, Any] = {"cards": [card(v, request) for v in seen]}
    told = [r for r in REPORTS if access.allowed(user, "read", r.entity)]
    charts = (chart(r, r.rows(user), BARS) for r in told)
    context["charts"] = list(islice((c for c in charts if c.bars), CHARTS))
    return render(request, "app/home.html", context)


def card(views: RowViews[Any], request: HttpRequest) -> Card:
    user, rows = access.person(request), views.rows(request)
    lists = [(q, rows.filter(q.where(user)).count()) for q in views.queries if q.where]
    return Card(views, rows.count(), lists, views.may(request, "create"))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process is there."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})
