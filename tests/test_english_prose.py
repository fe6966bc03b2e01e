"""Sentences as people type them, and what is found in each: facts that must be there, and those that must not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scaffolder.compiler import compile_description
from scaffolder.plan import Plan

STACKS = {"api": "api", "cli": "cli", "web": "web"}
SAID = [
    ("The app allows families to create digital scrapbooks of their memories.", "DigitalScrapbook", ""),
    ("The app lets users add new parcels with various marks and search for parcels by weight.", "Parcel", ""),
    ("The app allows users to browse a wide range of old maps.", "Map", ""),
    ("Users can easily find wooden boats near them.", "WoodenBoat", ""),
    ("A Book has a title. Listeners subscribe to books.", "Subscription > Book; subscribe Book", ""),
    (
        "A Time Entry has a note. Project leads approve or reject time entries.",
        "approve TimeEntry; reject TimeEntry",
        "",
    ),
    (
        "A Forum has a title. Users can participate in discussions about forums.",
        "Forum",
        "participate_discussions_about Forum",
    ),
    ("A Book has a title. Courses require books.", "Book", "require Book"),
    ("Public Library Branches have a name.", "PublicLibraryBranch", "role public_library_branch"),
    ("A Reader has a name. A Tool has a name. A reader cannot a tool if they have overdue loans.", "Tool", ""),
    ("A Lesson has a title. A pupil can cancel a booked lesson until the day before.", "pupil: cancel Lesson", ""),
    ("A Kiln has a name. Potters can light a kiln and clean it again.", "potter: clean Kiln", "clean_again Kiln"),
    ("A Cake has a name. The baker marks a cake as baked.", "baker: mark_baked Cake", ""),
    ("A Play has a title. A stage hand requests plays.", "stage_hand: request Play", ""),
    ("A Bike has a name. Parcels have a code. A calculator takes a number.", "Parcel", "role calculator"),
    ("A Kiln has a size. When a potter starts a kiln, the system shall record the start time.", "start Kiln", ""),
    ("A Poster has a title. A Poster can be framed by a curator and archived.", "archive Poster", "role archived"),
    ("A simple blog with posts and comments.", "Post; Comment", "role simple_blog"),
    ("Anyone can create a Poll with a question and 2 or more options.", "Poll.question text; Poll.options list", ""),
    ("A Mechanic has a name. A Task belongs to a Mechanic. A Mechanic cannot have two Tasks.", "limit Task", ""),
    ("Seminar rooms\n\nA Room has a name.", "Room", "seminar Room"),
    ("Volunteer shifts. A Shift has a start.", "Shift", "volunteer Shift"),
    ("A Kiln has a name. Moor a kiln.", "moor Kiln", ""),
    ("A Plant has a name. Visitors can edit their own Plants.", "role visitor", "visitor update Plant"),
    (
        "Scenario: Refund\n\nA Ticket has a seat.\n\nWhen a clerk refunds the ticket\n\nThen the ticket is refunded",
        "clerk: refund Ticket",
        "",
    ),
    (
        "A Meal has a date, portions, grams left, an amount requested and max guests.",
        "Meal.portions integer; Meal.grams_left decimal; Meal.amount_requested money; Meal.max_guests integer",
        "",
    ),
    (
        "Chore chart for a flat share:\n\n* chores with a title and points\n* assign a chore to a flatmate",
        "Chore.title string; Chore.points integer; assign Chore",
        "",
    ),
    (
        "Rules: an order is for one event. Event: name. Order: number. Organisers can cancel an event.",
        "Order > Event; cancel Event",
        "Belong; cancel Order",
    ),
    ("Bike shed for our office: tenants reserve bikes. A Bike has a number.", "reserve Bike", ""),
    (
        "A Repair has a status (received, in progress, ready). Staff can finish a repair and cancel a repair.",
        "cancel Repair: received to cancelled; cancel Repair: in_progress to cancelled",
        "Repair.cancelled_at datetime",
    ),
    (
        "Conductors can plan rehearsals with a date, a start time and a place.",
        "Rehearsal.date date; Rehearsal.start_time datetime; Rehearsal.place string",
        "plan Rehearsal",
    ),
    (
        "A Recipe has a title. Users can leave comments which must be approved by an admin.",
        "Comment; admin: approve Comment",
        "",
    ),
    (
        "Athletes can record workouts including type, duration and heart rate, set goals and rest.",
        "Workout.type string; Workout.duration duration; Goal",
        "Workout.create_goals integer",
    ),
    (
        "Staff can add animals with name, species, age and photos, review applications and approve them.",
        "Animal.species string",
        "Animal.review_applications string; Animal.date_of_birth date",
    ),
    (
        "Stock system for a warehouse: products with SKU (unique), name and unit price.",
        "Product.sku string; Product.unit_price money",
        "",
    ),
    ("A Station has a name. A Reading contains a value and is sent by a Station.", "Reading > Station", ""),
    (
        "Users can create private communities where friends meet. A Community has a name.",
        "Community",
        "create_private Community",
    ),
    (
        "A Task has a title. Users can mark a task as completed by clicking on a button.",
        "mark_completed Task",
        "mark Task",
    ),
    ("A Schedule has a title. Users can input details for schedules.", "Schedule", "input_details Schedule"),
    (
        "A Book has a title. Users can write a review for a book with a score.",
        "Review > Book; Review.score integer",
        "",
    ),
    ("A Notebook has a name. Users can add notes within a notebook.", "Note > Notebook", ""),
    # Of what a role may change or delete nothing is taken away: a tail that is not understood may bound it.
    ("A Note has a text. An Editor can delete Notes across the moon.", "Note", "editor delete Note"),
    ("A Note has a text. An Editor can create Notes across the moon.", "editor create Note", ""),
]


def facts(plan: Plan) -> Iterator[str]:
    for e in plan.entities:
        yield e.name
        yield from (f"{e.name}.{f.name} {f.type}" for f in e.fields)
        yield from (f"{e.name} > {r.target}" for r in e.relations)
        yield from (f"{c.kind} {e.name}" for c in e.constraints)
    for a in plan.actions:
        yield f"{a.name} {a.entity}"
        yield from (f"{role}: {a.name} {a.entity}" for role in a.roles)
    for m in plan.state_machines:
        yield from (f"{t.action} {m.entity}: {source} to {t.to}" for t in m.transitions for source in t.from_)
    for p in plan.permissions:
        if p.origin != "default":
            yield from (f"{p.role} {operation} {p.entity}" for operation in p.operations)
    yield from (f"role {r.name}" for r in plan.roles)
    yield from (f"list {q.name}" for q in plan.queries)
    yield from (f"report {r.name}" for r in plan.reports)


@pytest.mark.parametrize(("text", "found", "absent"), SAID, ids=[text[:60] for text, _, _ in SAID])
def test_what_is_said_is_found(text: str, found: str, absent: str) -> None:
    plan = compile_description(text, stacks=STACKS, proposals=False).plan
    assert plan is not None
    told = set(facts(plan))
    assert [f for f in found.split("; ") if f not in told] == []
    assert [f for f in absent.split("; ") if f in told] == []


def test_two_are_one_too_many() -> None:
    text = "A Mechanic has a name. A Task belongs to a Mechanic. A Mechanic cannot have two Tasks."
    plan = compile_description(text, stacks=STACKS).plan
    assert plan is not None
    assert [c.expr for e in plan.entities for c in e.constraints] == ["1"]


def test_nobody_says_a_staff() -> None:
    found = compile_description("A Room has a name. Staff can clean rooms.", stacks=STACKS)
    assert "what may staff see and change?" in [d.message for d in found.diagnostics]


FORMS = [
    (
        "Users can add guests. When the user enters a name in the 'Guest Name' input field and an age in the "
        "'Age (0-120)' input field and clicks the 'Add Guest' button, the system must add the guest to the list.",
        {"name": "string", "age": "integer"},
    ),
    (
        "When the user fills out the 'Name', 'Email' and 'Arrival Date' fields in the guest form, they are kept.",
        {"name": "string", "email": "email", "arrival_date": "date"},
    ),
    (
        'Users can add guests. The user can enter a phone number in the "Phone" field. '
        "When the user selects some days using the checkboxes in the 'Days' group and clicks the 'Save Guest' button, "
        "the page must show the guest.",
        {"name": "string", "phone": "phone", "days": "list"},
    ),
    (
        "Users can add guests with a name and an age. The user clicks the 'Search' button and enters words in the "
        "'Search' field.",
        {"name": "string", "age": "integer"},
    ),
]


@pytest.mark.parametrize(("text", "fields"), FORMS)
def test_what_is_filled_in_is_a_field_of_what_the_button_keeps(text: str, fields: dict[str, str]) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    assert [e.name for e in plan.entities] == ["Guest"]
    assert {f.name: f.type for f in plan.entities[0].fields} == fields


def test_a_field_that_must_not_be_left_empty_is_required() -> None:
    text = "When the user enters a name in the 'Name' field and clicks the 'Add Guest' button, it must not be empty."
    plan = compile_description(text).plan
    assert plan is not None
    assert [f.required for f in plan.entities[0].fields] == [True]


FIELDS = [
    (
        "Add new walks with:\nName (required)\nLength in km\nGrade (easy, hard)\nWalks are drawn.",
        ["name", "length", "grade"],
    ),
    (
        "A walk is associated with a start and end date, a length and a place.",
        ["start_date", "end_date", "length", "place"],
    ),
    ("A walk has a length, is either guided or non-guided, and is or isn't free.", ["length", "guided", "free"]),
    ("It stores name, length and place entries.", ["name", "length", "place"]),
    ("A walk has a length. Users can change the motto of a walk.", ["length", "motto"]),
    ("A walk has a length. Users can change a walk's motto.", ["length", "motto"]),
    ("A walk has a length. Users can change the walk.", ["length"]),
]


@pytest.mark.parametrize(("text", "names"), FIELDS)
def test_what_is_told_of_a_thing_in_passing_is_a_field(text: str, names: list[str]) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    assert [[f.name for f in e.fields] for e in plan.entities] == [names]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("A Dog has a name. Staff can check a dog in and check it out.", {"Dog"}),
        ("A Dog has a name. Staff can check out dogs and check dogs in.", {"Dog"}),
        ("A Saw has a name. Staff can check out saws.", {"Saw", "Loan", "Staff"}),
    ],
)
def test_who_checks_a_thing_in_borrows_nothing_when_it_is_checked_out(text: str, things: set[str]) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    assert {e.name for e in plan.entities} == things


LINKS = [
    ("Users can make a shelf where they can add and remove jars.", {"Jar > Shelf"}),
    ("A Film has a title. Users can read reviews of films in many languages.", {"Review > Film"}),
    ("Users can schedule walks and talks directly within their trips.", {"Walk > Trip", "Talk > Trip"}),
    ("A tool that helps nurses track and manage patient follow-up visits.", {"PatientFollowUpVisit > Patient"}),
    ("Users can track staff meetings.", set()),
]


@pytest.mark.parametrize(("text", "links"), LINKS)
def test_what_is_in_or_of_another_thing_belongs_to_it(text: str, links: set[str]) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    assert {f"{e.name} > {r.target}" for e in plan.entities for r in e.relations} == links


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "The first endpoint is a POST request at `/members/register`, which allows a new member to register by "
            "providing a JSON object containing their `email`, `name`, and `code` as strings.",
            {"Member": ["email", "name", "code"]},
        ),
        (
            "The first endpoint is `/notes`, which supports a GET request that lists all notes and a POST request that "
            "creates a note. The POST request requires a JSON body with `title` and `content` fields, and it returns a "
            "JSON object with `id`. The second endpoint is `/notes/{noteId}/edits`, which lists edits.",
            {"Note": ["title", "content"], "Edit": []},
        ),
        (
            "The endpoint is `/add_to_cart`, which adds something. A POST request to `/notes` requires a JSON body "
            "with `title` and `text`.",
            {"Note": ["title", "text"]},
        ),
    ],
)
def test_an_endpoint_told_in_prose_has_its_methods_and_its_body(text: str, fields: dict[str, list[str]]) -> None:
    plan = compile_description(f"The server provides an API. {text}").plan
    assert plan is not None
    assert {e.name: [f.name for f in e.fields] for e in plan.entities} == fields
