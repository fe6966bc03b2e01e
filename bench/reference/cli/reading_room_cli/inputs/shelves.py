"""What may be typed for shelves."""

from __future__ import annotations

from reading_room_cli import amounts, values

KINDS: dict[str, values.Kind] = {
    "name": values.Text(high=200),
    "floor": amounts.Whole(low=0, high=9, optional=True),
}
