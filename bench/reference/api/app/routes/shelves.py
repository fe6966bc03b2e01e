"""Shelves over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status

from app.database import SessionDep
from app.fields import RowId
from app.models.shelves import Shelf
from app.paging import Found, Page, paginate
from app.schemas.shelves import ShelfCreate, ShelfList, ShelfRead, ShelfUpdate
from app.services.shelves import (
    create_shelf,
    delete_shelf,
    find_shelf,
    select_shelves,
    update_shelf,
)

router = APIRouter(prefix="/shelves", tags=["Shelves"])


@router.get("", response_model=Page[ShelfRead])
def list_shelves(
    query: Annotated[ShelfList, Query()], session: SessionDep
) -> Found[Shelf]:
    return paginate(session, select_shelves(query), query)


@router.post("", status_code=status.HTTP_201_CREATED, response_model=ShelfRead)
def create(data: ShelfCreate, session: SessionDep) -> Shelf:
    shelf = create_shelf(session, data)
    session.commit()
    return shelf


@router.get("/{shelf_id}", response_model=ShelfRead)
def read(shelf_id: RowId, session: SessionDep) -> Shelf:
    return find_shelf(session, shelf_id)


@router.patch("/{shelf_id}", response_model=ShelfRead)
def update(shelf_id: RowId, data: ShelfUpdate, session: SessionDep) -> Shelf:
    shelf = find_shelf(session, shelf_id, lock=True)
    update_shelf(session, shelf, data)
    session.commit()
    return shelf


@router.delete("/{shelf_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete(shelf_id: RowId, session: SessionDep) -> None:
    shelf = find_shelf(session, shelf_id, lock=True)
    delete_shelf(session, shelf)
    session.commit()
