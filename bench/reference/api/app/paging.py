"""Pages of a list: which rows, in which order, and how many there are in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.problems import Invalid

T = TypeVar("T")


class Paging(BaseModel):
    """The parameters that every list takes; any other is refused."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 20


class Page(BaseModel, Generic[T]):
    model_config = ConfigDict(from_attributes=True)

    items: list[T]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True)
class Found(Generic[T]):
    items: Sequence[T]
    total: int
    page: int
    page_size: int


def paginate(
    session: Session,
    statement: sa.Select[T],
    paging: Paging,
    limit: int = 2**31 - 1,
) -> Found[T]:
    """One page of the first `limit` rows that `statement` selects."""
    rows = sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())
    total = min(session.scalar(rows) or 0, limit)
    skipped = (paging.page - 1) * paging.page_size
    size = max(0, min(paging.page_size, limit - skipped))
    items = session.scalars(statement.limit(size).offset(skipped)).all()
    return Found(items, total, paging.page, paging.page_size)


def ordering(
    sort: str, columns: Mapping[str, sa.SQLColumnExpression[Any]]
) -> list[sa.UnaryExpression[Any]]:
    """The order that "-price,name" asks for; no value counts as less than any."""
    order = []
    for word in filter(None, sort.split(",")):
        column = columns.get(word.removeprefix("-"))
        if column is None:
            raise Invalid(f"There is no order by {word.removeprefix('-')}.", "sort")
        falling = word.startswith("-")
        order.append(
            column.desc().nulls_last() if falling else column.asc().nulls_first()
        )
    return order
