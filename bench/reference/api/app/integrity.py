"""What to tell the caller when the database refuses to break a rule."""

from __future__ import annotations

import re

from sqlalchemy.exc import IntegrityError

from app.problems import Conflict, Invalid

# PostgreSQL names the constraint; SQLite names the columns of a unique one.
RULE = re.compile(r'constraint "([^"]+)"|constraint failed: (.+)')

UNIQUE = {
    "uq_shelves_name": ("name", "There is another shelf with this name."),
    "uq_books_isbn": ("isbn", "There is another book with this ISBN."),
}
# The columns of each, in the same order.
COLUMNS = [
    "shelves.name",
    "books.isbn",
]
SQLITE = dict(zip(COLUMNS, UNIQUE, strict=True))


def explain(error: IntegrityError) -> Conflict | Invalid:
    """The rule that was broken, in words, and the field that it is about."""
    found = RULE.search(str(error.orig))
    rule = (found[1] or found[2]) if found else ""
    rule = SQLITE.get(rule, rule)
    if rule in UNIQUE:
        field, message = UNIQUE[rule]
        return Conflict(message, field)
    return Conflict("It refers to a row that is gone, or another row refers to it.")
