"""Shelves fields: each test is named for the requirement that it proves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.answers import created, found, invalid, refused
from tests.pages import submit


def test_r3_a_shelf_has_name_and_floor(
    client: Client,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When a shelf is created with name and floor, it is stored and comes back as it was
    given.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1", "floor": 2}))
    assert shelf["name"] == "Shelf 1"
    assert shelf["floor"] == "2"
    shelf = found(client.get(f"/shelves/{shelf['id']}/"))
    assert shelf["name"] == "Shelf 1"
    assert shelf["floor"] == "2"


def test_r3_name_and_floor_of_a_shelf_can_be_changed(
    client: Client,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given a shelf: when its name and floor change, it has the new values from then on.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    shelf = found(submit(client, f"/shelves/{shelf['id']}/edit/", {"name": "Shelf 3"}))
    assert shelf["name"] == "Shelf 3"
    shelf = found(submit(client, f"/shelves/{shelf['id']}/edit/", {"floor": 4}))
    assert shelf["floor"] == "4"
    shelf = found(client.get(f"/shelves/{shelf['id']}/"))
    assert shelf["name"] == "Shelf 3"
    assert shelf["floor"] == "4"


@pytest.mark.parametrize(
    "field",
    [
        "name",
    ],
)
def test_r3_a_shelf_without_name_is_refused(client: Client, field: str) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When a shelf is created without name, it is refused, and the missing value is
    named.
    """
    values: dict[str, Any] = {"name": "Shelf 1"}
    assert invalid(submit(client, "/shelves/new/", {**values, field: None})) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
    ],
)
def test_r3_name_of_a_shelf_cannot_be_empty(
    client: Client, field: str, value: Any
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When name of a shelf would be empty, that is refused, and the field is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    values: dict[str, Any] = {"name": "Shelf 2"}
    assert invalid(submit(client, "/shelves/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/shelves/{shelf['id']}/edit/", {field: value})) == [
        field
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "not\0readable"),
        ("floor", "many"),
    ],
)
def test_r3_name_and_floor_of_a_shelf_that_has_a_wrong_type_is_refused(
    client: Client, field: str, value: Any
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When name and floor of a shelf gets a value of the wrong type, it is refused, and
    the field is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    values: dict[str, Any] = {"name": "Shelf 2"}
    assert invalid(submit(client, "/shelves/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/shelves/{shelf['id']}/edit/", {field: value})) == [
        field
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("floor", -1),
        ("floor", 10),
    ],
)
def test_r3_floor_of_a_shelf_that_is_out_of_bounds_is_refused(
    client: Client, field: str, value: Any
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When floor of a shelf gets a value beyond its bounds, it is refused, and the field
    is named.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    values: dict[str, Any] = {"name": "Shelf 2"}
    assert invalid(submit(client, "/shelves/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/shelves/{shelf['id']}/edit/", {field: value})) == [
        field
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("floor", 0),
        ("floor", 9),
    ],
)
def test_r3_floor_of_a_shelf_on_its_bounds_is_accepted(
    client: Client, field: str, value: Any
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When floor of a shelf gets a value on its bounds, it is accepted.
    """
    values: dict[str, Any] = {"name": "Shelf 1"}
    created(submit(client, "/shelves/new/", {**values, field: value}))


def test_r3_two_rows_of_a_shelf_never_have_the_same_name(
    client: Client,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given a shelf: when another one gets the same name, it is refused, at creation and
    as a change.
    """
    created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    refused(submit(client, "/shelves/new/", {"name": "Shelf 1"}), 409)
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2"}))
    refused(submit(client, f"/shelves/{shelf_2['id']}/edit/", {"name": "Shelf 1"}), 409)
