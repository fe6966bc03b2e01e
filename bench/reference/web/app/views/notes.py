"""The pages of notes."""

from __future__ import annotations

from typing import Any

from app import cells
from app.forms.notes import NoteForm, NoteList
from app.models.notes import Note
from app.services.notes import remove_note
from app.views import base
from app.views.listing import Shown


class NoteViews(base.RowViews[Note]):
    model = Note
    form = NoteForm
    narrow = NoteList
    folder = "notes"
    one = "note"
    a_one = "a note"
    many = "notes"
    shown = (
        Shown("text", "Text", lambda note: cells.prose(note.text), "text"),
        Shown(
            "page_number",
            "Page number",
            lambda note: cells.number(note.page_number),
            "page_number",
            number=True,
        ),
        Shown("date", "Date", lambda note: cells.day(note.date), "date"),
        Shown(
            "book_id",
            "Book",
            lambda note: cells.link(note.book),
            "book",
            follows=("book",),
        ),
    )

    def remove(self, row: Note, user: Any) -> None:
        remove_note(row, user)
