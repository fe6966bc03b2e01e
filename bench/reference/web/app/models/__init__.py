"""What is kept."""

from __future__ import annotations

from app.models.books import Book
from app.models.notes import Note
from app.models.shelves import Shelf

__all__ = [
    "Book",
    "Note",
    "Shelf",
]
