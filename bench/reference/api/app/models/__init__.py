"""Every table of the application, imported here so that `metadata` is complete."""

from __future__ import annotations

from app.database import Base
from app.models.books import Book
from app.models.notes import Note
from app.models.shelves import Shelf

metadata = Base.metadata

__all__ = [
    "Shelf",
    "Book",
    "Note",
    "metadata",
]
