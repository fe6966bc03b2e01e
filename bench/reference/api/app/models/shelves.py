"""Shelves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base

if TYPE_CHECKING:
    from app.models.books import Book


class Shelf(Base):
    __tablename__ = "shelves"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    floor: Mapped[int | None]

    books: Mapped[list[Book]] = relationship(
        back_populates="shelf", passive_deletes="all", order_by="Book.id"
    )
