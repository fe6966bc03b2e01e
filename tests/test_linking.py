"""A row is linked to no row that its writer may not see: such a one is refused as one that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scaffolder import stacks
from scaffolder.compiler import compile_description
from scaffolder.criteria.derive import prove
from scaffolder.environment import Environments
from scaffolder.plan import Plan
from tests.api_apps import write
from tests.conftest import ENVIRONMENTS
from tests.extent import deep
from tests.lab import Lab

VET = """# Vet

An API for a vet.

A Keeper has a name and an email (unique).
A Pet belongs to a Keeper and has a name and a kind (dog, cat).
A Visit belongs to a Pet and has a reason, a date and a status (planned, done).
A Group has a name. A Group has many Pets and a Pet has many Groups.
Keepers can only see their own Pets.
Keepers can create and update Visits.
Keepers can create and update Groups.
Nurses can create, update and delete Pets, Visits and Groups.
Keepers can swap a Visit to another Pet.
"""
CALL = re.compile(r"access\.linkable\(user, Pet\)")
SHOWN = {
    "keeper_does_not_link_a_visit_to_a_pet_that_is_not_there_for_them",
    "a_visit_keeps_a_pet_that_a_keeper_may_not_see",
    "keeper_does_not_link_a_group_to_a_pet_that_is_not_there_for_them",
    "a_group_keeps_a_pet_that_a_keeper_may_not_see",
    "keeper_does_not_swap_a_visit_with_a_pet_that_is_not_there_for_them",
}


@cache
def vet(stack: str) -> Plan:
    found = compile_description(VET, stack=stack).plan
    assert found is not None
    return found


def named() -> list[str]:
    """The tests of the application about this, as pytest calls them."""
    return [s.name for s in prove(vet("api")).scenarios if s.name.removeprefix("test_r8_") in SHOWN]


def test_each_way_to_a_row_has_its_scenario() -> None:
    assert {name.removeprefix("test_r8_") for name in named()} == SHOWN


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with Lab(write(vet("api"), tmp_path_factory.mktemp("vet"))) as lab:
        yield lab


def places(root: Path) -> list[tuple[str, str]]:
    """Each place where a request is asked what it links to, with the file as it is where nobody asks there."""
    found = []
    for file in sorted((root / "app").rglob("*.py")):
        text = file.read_text()
        for call in CALL.finditer(text):
            open_ = text[: call.start()] + "sa.true()" + text[call.end() :]
            imported = open_ if "import sqlalchemy as sa" in open_ else open_.replace(
                "from app import access", "import sqlalchemy as sa\nfrom app import access"
            )  # fmt: skip
            found.append((file.relative_to(root).as_posix(), imported))
    return found


def about_links(root: Path) -> list[str]:
    wanted = set(named())
    return [
        f"{file.relative_to(root)}::{name}"
        for file in sorted((root / "tests").glob("test_*.py"))
        for name in re.findall(r"^def (test_\w+)", file.read_text(), re.M)
        if name in wanted
    ]


@pytest.mark.slow
def test_every_place_where_a_request_links_is_watched(api: Lab) -> None:
    tests = about_links(api.root)
    assert len(tests) == len(SHOWN) and api.failing(tests) == []
    edits = places(api.root)
    assert [path for path, _ in edits] == [
        "app/routes/visits.py",
        *["app/services/groups.py"] * 2,
        *["app/services/visits.py"] * 2,
    ]
    assert [path for path, text in edits if not api.failing(tests, {path: text}, first=True)] == []


@deep
@pytest.mark.slow
def test_pages_offer_no_rows_of_others_either(tmp_path: Path) -> None:
    stack = stacks.load("web")
    root = write(vet("web"), tmp_path, "web")
    python = Environments(ENVIRONMENTS).ensure(stack.lock, lambda event: None).python
    with Lab(root, python=python, preload=stack.run["preload"]) as lab:
        tests = about_links(root)
        assert len(tests) == len(SHOWN) and lab.failing(tests) == []
        path = "app/forms/choices.py"
        text = (root / path).read_text()
        for narrowed, left in (
            ("offered(field.queryset, user, chosen)", "field.queryset"),
            ('if not access.allowed(user, "read", rows.model.__name__)', "if True"),
        ):
            assert narrowed in text
            assert lab.failing(tests, {path: text.replace(narrowed, left)}, first=True), narrowed
