"""What people do to books beyond changing them."""

from __future__ import annotations

from app.models.books import Book
from app.problems import require
from app.rows import save


def require_receive_book(book: Book, user: object) -> None:
    """Raises Conflict for a row that is not ready for it."""
    require(book.status == "ordered", "It must be ordered.")


def receive_book(book: Book, user: object) -> None:
    """Receive. Raises Conflict and Invalid."""
    require_receive_book(book, user)
    book.status = "available"
    save(book)


def require_lose_book(book: Book, user: object) -> None:
    """Raises Conflict for a row that is not ready for it."""
    require(book.status == "available", "It must be available.")


def lose_book(book: Book, user: object) -> None:
    """Lose. Raises Conflict and Invalid."""
    require_lose_book(book, user)
    book.status = "lost"
    save(book)
