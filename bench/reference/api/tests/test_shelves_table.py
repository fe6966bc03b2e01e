"""The table shelves, in the models and after all migrations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tables import Table, migrated, model


@pytest.mark.parametrize("table", [model, migrated])
def test_r3_the_table_shelves(table: Callable[[str], Table]) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9)."""
    found = table("shelves")
    assert found.columns["name"] == ("VARCHAR(200)", False)
    assert found.columns["floor"] == ("INTEGER", True)
    assert ("name",) in found.unique
