"""The table books, in the models and after all migrations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tables import Table, migrated, model


@pytest.mark.parametrize("table", [model, migrated])
def test_r4_the_table_books(table: Callable[[str], Table]) -> None:
    """A Book belongs to a Shelf and has a title, an author, an ISBN (unique), a
    price and a status (ordered, available, lost)."""
    found = table("books")
    assert found.columns["title"] == ("VARCHAR(200)", False)
    assert found.columns["author"] == ("VARCHAR(200)", True)
    assert found.columns["isbn"] == ("VARCHAR(200)", True)
    assert found.columns["price"] == ("NUMERIC(12, 2)", False)
    assert found.columns["status"] == ("VARCHAR(20)", False)
    assert found.columns["shelf_id"] == ("INTEGER", False)
    assert found.links["shelf_id"] == ("shelves", "RESTRICT")
    assert ("isbn",) in found.unique
