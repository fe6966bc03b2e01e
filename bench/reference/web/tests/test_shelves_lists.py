"""Shelves lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, gone, ids, refused
from tests.pages import submit


def test_r3_shelves_are_listed(
    client: Client,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given three of shelves: when they are listed, all are there, in the order of age.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2"}))
    shelf_3 = created(submit(client, "/shelves/new/", {"name": "Shelf 3"}))
    assert ids(client.get("/shelves/")) == [shelf["id"], shelf_2["id"], shelf_3["id"]]


def test_plan_shelves_come_in_pages(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given three of shelves: when two a page are asked for, the second page has the
    third.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2"}))
    shelf_3 = created(submit(client, "/shelves/new/", {"name": "Shelf 3"}))
    assert ids(
        client.get(
            "/shelves/",
            {
                "page": 1,
                "page_size": 2,
            },
        )
    ) == [shelf["id"], shelf_2["id"]]
    assert ids(
        client.get(
            "/shelves/",
            {
                "page": 2,
                "page_size": 2,
            },
        )
    ) == [shelf_3["id"]]


def test_plan_shelves_filtered_by_floor(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given several of shelves: when only those of one floor are asked for, only these
    are shown.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1", "floor": 3}))
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2", "floor": 4}))
    shelf_3 = created(submit(client, "/shelves/new/", {"name": "Shelf 3", "floor": 2}))
    created(submit(client, "/shelves/new/", {"name": "Shelf 4"}))
    assert ids(
        client.get(
            "/shelves/",
            {
                "floor": "3",
            },
        )
    ) == [shelf["id"]]
    assert ids(
        client.get(
            "/shelves/",
            {
                "floor_min": "3",
            },
        )
    ) == [shelf["id"], shelf_2["id"]]
    assert ids(
        client.get(
            "/shelves/",
            {
                "floor_max": "3",
            },
        )
    ) == [shelf["id"], shelf_3["id"]]


def test_plan_shelves_sorted_by_name_and_floor(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given several of shelves: when they are sorted by name and floor, up and down they
    come in that order.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 2", "floor": 3}))
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 3", "floor": 4}))
    shelf_3 = created(submit(client, "/shelves/new/", {"name": "Shelf 1", "floor": 2}))
    shelf_4 = created(submit(client, "/shelves/new/", {"name": "Shelf 4"}))
    assert ids(
        client.get(
            "/shelves/",
            {
                "sort": "name",
            },
        )
    ) == [shelf_3["id"], shelf["id"], shelf_2["id"], shelf_4["id"]]
    assert ids(
        client.get(
            "/shelves/",
            {
                "sort": "-name",
            },
        )
    ) == [shelf_4["id"], shelf_2["id"], shelf["id"], shelf_3["id"]]
    assert ids(
        client.get(
            "/shelves/",
            {
                "sort": "floor",
            },
        )
    ) == [shelf_4["id"], shelf_3["id"], shelf["id"], shelf_2["id"]]
    assert ids(
        client.get(
            "/shelves/",
            {
                "sort": "-floor",
            },
        )
    ) == [shelf_2["id"], shelf["id"], shelf_3["id"], shelf_4["id"]]


def test_r3_a_shelf_can_be_deleted(
    client: Client,
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given two rows of a shelf: when one is deleted, it is gone, the other one stays.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    shelf_2 = created(submit(client, "/shelves/new/", {"name": "Shelf 2"}))
    gone(submit(client, f"/shelves/{shelf['id']}/delete/", {}))
    refused(client.get(f"/shelves/{shelf['id']}/"), 404)
    assert ids(client.get("/shelves/")) == [shelf_2["id"]]
