"""What requests and responses about notes hold."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app import fields
from app.paging import Paging

Text = Annotated[str, Field(max_length=100_000, examples=["Text"]), fields.READABLE]
PageNumber = Annotated[fields.Integer, Field(ge=1, examples=[1])]
Date = dt.date


class NoteCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Text | None = None
    page_number: PageNumber | None = None
    date: Date | None = None
    book_id: fields.RowId


class NoteUpdate(BaseModel):
    """Changes: what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    text: Text | None = fields.UNSET
    page_number: PageNumber | None = fields.UNSET
    date: Date | None = fields.UNSET
    book_id: fields.RowId = fields.UNSET


class NoteRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    text: str | None
    page_number: int | None
    date: dt.date | None
    book_id: int


class NoteList(Paging):
    """How a list of notes is narrowed, ordered and cut."""

    sort: str = ""
    page_number: fields.Integer | None = None
    page_number_min: fields.Integer | None = None
    page_number_max: fields.Integer | None = None
    date: dt.date | None = None
    date_min: dt.date | None = None
    date_max: dt.date | None = None
    book_id: fields.RowId | None = None
