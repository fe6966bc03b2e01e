"""Shelves lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, gone, ids, refused
from tests.conftest import Caller


def test_r3_shelves_are_listed(run: Caller) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given three of shelves: when they are listed, all are there, in the order of age.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    shelf_2 = created(run("shelves add --format json", {"NAME": "Shelf 2"}))
    shelf_3 = created(run("shelves add --format json", {"NAME": "Shelf 3"}))
    assert ids(run("shelves list --format json")) == [
        shelf["id"],
        shelf_2["id"],
        shelf_3["id"],
    ]


def test_plan_shelves_come_in_pages(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given three of shelves: when two a page are asked for, the second page has the
    third.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    shelf_2 = created(run("shelves add --format json", {"NAME": "Shelf 2"}))
    shelf_3 = created(run("shelves add --format json", {"NAME": "Shelf 3"}))
    assert ids(
        run(
            "shelves list --format json",
            {
                "--limit": 2,
            },
        )
    ) == [shelf["id"], shelf_2["id"]]
    assert ids(
        run(
            "shelves list --format json",
            {
                "--limit": 2,
                "--offset": 2,
            },
        )
    ) == [shelf_3["id"]]


def test_plan_shelves_filtered_by_floor(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given several of shelves: when only those of one floor are asked for, only these
    are shown.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1", "--floor": 3}))
    shelf_2 = created(
        run("shelves add --format json", {"NAME": "Shelf 2", "--floor": 4})
    )
    shelf_3 = created(
        run("shelves add --format json", {"NAME": "Shelf 3", "--floor": 2})
    )
    created(run("shelves add --format json", {"NAME": "Shelf 4"}))
    assert ids(
        run(
            "shelves list --format json",
            {
                "--floor": 3,
            },
        )
    ) == [shelf["id"]]
    assert ids(
        run(
            "shelves list --format json",
            {
                "--floor-min": 3,
            },
        )
    ) == [shelf["id"], shelf_2["id"]]
    assert ids(
        run(
            "shelves list --format json",
            {
                "--floor-max": 3,
            },
        )
    ) == [shelf["id"], shelf_3["id"]]


def test_plan_shelves_sorted_by_name_and_floor(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given several of shelves: when they are sorted by name and floor, up and down they
    come in that order.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 2", "--floor": 3}))
    shelf_2 = created(
        run("shelves add --format json", {"NAME": "Shelf 3", "--floor": 4})
    )
    shelf_3 = created(
        run("shelves add --format json", {"NAME": "Shelf 1", "--floor": 2})
    )
    shelf_4 = created(run("shelves add --format json", {"NAME": "Shelf 4"}))
    assert ids(
        run(
            "shelves list --format json",
            {
                "--sort": "name",
            },
        )
    ) == [shelf_3["id"], shelf["id"], shelf_2["id"], shelf_4["id"]]
    assert ids(
        run(
            "shelves list --format json",
            {
                "--sort": "-name",
            },
        )
    ) == [shelf_4["id"], shelf_2["id"], shelf["id"], shelf_3["id"]]
    assert ids(
        run(
            "shelves list --format json",
            {
                "--sort": "floor",
            },
        )
    ) == [shelf_4["id"], shelf_3["id"], shelf["id"], shelf_2["id"]]
    assert ids(
        run(
            "shelves list --format json",
            {
                "--sort": "-floor",
            },
        )
    ) == [shelf_2["id"], shelf["id"], shelf_3["id"], shelf_4["id"]]


def test_r3_a_shelf_can_be_deleted(run: Caller) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given two rows of a shelf: when one is deleted, it is gone, the other one stays.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    shelf_2 = created(run("shelves add --format json", {"NAME": "Shelf 2"}))
    gone(run("shelves remove", {"ID": shelf["id"]}))
    refused(run("shelves show --format json", {"ID": shelf["id"]}), 4)
    assert ids(run("shelves list --format json")) == [shelf_2["id"]]
