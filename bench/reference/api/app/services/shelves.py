"""Shelves: select, find, create, change, delete."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.lookup import find
from app.models.shelves import Shelf
from app.paging import ordering
from app.problems import Conflict
from app.schemas.shelves import ShelfCreate, ShelfList, ShelfUpdate

COLUMNS: dict[str, sa.SQLColumnExpression[Any]] = {
    "id": Shelf.id,
    "name": Shelf.name,
    "floor": Shelf.floor,
}


def select_shelves(
    query: ShelfList, *where: sa.ColumnElement[bool], order: str = ""
) -> sa.Select[Shelf]:
    """The shelves that `query` asks for; in `order` where it names none."""
    statement = sa.select(Shelf).where(*where)
    if query.floor is not None:
        statement = statement.where(Shelf.floor == query.floor)
    if query.floor_min is not None:
        statement = statement.where(Shelf.floor >= query.floor_min)
    if query.floor_max is not None:
        statement = statement.where(Shelf.floor <= query.floor_max)
    return statement.order_by(*ordering(query.sort or order, COLUMNS), Shelf.id)


def find_shelf(session: Session, row_id: int, lock: bool = False) -> Shelf:
    """The shelf of that id. Raises Missing."""
    return find(session, Shelf, row_id, lock=lock)


def create_shelf(session: Session, data: ShelfCreate) -> Shelf:
    """A new shelf, stored and checked. Raises Invalid and Conflict."""
    shelf = Shelf(**data.model_dump(exclude_unset=True))
    session.add(shelf)
    session.flush()
    return shelf


def update_shelf(session: Session, shelf: Shelf, data: ShelfUpdate) -> None:
    """Change what `data` names, and check it. Raises Invalid and Conflict."""
    for name, value in data.model_dump(exclude_unset=True).items():
        setattr(shelf, name, value)
    session.flush()


def delete_shelf(session: Session, shelf: Shelf) -> None:
    """Raises Conflict while something still refers to it."""
    session.delete(shelf)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("There are still books of this shelf.") from error
