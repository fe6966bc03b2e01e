"""Reports: numbers over many rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from app import access, cells
from app.models.books import Book
from app.models.shelves import Shelf


@dataclass(frozen=True)
class Report:
    """`columns`: name, label and cell of each; the last `measures` of them are numbers."""

    name: str
    label: str
    entity: str
    rows: Callable[[object], list[dict[str, Any]]]
    columns: tuple[tuple[str, str, Callable[[Any], str]], ...]
    measures: int

    @property
    def address(self) -> str:
        return self.name.replace("_", "-") + "/"


def number_of_books_per_shelf(user: object) -> list[dict[str, Any]]:
    rows = Book.objects.filter(access.visible(user, "read", Book))
    found = rows.annotate(
        group_shelf=F("shelf__id"),
    )
    groups = found.values(
        "group_shelf",
    ).annotate(
        count=Count("pk"),
    )
    ordered = groups.order_by(F("group_shelf").asc(nulls_first=True))
    return [
        {name.removeprefix("group_"): value for name, value in row.items()}
        for row in ordered
    ]


REPORTS = (
    Report(
        "number_of_books_per_shelf",
        "Number of books per shelf",
        "Book",
        number_of_books_per_shelf,
        (
            ("shelf", "Shelf", cells.named(Shelf)),
            ("count", "Count", cells.number),
        ),
        1,
    ),
)
