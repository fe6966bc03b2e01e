"""Shelves lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.answers import (
    created,
    gone,
    ids,
    refused,
)


def test_r3_shelves_are_listed(
    client: TestClient,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given three of shelves: when they are listed, all are there, in the order of age.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    shelf_2 = created(client.post("/shelves", json={"name": "Shelf name 2"}))
    shelf_3 = created(client.post("/shelves", json={"name": "Shelf name 3"}))
    assert ids(client.get("/shelves")) == [shelf["id"], shelf_2["id"], shelf_3["id"]]


def test_plan_shelves_come_in_pages(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of shelves: when two a page are asked for, the second page has the
    third.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    shelf_2 = created(client.post("/shelves", json={"name": "Shelf name 2"}))
    shelf_3 = created(client.post("/shelves", json={"name": "Shelf name 3"}))
    assert ids(
        client.get(
            "/shelves",
            params={
                "page": 1,
                "page_size": 2,
            },
        )
    ) == [shelf["id"], shelf_2["id"]]
    assert ids(
        client.get(
            "/shelves",
            params={
                "page": 2,
                "page_size": 2,
            },
        )
    ) == [shelf_3["id"]]


def test_plan_shelves_filtered_by_floor(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of shelves: when only those of one floor are asked for, only these are
    shown.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1", "floor": 3}))
    shelf_2 = created(
        client.post("/shelves", json={"name": "Shelf name 2", "floor": 4})
    )
    shelf_3 = created(
        client.post("/shelves", json={"name": "Shelf name 3", "floor": 2})
    )
    assert ids(
        client.get(
            "/shelves",
            params={
                "floor": 3,
            },
        )
    ) == [shelf["id"]]
    assert ids(
        client.get(
            "/shelves",
            params={
                "floor_min": 3,
            },
        )
    ) == [shelf["id"], shelf_2["id"]]
    assert ids(
        client.get(
            "/shelves",
            params={
                "floor_max": 3,
            },
        )
    ) == [shelf["id"], shelf_3["id"]]


def test_plan_shelves_sorted_by_name_and_floor(
    client: TestClient,
) -> None:
    """The plan says so, though nobody asked.

    Given three of shelves: when they are sorted by name and floor, up and down they
    come in that order.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 2", "floor": 3}))
    shelf_2 = created(
        client.post("/shelves", json={"name": "Shelf name 3", "floor": 4})
    )
    shelf_3 = created(
        client.post("/shelves", json={"name": "Shelf name 1", "floor": 2})
    )
    assert ids(
        client.get(
            "/shelves",
            params={
                "sort": "name",
            },
        )
    ) == [shelf_3["id"], shelf["id"], shelf_2["id"]]
    assert ids(
        client.get(
            "/shelves",
            params={
                "sort": "-name",
            },
        )
    ) == [shelf_2["id"], shelf["id"], shelf_3["id"]]
    assert ids(
        client.get(
            "/shelves",
            params={
                "sort": "floor",
            },
        )
    ) == [shelf_3["id"], shelf["id"], shelf_2["id"]]
    assert ids(
        client.get(
            "/shelves",
            params={
                "sort": "-floor",
            },
        )
    ) == [shelf_2["id"], shelf["id"], shelf_3["id"]]


def test_r3_a_shelf_can_be_deleted(
    client: TestClient,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given two rows of a shelf: when one is deleted, it is gone, the other one stays.
    """
    shelf = created(client.post("/shelves", json={"name": "Shelf name 1"}))
    shelf_2 = created(client.post("/shelves", json={"name": "Shelf name 2"}))
    gone(client.delete(f"/shelves/{shelf['id']}"))
    refused(client.get(f"/shelves/{shelf['id']}"), 404)
    assert ids(client.get("/shelves")) == [shelf_2["id"]]
