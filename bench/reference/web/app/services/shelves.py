"""How shelves leave, and what follows from what is done to them."""

from __future__ import annotations

from django.db.models import RestrictedError

from app.models.shelves import Shelf
from app.problems import Conflict


def remove_shelf(shelf: Shelf, user: object = None) -> None:
    """Raises Conflict while something still refers to it."""

    try:
        shelf.delete()
    except RestrictedError as error:
        raise Conflict("There are still books of this shelf.") from error
