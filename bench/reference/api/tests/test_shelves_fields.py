"""Shelves fields: each test is named for the requirement that it proves."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.answers import (
    created,
    found,
    invalid,
    refused,
)


def test_r3_a_shelf_has_name_and_floor(
    client: TestClient,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When a shelf is created with name and floor, it is stored and comes back as it was
    given.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1", "floor": 2}))
    assert shelf["name"] == "Shelf name 1"
    assert shelf["floor"] == 2
    shelf = found(client.get(f"/shelves/{shelf['id']}"))
    assert shelf["name"] == "Shelf name 1"
    assert shelf["floor"] == 2


def test_r3_name_and_floor_of_a_shelf_can_be_changed(
    client: TestClient,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given a shelf: when its name and floor change, it has the new values from then on.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    shelf = found(
        client.patch(
            f"/shelves/{shelf['id']}", json={"name": "Shelf name 3", "floor": 4}
        )
    )
    assert shelf["name"] == "Shelf name 3"
    assert shelf["floor"] == 4
    shelf = found(client.get(f"/shelves/{shelf['id']}"))
    assert shelf["name"] == "Shelf name 3"
    assert shelf["floor"] == 4


@pytest.mark.parametrize("field", ["name"])
def test_r3_a_shelf_without_name_is_refused(client: TestClient, field: str) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When a shelf is created without name, it is refused, and the missing value is
    named.
    """
    values = {"name": "Shelf name 1"}
    assert invalid(
        client.post("/shelves", json={k: v for k, v in values.items() if k != field})
    ) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
    ],
)
def test_r3_name_of_a_shelf_cannot_be_empty(
    client: TestClient, field: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When name of a shelf would be empty, that is refused, and the field is named.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    values = {"name": "Shelf name 2"}
    assert invalid(client.post("/shelves", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/shelves/{shelf['id']}", json={field: value})) == [
        field
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 12),
        ("floor", "many"),
    ],
)
def test_r3_name_and_floor_of_a_shelf_that_has_a_wrong_type_is_refused(
    client: TestClient, field: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When name and floor of a shelf gets a value of the wrong type, it is refused, and
    the field is named.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    values = {"name": "Shelf name 2"}
    assert invalid(client.post("/shelves", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/shelves/{shelf['id']}", json={field: value})) == [
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
    client: TestClient, field: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When floor of a shelf gets a value beyond its bounds, it is refused, and the field
    is named.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    values = {"name": "Shelf name 2"}
    assert invalid(client.post("/shelves", json={**values, field: value})) == [field]
    assert invalid(client.patch(f"/shelves/{shelf['id']}", json={field: value})) == [
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
    client: TestClient, field: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When floor of a shelf gets a value on its bounds, it is accepted.
    """
    values = {"name": "Shelf name 1"}
    created(client.post("/shelves", json={**values, field: value}))


def test_r3_two_rows_of_a_shelf_never_have_the_same_name(
    client: TestClient,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given a shelf: when another one gets the same name, it is refused, at creation and
    as a change.
    """
    created(client.post("/shelves", json={"name": "Shelf name 1"}))
    refused(client.post("/shelves", json={"name": "Shelf name 1"}), 409)
    shelf_2 = created(client.post("/shelves", json={"name": "Shelf name 2"}))
    refused(
        client.patch(f"/shelves/{shelf_2['id']}", json={"name": "Shelf name 1"}), 409
    )
