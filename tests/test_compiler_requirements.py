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


def covered(text: str) -> dict[str, list[str]]:
    """What is built for each functional requirement, by its first line."""
    plan = compile_description(text).plan
    assert plan is not None
    return {r.text: r.covered_by for r in plan.requirements if r.kind == "functional"}


def test_the_labels_of_requirements_are_no_words() -> None:
    text = "REQ-1 A van has a plate.\nREQ-2: The system shall export vans to CSV.\nREQ-3 - Drivers can reserve a van."
    found = covered(text)
    assert list(found) == ["A van has a plate.", "The system shall export vans to CSV.", "Drivers can reserve a van."]
    assert "export:van_export" in found["The system shall export vans to CSV."]


def test_a_line_in_bold_letters_is_a_heading() -> None:
    found = covered("**What we keep**\n\n- A Book has a title.\n\n__Lists:__\n\nList Books by title.")
    assert list(found) == ["A Book has a title.", "List Books by title."]


def test_a_story_may_stand_in_several_lines() -> None:
    story = "As a clerk\nI want to see the open orders\nso that none is lost"
    found = covered(
        f"An Order has a number and a status (open, lost).\n\n{story}\n\nAs a clerk,\nI want to cancel an order\n"
    )
    assert "query:open_orders" in found[story]
    assert "action:Order.cancel" in found["As a clerk,\nI want to cancel an order"]


def test_numbers_with_several_parts_are_no_words() -> None:
    found = covered(
        "# Vans\n\n1.1 A van has a plate.\n1.2 The system shall export vans to CSV.\n2.1.1. Drivers can reserve a van."
    )
    assert list(found) == ["A van has a plate.", "The system shall export vans to CSV.", "Drivers can reserve a van."]
    assert covered("A Van has a weight.\n2.5 tonnes is the most") == covered(
        "A Van has a weight.\n\n2.5 tonnes is the most"
    )


def test_a_use_case_is_named_by_its_heading() -> None:
    found = covered(
        "Use case 1: Reserve\nA van has a plate.\n\nUse case 2 - Export\nThe system shall export vans to CSV."
    )
    assert list(found) == ["A van has a plate.", "The system shall export vans to CSV."]


def test_questions_ask_and_answers_say() -> None:
    asked = "Q: What is a van?\nA: A van has a plate.\nQ: Who drives?\nA: Drivers can reserve a van."
    assert list(covered(asked)) == ["A van has a plate.", "Drivers can reserve a van."]
    plan = compile_description(asked).plan
    assert plan is not None and plan.entities[0].name == "Van"


SCHEMA = """Room:
  name: string!
  size: int 0..100

Device:
  serial: string, unique, required
  kind: enum(sensor, gateway) = sensor
  unit: varchar(10)
  weight: decimal(8,3)
  online: boolean = false
  seen_at: datetime?
  room_id: FK -> Room, nullable
"""


def test_a_schema_says_types_bounds_defaults_and_links() -> None:
    plan = compile_description(SCHEMA).plan
    assert plan is not None
    room, device = plan.entities
    fields = {f.name: f for f in device.fields}
    assert [f.name for f in room.fields] == ["name", "size"] and room.fields[0].required
    assert list(fields) == ["serial", "kind", "unit", "weight", "online", "seen_at"]
    assert [v.value for v in fields["kind"].enum] == ["sensor", "gateway"] and fields["kind"].default == "sensor"
    assert (fields["unit"].validation.max_length, fields["weight"].type, fields["seen_at"].type) == (
        10,
        "decimal",
        "datetime",
    )
    assert (fields["online"].type, fields["online"].default) == ("boolean", False)
    assert [(r.name, r.target, r.required) for r in device.relations] == [("room", "Room", False)]


def test_values_behind_a_colon_are_those_of_a_field_below_the_name_of_a_thing() -> None:
    fields = "- title (required)\n- kind: bug | chore\n- priority: P1, P2 (default P2)\n- estimate: hours, optional\n"
    plan = compile_description(f"**Issue**\n{fields}").plan
    assert plan is not None
    (issue,) = plan.entities
    priority = issue.fields[2]
    assert [f.name for f in issue.fields] == ["title", "kind", "priority", "estimate"]
    assert [v.value for v in priority.enum] == ["p1", "p2"] and priority.default == "p2"


def test_a_label_before_a_sentence_and_what_is_given_declare_nothing() -> None:
    plan = compile_description(
        "A Shelf has a name and a kind.\n\nData: A box has a size.\n\nGiven a shelf\n\nMetrics: time to fill a shelf"
    ).plan
    assert plan is not None
    assert [e.name for e in plan.entities] == ["Shelf", "Box"] and not plan.actions


def test_the_date_of_a_lending_is_no_other_lending() -> None:
    plan = compile_description("A Lending has a date of lending and a parent lending.").plan
    assert plan is not None
    (lending,) = plan.entities
    assert [(f.name, f.type) for f in lending.fields] == [("date_of_lending", "date")]
    assert [r.name for r in lending.relations] == ["parent"]


def test_short_words_of_notes_are_those_they_stand_for() -> None:
    plan = compile_description("Sample: barcode uniq, code, done y/n").plan
    assert plan is not None
    (sample,) = plan.entities
    assert [(f.name, f.type, f.unique) for f in sample.fields] == [
        ("barcode", "string", True),
        ("code", "string", False),
        ("done", "boolean", False),
    ]
