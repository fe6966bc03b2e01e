"""Books."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base

if TYPE_CHECKING:
    from app.models.notes import Note
    from app.models.shelves import Shelf


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    author: Mapped[str | None] = mapped_column(sa.String(200))
    isbn: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    price: Mapped[Decimal] = mapped_column(sa.Numeric(12, 2))
    status: Mapped[str] = mapped_column(sa.String(20), default="ordered")
    shelf_id: Mapped[int] = mapped_column(
        sa.ForeignKey("shelves.id", ondelete="RESTRICT"), index=True
    )

    shelf: Mapped[Shelf] = relationship(back_populates="books")
    notes: Mapped[list[Note]] = relationship(
        back_populates="book", passive_deletes="all", order_by="Note.id"
    )
