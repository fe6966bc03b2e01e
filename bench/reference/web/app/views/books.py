"""The pages of books."""

from __future__ import annotations

from typing import Any

from app import cells
from app.actions import books as actions
from app.forms.books import BookForm, BookList
from app.models.books import Book
from app.models.notes import Note
from app.services.books import remove_book
from app.views import base
from app.views.acting import Act
from app.views.beside import Related
from app.views.files import Export
from app.views.listing import Query, Shown


class BookViews(base.RowViews[Book]):
    model = Book
    form = BookForm
    narrow = BookList
    folder = "books"
    one = "book"
    a_one = "a book"
    many = "books"
    title = "title"
    searched = ("title",)
    shown = (
        Shown("title", "Title", lambda book: cells.text(book.title), "title"),
        Shown("author", "Author", lambda book: cells.text(book.author), "author"),
        Shown("isbn", "ISBN", lambda book: cells.text(book.isbn), "isbn"),
        Shown(
            "price", "Price", lambda book: cells.money(book.price), "price", number=True
        ),
        Shown(
            "status",
            "Status",
            lambda book: cells.state(book.status, book.get_status_display()),
            "status",
        ),
        Shown(
            "shelf_id",
            "Shelf",
            lambda book: cells.link(book.shelf),
            "shelf",
            follows=("shelf",),
        ),
    )
    related = (Related("Notes", Note, "book", "book_id"),)
    queries = (
        Query(
            "search_books",
            "Search books",
        ),
    )
    exports = (
        Export(
            "Book export",
            "csv",
            {
                "id": lambda book: book.pk,
                "title": lambda book: book.title,
                "author": lambda book: book.author,
                "isbn": lambda book: book.isbn,
                "price": lambda book: f"{book.price:.2f}",
                "status": lambda book: book.status,
                "shelf_id": lambda book: book.shelf_id,
            },
        ),
    )
    acts = (
        Act(
            "receive",
            "Receive",
            actions.receive_book,
            ready=actions.require_receive_book,
        ),
        Act(
            "lose",
            "Lose",
            actions.lose_book,
            ready=actions.require_lose_book,
        ),
    )

    def remove(self, row: Book, user: Any) -> None:
        remove_book(row, user)
