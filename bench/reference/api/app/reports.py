"""Reports: numbers over many rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter
from pydantic import BaseModel

from app.database import SessionDep
from app.models.books import Book

router = APIRouter(prefix="/reports", tags=["Reports"])


class NumberOfBooksPerShelfRow(BaseModel):
    shelf: int | None
    count: int


class NumberOfBooksPerShelfReport(BaseModel):
    rows: list[NumberOfBooksPerShelfRow]


@router.get("/number-of-books-per-shelf", response_model=NumberOfBooksPerShelfReport)
def number_of_books_per_shelf(session: SessionDep) -> dict[str, Sequence[Any]]:
    rows = sa.select(
        Book.id,
        Book.shelf_id.label("shelf"),
    ).subquery()
    statement = sa.select(
        rows.c["shelf"],
        sa.func.count(rows.c["id"]).label("count"),
    ).group_by(rows.c["shelf"])
    statement = statement.order_by(sa.asc("shelf").nulls_first())
    return {"rows": session.execute(statement).mappings().all()}
