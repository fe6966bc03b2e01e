"""Tables to and from files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from app.database import SessionDep
from app.schemas.books import BookList, BookRead
from app.services.books import select_books

router = APIRouter(tags=["Files"])


@router.get("/books/export.csv", response_class=Response)
def book_export(session: SessionDep) -> Response:
    """All books as a file."""
    statement = select_books(BookList())
    rows = [
        BookRead.model_validate(row).model_dump(mode="json", by_alias=True)
        for row in session.scalars(statement)
    ]
    columns = [
        "id",
        "title",
        "author",
        "isbn",
        "price",
        "status",
        "shelf_id",
    ]
    return csv_file("books.csv", columns, rows)


def csv_file(
    name: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]
) -> Response:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)
    return attachment(name, text.getvalue(), "text/csv")


def cell(value: Any) -> Any:
    """A value for a spreadsheet, which must not take text for a formula."""
    if isinstance(value, (list, dict)):
        return json.dumps(value)
    if (
        isinstance(value, str)
        and value[:1] in ("=", "+", "-", "@", "\t", "\r")
        and not number_like(value)
    ):
        return "'" + value
    return value


def number_like(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).replace(" ", "").isdigit()


def attachment(name: str, text: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=kind, headers=headers)
