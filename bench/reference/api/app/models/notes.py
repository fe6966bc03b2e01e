"""Notes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base

if TYPE_CHECKING:
    from app.models.books import Book


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str | None] = mapped_column(sa.Text)
    page_number: Mapped[int | None]
    date: Mapped[dt.date | None]
    book_id: Mapped[int] = mapped_column(
        sa.ForeignKey("books.id", ondelete="RESTRICT"), index=True
    )

    book: Mapped[Book] = relationship(back_populates="notes")
