"""Notes over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status

from app.database import SessionDep
from app.fields import RowId
from app.models.notes import Note
from app.paging import Found, Page, paginate
from app.schemas.notes import NoteCreate, NoteList, NoteRead, NoteUpdate
from app.services.notes import (
    create_note,
    delete_note,
    find_note,
    select_notes,
    update_note,
)

router = APIRouter(prefix="/notes", tags=["Notes"])


@router.get("", response_model=Page[NoteRead])
def list_notes(query: Annotated[NoteList, Query()], session: SessionDep) -> Found[Note]:
    return paginate(session, select_notes(query), query)


@router.post("", status_code=status.HTTP_201_CREATED, response_model=NoteRead)
def create(data: NoteCreate, session: SessionDep) -> Note:
    note = create_note(session, data)
    session.commit()
    return note


@router.get("/{note_id}", response_model=NoteRead)
def read(note_id: RowId, session: SessionDep) -> Note:
    return find_note(session, note_id)


@router.patch("/{note_id}", response_model=NoteRead)
def update(note_id: RowId, data: NoteUpdate, session: SessionDep) -> Note:
    note = find_note(session, note_id, lock=True)
    update_note(session, note, data)
    session.commit()
    return note


@router.delete("/{note_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete(note_id: RowId, session: SessionDep) -> None:
    note = find_note(session, note_id, lock=True)
    delete_note(session, note)
    session.commit()
