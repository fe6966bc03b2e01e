"""The table notes, in the models and after all migrations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tables import Table, migrated, model


@pytest.mark.parametrize("table", [model, migrated])
def test_r5_the_table_notes(table: Callable[[str], Table]) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date."""
    found = table("notes")
    assert found.columns["text"] == ("TEXT", True)
    assert found.columns["page_number"] == ("INTEGER", True)
    assert found.columns["date"] == ("DATE", True)
    assert found.columns["book_id"] == ("INTEGER", False)
    assert found.links["book_id"] == ("books", "RESTRICT")
