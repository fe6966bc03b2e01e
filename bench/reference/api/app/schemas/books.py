"""What requests and responses about books hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app import fields
from app.paging import Paging

Title = Annotated[
    str, Field(min_length=1, max_length=200, examples=["Title"]), fields.READABLE
]
Author = Annotated[str, Field(max_length=200, examples=["Author"]), fields.READABLE]
Isbn = Annotated[str, Field(max_length=200, examples=["Isbn"]), fields.READABLE]
Price = Annotated[fields.Money, Field(examples=["12.50"])]
Status = Annotated[Literal["ordered", "available", "lost"], Field(examples=["ordered"])]


class BookCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Title
    author: Author | None = None
    isbn: Isbn | None = None
    price: Price
    shelf_id: fields.RowId


class BookUpdate(BaseModel):
    """Changes: what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    title: Title = fields.UNSET
    author: Author | None = fields.UNSET
    isbn: Isbn | None = fields.UNSET
    price: Price = fields.UNSET
    shelf_id: fields.RowId = fields.UNSET


class BookRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    author: str | None
    isbn: str | None
    price: fields.MoneyText
    status: str
    shelf_id: int


class BookList(Paging):
    """How a list of books is narrowed, ordered and cut."""

    search: fields.Text | None = None
    sort: str = ""
    price: fields.Money | None = None
    price_min: fields.Money | None = None
    price_max: fields.Money | None = None
    status: Status | None = None
    shelf_id: fields.RowId | None = None
