"""Notes: select, find, create, change, delete."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.lookup import find, refer
from app.models.books import Book
from app.models.notes import Note
from app.paging import ordering
from app.schemas.notes import NoteCreate, NoteList, NoteUpdate

COLUMNS: dict[str, sa.SQLColumnExpression[Any]] = {
    "id": Note.id,
    "text": Note.text,
    "page_number": Note.page_number,
    "date": Note.date,
    "book_id": Note.book_id,
}


def select_notes(
    query: NoteList, *where: sa.ColumnElement[bool], order: str = ""
) -> sa.Select[Note]:
    """The notes that `query` asks for; in `order` where it names none."""
    statement = sa.select(Note).where(*where)
    if query.page_number is not None:
        statement = statement.where(Note.page_number == query.page_number)
    if query.page_number_min is not None:
        statement = statement.where(Note.page_number >= query.page_number_min)
    if query.page_number_max is not None:
        statement = statement.where(Note.page_number <= query.page_number_max)
    if query.date is not None:
        statement = statement.where(Note.date == query.date)
    if query.date_min is not None:
        statement = statement.where(Note.date >= query.date_min)
    if query.date_max is not None:
        statement = statement.where(Note.date <= query.date_max)
    if query.book_id is not None:
        statement = statement.where(Note.book_id == query.book_id)
    return statement.order_by(*ordering(query.sort or order, COLUMNS), Note.id)


def find_note(session: Session, row_id: int, lock: bool = False) -> Note:
    """The note of that id. Raises Missing."""
    return find(session, Note, row_id, lock=lock)


def create_note(session: Session, data: NoteCreate) -> Note:
    """A new note, stored and checked. Raises Invalid and Conflict."""
    refer(session, Book, data.book_id, "book_id")
    note = Note(**data.model_dump(exclude_unset=True))
    session.add(note)
    session.flush()
    return note


def update_note(session: Session, note: Note, data: NoteUpdate) -> None:
    """Change what `data` names, and check it. Raises Invalid and Conflict."""
    if data.book_id is not None:
        refer(session, Book, data.book_id, "book_id")
    for name, value in data.model_dump(exclude_unset=True).items():
        setattr(note, name, value)
    session.flush()


def delete_note(session: Session, note: Note) -> None:
    """Remove the row and what goes with it."""
    session.delete(note)
    session.flush()
