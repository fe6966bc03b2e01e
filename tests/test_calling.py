"""What people call a row by."""

from __future__ import annotations

from scaffolder.plan import Entity, Field, Relation
from scaffolder.plan.calling import called_by
from scaffolder.plan.index import Index
from tests import plans


def link(name: str, target: str, **options: bool) -> Relation:
    return Relation(name=name, target=target, **{"required": True, **options})  # type: ignore[arg-type]


PET = Entity(name="Pet", fields=[Field(name="weight", type="integer"), Field(name="name")])
OWNER = Entity(name="Owner", fields=[Field(name="first_name", required=True), Field(name="last_name")])


def called(entity: Entity) -> list[str]:
    return called_by(entity, [PET, OWNER, entity])


def test_a_name_or_title_names_a_row_and_a_person_has_two_names() -> None:
    assert called(PET) == ["name"]
    assert called(OWNER) == ["first_name", "last_name"]
    fields = [Field(name="text"), Field(name="code", unique=True), Field(name="number", required=True)]
    assert called(Entity(name="X", fields=fields)) == ["code"]
    assert called(Entity(name="X", display="number", fields=fields)) == ["number"]


def test_what_has_no_text_is_called_by_what_it_is_about_and_when() -> None:
    note, day = Field(name="note"), Field(name="day", type="date")
    links = [link("pet", "Pet"), link("owner", "Owner"), link("other", "Pet")]
    assert called(Entity(name="X", fields=[note, day], relations=links)) == ["pet", "owner", "day"]
    assert called(Entity(name="X", fields=[note, day], relations=[link("pet", "Pet", required=False)])) == ["day"]
    assert called(Entity(name="X", fields=[note])) == ["note"]
    repaired = Field(name="repaired_at", type="datetime", readonly=True)
    assert called(Entity(name="X", fields=[repaired, note])) == ["note"]
    assert called(Entity(name="X", fields=[repaired])) == ["repaired_at"]
    assert called(Entity(name="X", fields=[Field(name="size", type="integer")])) == []


def test_what_is_called_by_another_names_no_third() -> None:
    visit = Entity(name="Visit", relations=[link("pet", "Pet"), link("self", "Visit")])
    bill = Entity(name="Bill", relations=[link("visit", "Visit")])
    assert called_by(visit, [PET, visit]) == ["pet"]
    assert called_by(bill, [PET, visit, bill]) == []
    plan = plans.small()
    plan.entities += [PET, visit, bill]
    assert Index(plan).named_by_others == ["Visit"]
