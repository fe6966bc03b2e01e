"""Where a row is asked whether something may be done to it: only where somebody sees more rows than they may change."""

from __future__ import annotations

from scaffolder.plan import Entity, Field, Operation, Permission, Plan, Role
from scaffolder.plan.index import Index


def index(*rights: tuple[str, list[Operation], str | None]) -> Index:
    roles = [Role(name="writer"), Role(name="reader"), Role(name="admin", admin=True)]
    note = Entity(name="Note", owner="owner", fields=[Field(name="text")])
    permissions = [Permission(role=r, entity="Note", operations=o, where=w) for r, o, w in rights]
    return Index(Plan(name="Notes", slug="notes", roles=roles, entities=[note], permissions=permissions))


OWN, OPEN = "owner == user", "text is not None"


def test_who_changes_what_they_see_is_not_asked_twice() -> None:
    assert not index(("writer", ["read", "update"], OWN)).does_to_fewer("Note", "update")
    assert not index(("writer", ["read"], OWN), ("writer", ["update"], None)).does_to_fewer("Note", "update")
    assert not index(("writer", ["update"], OWN)).does_to_fewer("Note", "update")  # they see none


def test_who_sees_more_than_they_change_is_asked() -> None:
    assert index(("writer", ["read"], None), ("writer", ["update"], OWN)).does_to_fewer("Note", "update")
    assert index(("writer", ["read"], OPEN), ("writer", ["update"], OWN)).does_to_fewer("Note", "update")
    both = index(("writer", ["read", "delete"], OWN), ("reader", ["read"], None), ("reader", ["delete"], OWN))
    assert both.does_to_fewer("Note", "delete")
    assert not both.does_to_fewer("Note", "update")
