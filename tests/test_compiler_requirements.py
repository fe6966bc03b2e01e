from __future__ import annotations

from scaffolder.compiler import compile_description

SENTENCES = """# Band rehearsal rooms

- A Room has a name and an hourly rate.
- A Booking belongs to a Room and has a start time and an end time.
- The end time must be after the start time.
- List upcoming Bookings.
"""
PARTS = """# Room

- name (unique)
- hourly rate
- capacity (between 1 and 30)
"""


def test_sentences_in_bullets_stand_by_themselves_below_a_title() -> None:
    plan = compile_description(SENTENCES).plan
    assert plan is not None
    assert [e.name for e in plan.entities] == ["Room", "Booking"]
    assert all(r.status == "covered" for r in plan.requirements if r.kind == "functional")


def test_parts_in_bullets_belong_to_the_thing_above_them() -> None:
    plan = compile_description(PARTS).plan
    assert plan is not None
    (room,) = plan.entities
    assert [f.name for f in room.fields] == ["name", "hourly_rate", "capacity"]
