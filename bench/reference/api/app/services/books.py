"""Books: select, find, create, change, delete."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.lookup import find, refer
from app.models.books import Book
from app.models.shelves import Shelf
from app.paging import ordering
from app.problems import Conflict
from app.schemas.books import BookCreate, BookList, BookUpdate

COLUMNS: dict[str, sa.SQLColumnExpression[Any]] = {
    "id": Book.id,
    "title": Book.title,
    "author": Book.author,
    "isbn": Book.isbn,
    "price": Book.price,
    "status": Book.status,
    "shelf_id": Book.shelf_id,
}
SEARCHED = (Book.title,)


def select_books(
    query: BookList, *where: sa.ColumnElement[bool], order: str = ""
) -> sa.Select[Book]:
    """The books that `query` asks for; in `order` where it names none."""
    statement = sa.select(Book).where(*where)
    if query.search is not None:
        statement = statement.where(
            sa.or_(
                *(
                    column.icontains(query.search, autoescape=True)
                    for column in SEARCHED
                )
            )
        )
    if query.price is not None:
        statement = statement.where(Book.price == query.price)
    if query.price_min is not None:
        statement = statement.where(Book.price >= query.price_min)
    if query.price_max is not None:
        statement = statement.where(Book.price <= query.price_max)
    if query.status is not None:
        statement = statement.where(Book.status == query.status)
    if query.shelf_id is not None:
        statement = statement.where(Book.shelf_id == query.shelf_id)
    return statement.order_by(*ordering(query.sort or order, COLUMNS), Book.id)


def find_book(session: Session, row_id: int, lock: bool = False) -> Book:
    """The book of that id. Raises Missing."""
    return find(session, Book, row_id, lock=lock)


def create_book(session: Session, data: BookCreate) -> Book:
    """A new book, stored and checked. Raises Invalid and Conflict."""
    refer(session, Shelf, data.shelf_id, "shelf_id")
    book = Book(**data.model_dump(exclude_unset=True))
    session.add(book)
    session.flush()
    return book


def update_book(session: Session, book: Book, data: BookUpdate) -> None:
    """Change what `data` names, and check it. Raises Invalid and Conflict."""
    if data.shelf_id is not None:
        refer(session, Shelf, data.shelf_id, "shelf_id")
    for name, value in data.model_dump(exclude_unset=True).items():
        setattr(book, name, value)
    session.flush()


def delete_book(session: Session, book: Book) -> None:
    """Raises Conflict while something still refers to it."""
    session.delete(book)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("There are still notes of this book.") from error
