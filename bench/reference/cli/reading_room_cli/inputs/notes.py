"""What may be typed for notes."""

from __future__ import annotations

from reading_room_cli import amounts, times, values
from reading_room_cli.rows import books as book_rows

KINDS: dict[str, values.Kind] = {
    "text": values.Text(optional=True),
    "page_number": amounts.Whole(low=1, optional=True),
    "date": times.Day(optional=True),
    "book": values.Reference(book_rows.find),
}
