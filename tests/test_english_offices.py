"""Who is named to manage a thing, and what is left to the others who work there."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description
from tests.test_english_findings import finding

SCHOOL = """A web app for a school.
A Teacher has a name and an email.
A Course has a title and belongs to a Teacher.
A Room has a name.
"""


def rights(text: str, role: str) -> dict[str, set[tuple[str, bool]]]:
    """By entity: what a role may do, and whether to its own rows only."""
    plan = compile_description(SCHOOL + text, stack="web").plan
    assert plan is not None
    found: dict[str, set[tuple[str, bool]]] = {}
    for p in plan.permissions:
        if p.role == role:
            found.setdefault(p.entity, set()).update((o, p.where is not None) for o in p.operations)
    return found


ALL = {(o, False) for o in ("create", "read", "update", "delete")}


@pytest.mark.parametrize(
    "said",
    [
        "Admins manage Teachers and Rooms.",
        "Admins can create, update and delete Teachers and Rooms.",
        "Principals manage Teachers and Rooms.",
        "Only principals can create, update and delete Teachers and Rooms.",
    ],
)
def test_who_is_not_named_sees_what_others_manage(said: str) -> None:
    found = rights(f"{said}\nTeachers can create Courses.\n", "teacher")
    assert found["Room"] == {("read", False)}
    assert ("delete", False) not in found["Teacher"] and ("update", False) not in found["Teacher"]
    assert ("read", False) in found["Teacher"]
    assert found["Course"] == ALL  # nobody else is named for these


def test_one_still_changes_ones_own_profile() -> None:
    found = rights("Principals manage Teachers.\nTeachers can create Courses.\n", "teacher")
    assert found["Teacher"] == {("read", False), ("update", True)}


def test_what_is_stated_of_who_does_not_manage_is_granted() -> None:
    found = rights("Admins manage Rooms.\nTeachers can update Rooms.\n", "teacher")
    assert found["Room"] == {("read", False), ("update", False)}
    assert rights("Admins manage Rooms.\nTeachers manage Rooms.\n", "teacher")["Room"] == ALL


def test_an_admin_who_may_do_everything_takes_nothing_from_others() -> None:
    assert rights("Admins can do everything.\nTeachers can create Courses.\n", "teacher")["Room"] == ALL
    assert rights("Admins can delete Rooms.\nTeachers can create Courses.\n", "teacher")["Room"] == ALL


def test_it_is_told_what_is_left() -> None:
    said = "Admins manage Teachers.\nTeachers can create Courses.\n"
    assert "may read Teachers" in str(finding(compile_description(SCHOOL + said, stack="web"), "A205"))
