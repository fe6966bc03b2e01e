"""What requests and responses about shelves hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app import fields
from app.paging import Paging

Name = Annotated[
    str, Field(min_length=1, max_length=200, examples=["Name"]), fields.READABLE
]
Floor = Annotated[fields.Integer, Field(ge=0, le=9, examples=[0])]


class ShelfCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    floor: Floor | None = None


class ShelfUpdate(BaseModel):
    """Changes: what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: Name = fields.UNSET
    floor: Floor | None = fields.UNSET


class ShelfRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    floor: int | None


class ShelfList(Paging):
    """How a list of shelves is narrowed, ordered and cut."""

    sort: str = ""
    floor: fields.Integer | None = None
    floor_min: fields.Integer | None = None
    floor_max: fields.Integer | None = None
