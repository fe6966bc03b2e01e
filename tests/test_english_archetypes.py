"""What common things usually hold: only where nobody says it, and always listed as assumed."""

import pytest

from scaffolder.compiler import Compiled, compile_description, require_buildable
from scaffolder.compiler.english import usual
from scaffolder.compiler.english.items import items
from scaffolder.compiler.english.tokens import tokenize
from scaffolder.compiler.english.wording import one
from scaffolder.naming import pascal


def compiled(text: str) -> Compiled:
    return compile_description(text)


def things(text: str) -> set[str]:
    plan = compiled(text).plan
    return {e.name for e in plan.entities} if plan else set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("todo app", {"Task"}),
        ("a plant diary", {"Plant", "PlantEntry"}),
        ("small CRM", {"Company", "Contact", "Deal"}),
        ("booking sheet", {"Booking"}),
        ("I need an inventory system", {"Product", "Supplier"}),
        ("Build me a simple blog", {"Post", "Comment"}),
        ("recipe manager for my family", {"Recipe"}),
        ("customers and orders", {"Customer", "Order"}),
        ("meeting notes app", {"Note"}),
        ("llama register", {"Llama"}),
        ("an app for my workouts", {"Workout"}),
        ("# Wine Cellar\n", {"Wine"}),
        ("A simple blog with posts and comments.", {"Post", "Comment"}),
    ],
)
def test_a_line_that_names_things_is_an_application(text: str, wanted: set[str]) -> None:
    plan = require_buildable(compiled(text), allow_partial=False)
    assert {e.name for e in plan.entities} == wanted
    assert all(e.fields for e in plan.entities)
    assert [r.status for r in plan.requirements] == ["covered"]


@pytest.mark.parametrize("text", ["weather app", "a really nice app", "chess", "simple web site", "translate it"])
def test_a_line_that_names_no_thing_is_none(text: str) -> None:
    assert compiled(text).plan is None


def test_what_is_assumed_is_told_and_marked() -> None:
    result = compiled("todo app")
    assert result.plan
    task = result.plan.entities[0]
    assert {e.origin for e in (task, *task.fields)} == {"default"}
    assert [d.assumed for d in result.diagnostics if d.code == "A210"] == [usual.usual("Task")]
    assert any(a.text.startswith("A Task has a title") for a in result.plan.assumptions)


def test_a_writer_who_lists_fields_of_anything_has_told_all() -> None:
    result = compiled("A Recipe has a title. Cooks can add recipes. A Recipe belongs to a Cook.")
    assert "A210" not in {d.code for d in result.diagnostics}
    assert result.plan
    assert [f.name for e in result.plan.entities if e.name == "Recipe" for f in e.fields] == ["title"]


def test_things_that_are_only_named_get_their_usual_fields() -> None:
    result = compiled("Users can add, edit and delete recipes. Users can search recipes by title.")
    assert result.plan
    assert {"title", "ingredients"} <= {f.name for f in result.plan.entities[0].fields}
    assert all(r.status == "covered" for r in result.plan.requirements)


def test_what_an_archetype_does_not_hold_is_reported() -> None:
    result = compiled("a todo app with due dates and telepathy")
    assert [d.message for d in result.diagnostics if d.code == "A106"] == ["a part is left out: telepathy"]
    assert result.plan
    assert [r.status for r in result.plan.requirements] == ["partial"]


def test_a_sentence_is_no_name_of_an_application() -> None:
    """ "store" is no shop here."""
    assert things("The system shall store eels. The system shall weigh eels.") <= {"Eel"}
    assert things("The system shall store patients (name, ward).") == {"Patient"}
    assert things("A Patient has a name. Data is stored in PostgreSQL.") == {"Patient"}
    assert things("A blog with posts (title, body) and comments (author, text)") == {"Post", "Comment"}


def test_an_attribute_that_is_asked_for_beside_it_is_stated() -> None:
    plan = require_buildable(compiled("todo app with a colour"), allow_partial=False)
    assert [f.origin for f in plan.entities[0].fields if f.name == "colour"] == ["stated"]


def test_what_stands_behind_a_colon_is_never_dropped() -> None:
    result = compiled("A web app to plan our wedding day: whispering moonlight over the sea")
    assert any("whispering moonlight" in d.message for d in result.diagnostics if d.severity == "warning")
    assert things("A web app to plan our wedding: guests (name, email), tables (number, seats).") == {"Guest", "Table"}


def test_the_normal_form_of_what_was_assumed_assumes_nothing() -> None:
    first = compiled("small CRM")
    again = compiled(first.normal_form)
    assert first.plan
    assert again.plan
    assert again.plan.content() == first.plan.content()
    assert again.diagnostics == ()


@pytest.mark.parametrize("name", sorted({thing.name for thing in usual.things().values()}))
def test_every_field_of_an_archetype_and_all_that_is_done_to_it_is_read(name: str) -> None:
    has, deeds = usual.usual(name), list(usual.moved(name))
    result = compiled("".join(f"{said}.\n" for said in (f"{one(pascal(name))} has {has}", *deeds)))
    assert [d for d in result.diagnostics if d.severity == "warning"] == []
    assert result.plan
    assert len(result.plan.entities) == 1
    assert len(result.plan.entities[0].fields) == len(items(tokenize(has)))
    assert len(result.plan.actions) == len(deeds)


MADE = {made: words for known in (usual.heads(), usual.applications()) for words, made in known.items()}


@pytest.mark.parametrize("made", MADE, ids=[" ".join(words) for words in MADE.values()])
def test_an_application_names_known_things_and_its_sentences_are_read(made: usual.Application) -> None:
    result = compiled(f"{' '.join(MADE[made])} app")
    assert result.plan
    assert len(result.plan.entities) == len(made.things)
    assert [d for d in result.diagnostics if d.severity == "warning"] == []
    assert {e.name for e in result.plan.entities if not e.fields} == set()
    assert {c.origin for e in result.plan.entities for c in (e, *e.fields, *e.relations)} == {"default"}


@pytest.mark.parametrize(
    ("text", "wanted", "done"),
    [
        ("an app for my bakery", {"Product", "PickupOrder", "OrderLine"}, {"finish", "collect", "cancel"}),
        ("booking system for a barber", {"Customer", "Treatment", "Appointment"}, {"complete", "cancel"}),
        ("I run a small cheese bakery and need software", {"Product", "PickupOrder", "OrderLine"}, {"collect"}),
        ("our church needs a volunteer schedule", {"Volunteer", "Shift"}, set()),
        ("we are looking for a tool for our chess club", {"Member", "Event", "SignUp"}, set()),
        ("something to keep track of who owes me money", {"Debt"}, {"settle"}),
        ("recipe book for my bakery", {"Recipe"}, set()),
        ("village hotel booking system", {"Room", "Stay"}, {"check_in", "check_out"}),
        ("travel agency", {"Trip", "Traveller", "Booking"}, set()),
        ("clinic", {"Patient", "Practitioner", "Appointment"}, {"complete"}),
        ("manage my rental flats", {"Apartment", "Tenant", "Lease", "Payment"}, {"end"}),
        ("customers and clinics", {"Customer", "Clinic"}, set()),
    ],
)
def test_what_a_trade_is_called_tells_what_it_keeps_and_does(text: str, wanted: set[str], done: set[str]) -> None:
    plan = require_buildable(compiled(text), allow_partial=False)
    assert {e.name for e in plan.entities} == wanted
    assert done <= {a.name for a in plan.actions}
    assert [r.status for r in plan.requirements] == ["covered"]


@pytest.mark.parametrize(
    "text", ["weather app for my farm", "find the nearest gym", "a Python library for matrices", "Compare two hotels"]
)
def test_what_is_wanted_of_a_trade_and_not_for_it_is_no_application(text: str) -> None:
    assert not {"Field", "Member", "Book", "Room"} & things(text)


@pytest.mark.parametrize(
    "text", ["A tool that turns numbers into Roman numerals.", "Tool to count the words of a text."]
)
def test_what_is_built_is_nothing_that_is_kept(text: str) -> None:
    compiled = compile_description(text)
    assert compiled.plan is None or not compiled.plan.entities


@pytest.mark.parametrize(
    "text", ["Score a game of ten-pin bowling.", "Sort a deck of cards.", "Draw the picture of a house."]
)
def test_what_is_done_with_one_thing_names_no_application(text: str) -> None:
    compiled = compile_description(text)
    assert compiled.plan is None or not compiled.plan.entities


@pytest.mark.parametrize("text", ["Need a todo list", "Create a small CRM", "Help me with a habit tracker"])
def test_a_wish_for_an_application_is_one_however_it_begins(text: str) -> None:
    compiled = compile_description(text)
    assert compiled.plan is not None and len(compiled.plan.entities[0].fields) > 1


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Small CRM: contacts and deals.", {"Contact", "Deal"}),
        ("A small shop app: products, orders.", {"Product", "Order"}),
        ("Library app: books, members and loans. Members can borrow a book.", {"Book", "Member", "Loan"}),
        ("Flat: rooms and a price.", {"Flat"}),
    ],
)
def test_what_a_first_line_enumerates_are_things_and_no_fields(text: str, things: set[str]) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    assert {e.name for e in plan.entities} == things


def test_what_is_enumerated_and_described_has_what_is_told_of_it() -> None:
    plan = compile_description("Shop: products and orders. A Product has a name.").plan
    assert plan is not None
    assert [f.name for e in plan.entities if e.name == "Product" for f in e.fields] == ["name"]
