"""How books leave, and what follows from what is done to them."""

from __future__ import annotations

from django.db.models import RestrictedError

from app.models.books import Book
from app.problems import Conflict


def remove_book(book: Book, user: object = None) -> None:
    """Raises Conflict while something still refers to it."""

    try:
        book.delete()
    except RestrictedError as error:
        raise Conflict("There are still notes of this book.") from error
