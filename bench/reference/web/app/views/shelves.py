"""The pages of shelves."""

from __future__ import annotations

from typing import Any

from app import cells
from app.forms.shelves import ShelfForm, ShelfList
from app.models.books import Book
from app.models.shelves import Shelf
from app.services.shelves import remove_shelf
from app.views import base
from app.views.beside import Related
from app.views.listing import Shown


class ShelfViews(base.RowViews[Shelf]):
    model = Shelf
    form = ShelfForm
    narrow = ShelfList
    folder = "shelves"
    one = "shelf"
    a_one = "a shelf"
    many = "shelves"
    title = "name"
    shown = (
        Shown("name", "Name", lambda shelf: cells.text(shelf.name), "name"),
        Shown(
            "floor",
            "Floor",
            lambda shelf: cells.number(shelf.floor),
            "floor",
            number=True,
        ),
    )
    related = (Related("Books", Book, "shelf", "shelf_id"),)

    def remove(self, row: Shelf, user: Any) -> None:
        remove_shelf(row, user)
