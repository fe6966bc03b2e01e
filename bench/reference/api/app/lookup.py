"""Finding rows by id."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Base
from app.problems import Invalid, Missing

Row = TypeVar("Row", bound=Base)


def find(
    session: Session,
    model: type[Row],
    row_id: int,
    *where: sa.ColumnElement[bool],
    lock: bool = False,
) -> Row:
    """The row of that id for which `where` holds; `lock` keeps others from it.

    Raises Missing.
    """
    statement = sa.select(model).where(model.__table__.c.id == row_id, *where)
    if lock:
        statement = statement.with_for_update(
            of=model, key_share=True
        ).execution_options(populate_existing=True)
    row = session.scalar(statement)
    if row is None:
        raise Missing
    return row


def refer(
    session: Session,
    model: type[Row],
    row_id: int,
    field: str,
    *where: sa.ColumnElement[bool],
) -> Row:
    """The row that `field` of a request names. Raises Invalid."""
    row = session.scalar(sa.select(model).where(model.__table__.c.id == row_id, *where))
    if row is None:
        raise Invalid(f"There is no row {row_id}.", field)
    return row
