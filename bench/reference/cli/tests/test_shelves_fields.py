"""Shelves fields: each test is named for the requirement that it proves."""

from __future__ import annotations

import pytest

from tests.answers import created, found, invalid, option, refused
from tests.conftest import Caller


def test_r3_a_shelf_has_name_and_floor(run: Caller) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When a shelf is created with name and floor, it is stored and comes back as it was
    given.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1", "--floor": 2}))
    assert shelf["name"] == "Shelf 1"
    assert shelf["floor"] == 2
    shelf = found(run("shelves show --format json", {"ID": shelf["id"]}))
    assert shelf["name"] == "Shelf 1"
    assert shelf["floor"] == 2


def test_r3_name_and_floor_of_a_shelf_can_be_changed(run: Caller) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given a shelf: when its name and floor change, it has the new values from then on.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    shelf = found(
        run("shelves edit --format json", {"ID": shelf["id"], "--name": "Shelf 3"})
    )
    assert shelf["name"] == "Shelf 3"
    shelf = found(run("shelves edit --format json", {"ID": shelf["id"], "--floor": 4}))
    assert shelf["floor"] == 4
    shelf = found(run("shelves show --format json", {"ID": shelf["id"]}))
    assert shelf["name"] == "Shelf 3"
    assert shelf["floor"] == 4


@pytest.mark.parametrize(
    "name",
    [
        "NAME",
    ],
)
def test_r3_a_shelf_without_name_is_refused(run: Caller, name: str) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When a shelf is created without name, it is refused, and the missing value is
    named.
    """
    values: dict[str, object] = {"NAME": "Shelf 1"}
    assert invalid(
        run("shelves add", {k: v for k, v in values.items() if k != name})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NAME", None),
    ],
)
def test_r3_name_of_a_shelf_cannot_be_empty(
    run: Caller, name: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When name of a shelf would be empty, that is refused, and the field is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    values: dict[str, object] = {"NAME": "Shelf 2"}
    assert invalid(run("shelves add", {**values, name: value})) == option(name)
    assert invalid(
        run("shelves edit", {"ID": shelf["id"], option(name): value})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--floor", "many"),
    ],
)
def test_r3_name_and_floor_of_a_shelf_that_has_a_wrong_type_is_refused(
    run: Caller, name: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When name and floor of a shelf gets a value of the wrong type, it is refused, and
    the field is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    values: dict[str, object] = {"NAME": "Shelf 2"}
    assert invalid(run("shelves add", {**values, name: value})) == option(name)
    assert invalid(
        run("shelves edit", {"ID": shelf["id"], option(name): value})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--floor", -1),
        ("--floor", 10),
    ],
)
def test_r3_floor_of_a_shelf_that_is_out_of_bounds_is_refused(
    run: Caller, name: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When floor of a shelf gets a value beyond its bounds, it is refused, and the field
    is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    values: dict[str, object] = {"NAME": "Shelf 2"}
    assert invalid(run("shelves add", {**values, name: value})) == option(name)
    assert invalid(
        run("shelves edit", {"ID": shelf["id"], option(name): value})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--floor", 0),
        ("--floor", 9),
    ],
)
def test_r3_floor_of_a_shelf_on_its_bounds_is_accepted(
    run: Caller, name: str, value: object
) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    When floor of a shelf gets a value on its bounds, it is accepted.
    """
    values: dict[str, object] = {"NAME": "Shelf 1"}
    created(run("shelves add --format json", {**values, name: value}))


def test_r3_two_rows_of_a_shelf_never_have_the_same_name(run: Caller) -> None:
    """A Shelf has a name (unique) and a floor (between 0 and 9).

    Given a shelf: when another one gets the same name, it is refused, at creation and
    as a change.
    """
    created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    refused(run("shelves add", {"NAME": "Shelf 1"}), 3)
    shelf_2 = created(run("shelves add --format json", {"NAME": "Shelf 2"}))
    refused(run("shelves edit", {"ID": shelf_2["id"], "--name": "Shelf 1"}), 3)
