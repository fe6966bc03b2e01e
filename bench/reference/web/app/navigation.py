"""What the application is made of, and the way to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from app import access
from app.reports import REPORTS
from app.views.base import RowViews
from app.views.books import BookViews
from app.views.notes import NoteViews
from app.views.shelves import ShelfViews

# By what each is reached at the top of every page.
AREAS: tuple[RowViews[Any], ...] = (
    ShelfViews(),
    BookViews(),
    NoteViews(),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every page: its title, and the links at its top."""
    here = request.path.split("/")[1] if request.path != "/" else ""
    user = access.person(request)
    seen = [v for v in AREAS if access.allowed(user, "read", v.name)]
    return {
        "application": "Reading room",
        "areas": seen,
        "here": here,
        "person": user,
        "reports": [r for r in REPORTS if access.allowed(user, "read", r.entity)],
        "signup_open": False,
    }
