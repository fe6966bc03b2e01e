"""Books over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status

from app.database import SessionDep
from app.fields import RowId
from app.models.books import Book
from app.paging import Found, Page, paginate
from app.problems import require
from app.schemas.books import BookCreate, BookList, BookRead, BookUpdate
from app.services.books import (
    create_book,
    delete_book,
    find_book,
    select_books,
    update_book,
)

router = APIRouter(prefix="/books", tags=["Books"])


@router.get("", response_model=Page[BookRead])
def list_books(query: Annotated[BookList, Query()], session: SessionDep) -> Found[Book]:
    return paginate(session, select_books(query), query)


@router.post("", status_code=status.HTTP_201_CREATED, response_model=BookRead)
def create(data: BookCreate, session: SessionDep) -> Book:
    book = create_book(session, data)
    session.commit()
    return book


@router.get("/search-books", response_model=Page[BookRead])
def search_books(
    query: Annotated[BookList, Query()], session: SessionDep
) -> Found[Book]:
    statement = select_books(query)
    return paginate(session, statement, query)


@router.get("/{book_id}", response_model=BookRead)
def read(book_id: RowId, session: SessionDep) -> Book:
    return find_book(session, book_id)


@router.patch("/{book_id}", response_model=BookRead)
def update(book_id: RowId, data: BookUpdate, session: SessionDep) -> Book:
    book = find_book(session, book_id, lock=True)
    update_book(session, book, data)
    session.commit()
    return book


@router.delete("/{book_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete(book_id: RowId, session: SessionDep) -> None:
    book = find_book(session, book_id, lock=True)
    delete_book(session, book)
    session.commit()


@router.post("/{book_id}/receive", response_model=BookRead)
def receive_book(book_id: RowId, session: SessionDep) -> Book:
    book = find_book(session, book_id, lock=True)
    require(book.status == "ordered", "It must be ordered.")
    book.status = "available"
    session.commit()
    return book


@router.post("/{book_id}/lose", response_model=BookRead)
def lose_book(book_id: RowId, session: SessionDep) -> Book:
    book = find_book(session, book_id, lock=True)
    require(book.status == "available", "It must be available.")
    book.status = "lost"
    session.commit()
    return book
