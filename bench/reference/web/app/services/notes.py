"""How notes leave, and what follows from what is done to them."""

from __future__ import annotations

from app.models.notes import Note


def remove_note(note: Note, user: object = None) -> None:
    """Remove the row and what goes with it."""

    note.delete()
