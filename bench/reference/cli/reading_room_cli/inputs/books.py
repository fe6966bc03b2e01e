"""What may be typed for books."""

from __future__ import annotations

from reading_room_cli import amounts, values
from reading_room_cli.rows import shelves as shelf_rows

KINDS: dict[str, values.Kind] = {
    "title": values.Text(high=200),
    "author": values.Text(high=200, optional=True),
    "isbn": values.Text(high=200, optional=True),
    "price": amounts.Money(),
    "shelf": values.Reference(shelf_rows.find),
}
