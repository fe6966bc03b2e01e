"""The names of rows that have no text of their own."""

from __future__ import annotations

import datetime as dt

import pytest

from app.called import called


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


NOON = dt.datetime(2026, 3, 2, 14, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ((), "Visit 7"),
        ((None, None), "Visit 7"),
        (("Biscuit", None), "Visit 7, Biscuit"),
        ((dt.date(2026, 3, 2),), "Visit 7, 2 Mar 2026"),
        (("Biscuit", NOON), "Biscuit, 2 Mar 2026, 12:00"),
        (("Biscuit", "Ana"), "Biscuit, Ana"),
    ],
)
def test_plan_a_row_is_called_by_what_it_is_about(
    parts: tuple[object, ...], name: str
) -> None:
    assert called("Visit 7", *parts) == name
