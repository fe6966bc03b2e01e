"""What is not understood is reported with its place, and never lost; hostile text is only text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffolder.compiler import Compiled, compile_description, require_buildable
from scaffolder.compiler.findings import FINDINGS, explain
from scaffolder.errors import DescriptionError
from scaffolder.plan import SetEffect
from scaffolder.plan.validation import validate
from scaffolder.types import Diagnostic, Span

STACKS = {"api": "api", "cli": "cli", "web": "web"}
BOOKS = "A Book has a title and a price.\n"


COLOURS = ["Red", "Blue", "Green", "Black", "White", "Brown"]
THINGS = ["Lamp", "Chair", "Table", "Shelf", "Clock", "Plant", "Carpet", "Mirror", "Basket", "Candle"]


def finding(found: Compiled, code: str) -> Diagnostic:
    return next(d for d in found.diagnostics if d.code == code)


def test_a_sentence_that_is_not_understood_is_pointed_at() -> None:
    text = BOOKS + "The moon should shimmer over every chapter."
    found = finding(compile_description(text), "A102")
    assert found.span is not None
    assert text[found.span.start : found.span.end] == "The moon should shimmer over every chapter"
    assert found.requirement == "R2"


def test_a_near_miss_gets_the_accepted_line() -> None:
    loans = "A Reader has a name and an email. A Loan belongs to a Reader and has a due date. "
    found = finding(compile_description(loans + "Please remind the reader of the due date 2 days before"), "A102")
    assert found.help.startswith('say "Remind the Reader 2 days before the due date of a Loan."')


def test_a_part_that_is_left_out_makes_its_requirement_partial() -> None:
    found = compile_description(BOOKS + "Staff can archive a Book and juggle with unicorns.")
    assert found.plan is not None
    assert finding(found, "A106").message == "a part is left out: juggle with unicorns"
    assert [r.status for r in found.plan.requirements] == ["covered", "partial"]


def test_no_word_of_the_description_is_lost() -> None:
    text = "# Shop\n\nIntro about us.\n\n* A Book has a title; it has a price.\n* Foo!\n\n| odd | table |\n"
    found = compile_description(text)
    assert found.plan is not None
    spans = [r.span for r in found.plan.requirements if r.span]
    outside = "".join(c for i, c in enumerate(text) if not any(a <= i < b for a, b in spans))
    assert [r.id for r in found.plan.requirements] == [f"R{n}" for n in range(1, len(spans) + 1)]
    assert not any(c.isalnum() for c in outside)
    assert all(text[slice(*r.span)] == r.text for r in found.plan.requirements if r.span)


def test_a_wish_for_an_outside_service_says_why_it_is_not_built() -> None:
    found = compile_description(BOOKS + "It recommends Books with machine learning.")
    assert found.plan is not None
    assert finding(found, "A109").requirement == "R2"
    assert found.plan.requirements[1].reason == "it needs an algorithm that a plan does not express"


def test_an_article_is_nobody() -> None:
    found = compile_description(BOOKS + "A can starts as received, then becomes lost.")
    assert found.plan is not None
    assert ([e.name for e in found.plan.entities], found.plan.roles) == (["Book"], [])
    assert finding(found, "A102").requirement == "R2"


@pytest.mark.parametrize(
    "text",
    [
        "Users can make informed decisions.",
        "Users can set a priority level.",
        "Users can share Books with friends and colleagues.",
        "Users can track their progress.",
        "Users can update their account.",
        "The answer to a good question has a code.",
        "Users can create lists, juggle early votes.",
    ],
)
def test_what_is_no_thing_of_its_own_is_not_declared(text: str) -> None:
    found = compile_description(BOOKS + text)
    assert found.plan is not None
    assert [e.name for e in found.plan.entities] == ["Book"]


def test_praise_is_no_obligation() -> None:
    found = compile_description(BOOKS + "It must be fast and secure.")
    assert found.plan is not None
    assert found.plan.requirements[1].kind == "quality"
    assert [q.text for q in found.plan.qualities] == ["It must be fast and secure."]


def test_a_kind_without_a_stack_is_built_with_the_nearest() -> None:
    found = compile_description("A web app for a shop. " + BOOKS)
    assert found.plan is not None
    assert (found.plan.kind, found.plan.stack) == ("web", "api")
    assert finding(found, "A104").assumed == "the stack api"


def test_a_kind_that_nothing_tells_is_assumed_and_has_pages() -> None:
    found = compile_description(BOOKS, stacks=STACKS)
    assert found.plan is not None
    assert (found.plan.kind, found.plan.stack) == ("web", STACKS["web"])
    assert finding(found, "A209").assumed == f"a web application, built with the stack {STACKS['web']}"
    again = compile_description(found.normal_form, stacks=STACKS)
    assert again.plan is not None
    assert (again.plan.kind, again.plan.stack, again.diagnostics) == ("web", STACKS["web"], ())


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("It is used from the command line.", "cli"),
        ("The exit code tells whether it went well.", "cli"),
        ("Every endpoint answers with JSON.", "api"),
        ("A missing book gives the status code 404.", "api"),
        ("It runs in the browser.", "web"),
    ],
)
def test_a_kind_that_the_words_tell_gets_its_stack(words: str, kind: str) -> None:
    found = compile_description(BOOKS + words, stacks=STACKS)
    assert found.plan is not None
    assert (found.plan.kind, found.plan.stack) == (kind, kind)
    assert [d.code for d in found.diagnostics if d.code in ("A104", "A209")] == []


def test_a_kind_with_a_stack_gets_it() -> None:
    found = compile_description("A web app for a shop. " + BOOKS, stacks=STACKS)
    assert found.plan is not None
    assert found.plan.stack == "web"
    assert found.diagnostics == ()


def test_the_stack_and_the_name_that_are_asked_for_win() -> None:
    found = compile_description("A web app for a shop. " + BOOKS, stack="api", name="My Books")
    assert found.plan is not None
    assert (found.plan.stack, found.plan.name, found.plan.slug) == ("api", "My Books", "my-books")


def test_nothing_to_build_on_is_refused() -> None:
    with pytest.raises(DescriptionError, match="nothing to build on") as raised:
        require_buildable(compile_description("Hello there, how are you?"), allow_partial=True)
    assert "A101" in {d.code for d in raised.value.diagnostics}


def test_less_than_half_is_refused_unless_it_is_allowed() -> None:
    found = compile_description(BOOKS + "Foo the bar. Bar the baz. Baz the foo.")
    with pytest.raises(DescriptionError, match="only 1 of 4 requirements"):
        require_buildable(found, allow_partial=False)
    assert require_buildable(found, allow_partial=True) is found.plan


def test_what_contradicts_the_rest_is_taken_out_and_reported() -> None:
    found = compile_description(BOOKS + "In every Book, `price > colour`.")
    assert found.plan is not None
    assert found.plan.entities[0].constraints == []
    assert 'no "colour"' in finding(found, "A112").message
    assert found.plan.requirements[1].status == "partial"


@pytest.mark.parametrize("word", ["today", "now", "self"])
def test_a_name_with_a_meaning_of_its_own_costs_no_more_than_itself(word: str) -> None:
    said = f"A Note has a title, a {word} and a text."
    found = compile_description(said)
    assert found.plan is not None
    assert [f.name for f in found.plan.entities[0].fields] == ["title", "text"]
    told = finding(found, "A112")
    assert f'"{word}" has a meaning of its own' in told.message and told.span == Span(0, len(said))
    assert not [d for d in validate(found.plan) if d.severity == "error"]


def test_what_contradicts_the_rest_is_reported_once_beside_what_is_not_understood() -> None:
    found = compile_description(BOOKS + "The moon hums; in every Book, `price > colour`.")
    assert [d.code for d in found.diagnostics if d.severity == "warning"] == ["A112", "A102"]


def test_what_contradicts_the_rest_is_taken_out_of_a_long_description_too() -> None:
    shelves = [f"A {colour} {thing} has a label, a place and a weight." for colour in COLOURS for thing in THINGS]
    found = compile_description("\n".join([BOOKS, "In every Book, `price > colour`.", *shelves]))
    assert found.plan is not None
    assert found.plan.entities[0].constraints == []
    assert 'no "colour"' in finding(found, "A112").message


def test_assumptions_name_what_they_affect() -> None:
    found = compile_description(
        "A Book has a title. A Member has a name. Members can borrow a Book. List overdue Loans."
    )
    assert found.plan is not None
    assert finding(found, "A203").assumed == "14 days"
    affected = {name for a in found.plan.assumptions for name in a.affects}
    assert {"Loan.due_date", "role:admin", "role:member"} <= affected


def test_a_condition_that_is_not_understood_makes_its_requirement_partial() -> None:
    text = BOOKS + "Staff can archive a Book. Archiving a Book is only possible if the moon is full."
    found = compile_description(text)
    assert found.plan is not None
    told = finding(found, "A110")
    assert told.span is not None
    assert text[told.span.start : told.span.end] == "the moon is full"
    assert [r.status for r in found.plan.requirements] == ["covered", "covered", "partial"]


def test_a_character_that_cannot_be_shown_is_pointed_at() -> None:
    found = finding(compile_description(BOOKS + "A\x07 Member has a name."), "A111")
    assert found.span == Span(len(BOOKS) + 1, len(BOOKS) + 2)


def test_naming_a_thing_is_not_covering_a_requirement() -> None:
    found = compile_description(BOOKS + "Members can read Books. Books shall glow in the dark.")
    assert found.plan is not None
    assert [(r.status, r.covered_by) for r in found.plan.requirements][2] == ("uncovered", [])


def test_assumptions_are_sentences_in_the_words_of_the_writer() -> None:
    found = compile_description(
        "A Kiln has a name. A Pot has a title. Potters can fire a Pot. Kiln masters can borrow a Kiln. "
        "Librarians can polish a Pot. Potters can only see their own Pots."
    )
    assert found.plan is not None
    assert [a.text for a in found.plan.assumptions] == [
        "Borrowing a Kiln makes a Loan.",
        "Firing a Pot sets its fired at to now.",
        "Polishing a Pot sets its polished at to now.",
        "A Kiln Master has a name.",
        "An admin may do everything.",
        "A Pot belongs to the user who creates it.",
        "A potter may read Kilns, Loans and Kiln Masters, create Pots and read and change their own Pots.",
        "A kiln master may read Kilns and Pots, read their own Loans and create, read and change their own profile.",
        "A librarian may create, read, change and delete everything.",
        "What is wanted is a web application; it is built with the stack api.",
    ]
    assert finding(found, "A205").message == "what may a potter see and change?"
    assert finding(found, "A206").assumed == "a Loan with its kiln, its kiln master and its borrowed at"


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_every_finding_is_explained_with_an_example(code: str) -> None:
    found = explain(code.lower())
    assert found is not None
    assert found.explanation and found.example


def test_an_unknown_code_has_no_explanation() -> None:
    assert explain("A999") is None


HOSTILE = {
    "nothing": "",
    "blanks": " \n\t\r" * 100,
    "zeros": "\0" * 100,
    "control characters": "".join(map(chr, range(32))) * 20,
    "right to left": "للكتاب عنوان ومؤلف. " * 50,
    "no letters": "!?.,;:()[]{}" * 100,
    "a lone surrogate": "A Book has a \ud800 title.",
    "quotes": '"' * 20_000,
    "backquotes": "`\\" * 5_000,
    "one word": "a" * 200_000,
    "one sentence": "Members can " + "borrow a Book and " * 10_000,
    "a long list": "A Book has " + ", ".join(f"a field{n}" for n in range(10_000)) + ".",
    "deep bullets": "".join(" " * n + "- x\n" for n in range(300)),
    "brackets": "A Book has a title " + "(" * 3_000 + ")" * 3_000,
    "headings": "# a\n" * 3_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_gives_findings_and_no_traceback(text: str) -> None:
    started = time.process_time()
    found = compile_description(text)
    assert found.plan is not None or finding(found, "A101")
    assert time.process_time() - started < 5


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_at_all_is_compiled(text: str) -> None:
    found = compile_description(text)
    assert found.plan is not None or finding(found, "A101")


JUMBLE = """a the each has belongs to and or only if when of in by per list show remind delete borrow at most
Book Member title price can 5 : ; , . ( ) ` " # - unique status starting changes from"""
WORDS = st.sampled_from(JUMBLE.split())


@given(st.lists(WORDS, max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_jumble_of_our_words_is_compiled(words: list[str]) -> None:
    found = compile_description(BOOKS + " ".join(words))
    assert found.plan is not None


def test_time_grows_with_the_length_of_the_text_and_no_faster() -> None:
    def seconds(times: int) -> float:
        text = "".join(f"A Thing{chr(97 + n % 26)}{chr(97 + n // 26)} has a name and a date. " for n in range(times))
        started = time.process_time()
        compile_description(text)
        return time.process_time() - started

    seconds(10)
    assert seconds(400) < 10 * seconds(100) + 0.5


@pytest.mark.parametrize(
    "said",
    [
        "Guests can sometimes delete Stays.",
        "Guests can hardly delete Stays.",
        "Guests can delete Stays with permission of a warden.",
        "Guests can delete old Stays.",
        "Guests can delete Stays on the moon.",
        "Guests can delete Stays if the weather is good.",
        "Guests can neither change nor delete Stays.",
        "Guests may never delete Stays.",
        "Guests can delete nothing but Stays.",
    ],
)
def test_doubt_gives_no_right_and_no_action(said: str) -> None:
    text = f"A Stay has a start date and a state (draft, done). There is a role guest. {said}"
    plan = compile_description(text).plan
    assert plan is not None
    assert [p for p in plan.permissions if p.role == "guest" and {"update", "delete"} & {*p.operations}] == []
    assert plan.actions == []
    assert [r.name for r in plan.roles] == ["guest", "admin"]
    assert [e.name for e in plan.entities] == ["Stay"]


@pytest.mark.parametrize(
    "said",
    [
        "Guests can read Stays with permission of a warden.",
        "Guests can hardly read Stays.",
        "Guests can see Stays on the moon.",
    ],
)
def test_a_reading_right_in_doubt_is_not_given(said: str) -> None:
    plan = compile_description(f"A Stay has a start date. There is a role guest. {said}").plan
    assert plan is not None
    assert [p for p in plan.permissions if p.role == "guest"] == []


def test_what_the_planner_names_alike_is_kept_apart() -> None:
    found = compile_description(
        "An Order has a price, a date and a status (draft, sent, void). Every day at 6, delete draft Orders. "
        "Every day at 6, delete void Orders. List Orders where the price is 5. List Orders where the price is 7."
    )
    assert found.plan is not None
    assert [job.trigger.when for job in found.plan.jobs] == ["status == 'draft'", "status == 'void'"]
    assert len({query.where for query in found.plan.queries}) == 2
    assert len({query.name for query in found.plan.queries}) == 2


def test_nothing_behind_a_time_is_swallowed() -> None:
    donors = (
        "A Donor has a name. A Donation belongs to a Donor and has a date. A Bed has a name and a last wash date.\n"
    )
    for said in (
        "List Donors who have not donated for 60 days and glow.",
        "List Beds not washed for 7 days in moonlight.",
    ):
        found = compile_description(donors + said)
        assert found.plan is not None
        assert (found.plan.queries, found.plan.requirements[-1].status) == ([], "uncovered")


@pytest.mark.parametrize(
    "said", ["Bookings may overlap.", "Bookings of the same Room can overlap.", "Two Bookings may overlap."]
)
def test_what_is_allowed_is_not_forbidden(said: str) -> None:
    room = "A Room has a name. A Booking belongs to a Room and has a start time and an end time."
    plan = compile_description(f"{room} {said}").plan
    assert plan is not None
    assert [c for e in plan.entities for c in e.constraints] == []


def test_a_moment_that_an_effect_names_is_the_one_that_a_limit_has_spoken_of() -> None:
    text = "Members can borrow a Book, at most 3 at a time. Returning a Loan sets the returned date to now."
    plan = compile_description(text).plan
    assert plan is not None
    loan = next(e for e in plan.entities if e.name == "Loan")
    assert [f.name for f in loan.fields if f.name.startswith("returned")] == ["returned_at"]
    assert [c.where for c in loan.constraints] == ["returned_at is None"]
    [returning] = [a for a in plan.actions if a.name == "return"]
    assert [(e.field, e.value) for e in returning.effects if isinstance(e, SetEffect)] == [("returned_at", "now")]


def test_a_name_in_one_word_is_the_same_in_two() -> None:
    text = "A Shift has a title. Volunteers can sign up for a Shift. Show the number of Signups per volunteer."
    plan = compile_description(text).plan
    assert plan is not None
    assert len([e for e in plan.entities if e.name.lower() == "signup"]) == 1


def test_a_refusal_shows_two_lines_that_would_work() -> None:
    text = "The gizmo shall frobnicate the recipes."
    found = compile_description(text)
    refused = finding(found, "A101")
    lines = re.findall(r'"([^"]+)"', refused.help)
    assert found.plan is None
    assert len(lines) == 2
    assert all("Recipe" in line for line in lines)
    assert all(compile_description(line).plan for line in lines)
    assert re.findall(r'"([^"]+)"', finding(found, "A102").help) == lines


def test_a_name_is_no_sentence() -> None:
    found = compile_description("Please do something clever with my invoices and the parrots of my aunt.")
    assert found.plan is None


def test_where_rows_without_something_are_listed_a_row_need_not_have_it() -> None:
    plan = compile_description(
        "A Bin has a code. An Item has a name. An Item belongs to a Bin. List Items without a Bin."
    ).plan
    assert plan is not None
    assert [r.required for e in plan.entities for r in e.relations] == [False]
    assert "There may be items without bin, since they are listed." in [a.text for a in plan.assumptions]


def test_a_rule_is_about_the_thing_that_has_what_it_names_first() -> None:
    text = "A Drone has a maximum altitude. A Flight belongs to a Drone and has an altitude. "
    plan = compile_description(text + "The altitude must be at most the maximum altitude of the drone.").plan
    assert plan is not None
    rules = [(e.name, c.expr) for e in plan.entities for c in e.constraints]
    assert rules == [("Flight", "altitude <= drone.maximum_altitude")]


def test_a_rule_about_a_thing_that_is_called_like_software_is_no_title() -> None:
    found = compile_description(
        "A Tool has a name. A Rental belongs to a Tool and has a from date and a to date. "
        "A tool cannot be rented twice for overlapping dates. A tool must shimmer in the evening light."
    )
    assert found.plan is not None
    assert [c.kind for e in found.plan.entities for c in e.constraints] == ["no_overlap"]
    assert finding(found, "A102").requirement == "R4"


def test_what_is_applied_with_is_a_thing_and_the_application_is_not() -> None:
    plan = compile_description(
        "A grants tracker. An application has a title and an amount. The application has a login."
    ).plan
    assert plan is not None
    assert [e.name for e in plan.entities] == ["Application"]
    assert {r.name for r in plan.roles} == {"user", "admin"}


@pytest.mark.parametrize("line", ["low stock list: qty under 5", "Leaderboard: number of items per bin this month"])
def test_what_is_asked_for_is_not_kept(line: str) -> None:
    found = compile_description(f"An Item has a qty.\n{line}")
    assert found.plan is not None
    assert [e.name for e in found.plan.entities] == ["Item"]
    assert finding(found, "A102").requirement == "R2"


def test_a_long_title_has_a_folder_of_its_own() -> None:
    title = "Different hotels offer different services to their guests"
    found = compile_description(f"# {title}\n\nA Room has a number.")
    assert found.plan is not None
    assert (found.plan.name, found.plan.slug) == (title, "different-hotels-offer-different")
    again = compile_description(found.normal_form)
    assert again.plan is not None
    assert again.plan.slug == found.plan.slug


def test_when_a_row_may_be_made_is_told_where_it_cannot_be_held() -> None:
    found = compile_description(
        "A Tool has a name and a condition (good, broken). A Rental belongs to a Tool and has a start date. "
        "A Rental can only be created if the condition of the tool is good."
    )
    assert [d.code for d in found.diagnostics if d.span and d.code == "A102"] == ["A102"]


@pytest.mark.parametrize(
    "more",
    [
        "The page shows every spending with the date, the amount, and an option to remove the spending.",
        "Keep the spendings in a database.",
        "If a row with the same date already exists in the spending table, the old one is replaced.",
        "As a user, I want to have to option to reload my spendings from exactly where I left off.",
    ],
)
def test_a_sentence_that_is_not_understood_takes_no_thing_away(more: str) -> None:
    found = compile_description(f"Users can add a spending to a wallet. {more}")
    assert found.plan is not None
    assert {e.name for e in found.plan.entities} == {"Spending", "Wallet"}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Clerks can log calls and visits against a customer.", {"Call > Customer", "Visit > Customer"}),
        ("Clerks can write reviews for products.", {"Review > Product"}),
        ("Clerks can enter information about each patient and schedule visits for a patient.", {"Visit > Patient"}),
        ("A Post has a title. Users can reply to posts to offer their views.", {"Reply > Post"}),
        ("Clerks can create notes in a calm and clear interface.", set()),
    ],
)
def test_what_is_made_for_a_thing_belongs_to_it(text: str, links: set[str]) -> None:
    found = compile_description(text)
    assert found.plan is not None
    assert {f"{e.name} > {r.target}" for e in found.plan.entities for r in e.relations} == links


@pytest.mark.parametrize(
    "deed", ["reject applicants' applications", "reject an applicant's application", "reject applications"]
)
def test_whose_the_rows_are_does_not_hide_what_is_done_to_them(deed: str) -> None:
    found = compile_description(f"An Applicant has a name. An Application belongs to an Applicant. Clerks can {deed}.")
    assert found.plan is not None
    assert [(a.name, a.entity) for a in found.plan.actions] == [("reject", "Application")]


def test_what_is_kept_when_it_is_deleted_is_not_said_to_come_back() -> None:
    """Rows are hidden, and nothing brings them back yet: it was told to be proven."""
    found = compile_description("A Post has a title. Deleted Posts can be restored.")
    assert found.plan is not None
    assert found.plan.entities[0].soft_delete
    assert [(r.id, r.status) for r in found.plan.requirements] == [("R1", "covered"), ("R2", "partial")]
    assert finding(found, "A106").message == "a part is left out: can be restored"


def test_their_own_is_of_what_the_sentence_itself_speaks() -> None:
    """It was taken for the last thing of the sentence before, which volunteers could then change."""
    found = compile_description(
        "A Trial has a date. A Seed has a name. Curators can do everything with Seeds. "
        "Volunteers can add Trials and change only their own."
    )
    assert found.plan is not None
    given = {(p.entity, o, p.where) for p in found.plan.permissions if p.role == "volunteer" for o in p.operations}
    assert {g for g in given if g[1] != "read"} == {("Trial", "create", None), ("Trial", "update", "owner == user")}


def test_what_all_may_do_but_one_thing_is_a_right_and_no_role() -> None:
    found = compile_description(
        "A Box has a size. A Customer has a name. Attendants can do everything except delete Customers."
    )
    assert found.plan is not None
    assert {r.name for r in found.plan.roles} == {"attendant", "admin"}
    given = {(p.entity, o) for p in found.plan.permissions for o in p.operations}
    assert ("Box", "delete") in given
    assert ("Customer", "update") in given
    assert ("Customer", "delete") not in given


def test_who_enters_a_tournament_makes_an_entry_and_no_tournament() -> None:
    found = compile_description(
        "A Player has a name. A Tournament has a name. An Entry belongs to a Player and a Tournament. "
        "A player can enter a tournament only once."
    )
    assert found.plan is not None
    assert {p.entity for p in found.plan.permissions if "create" in p.operations} == {"Entry", "Player"}  # their own


def test_a_question_with_a_colon_names_a_section() -> None:
    found = compile_description(
        "A Gate has a state (shut, open).\n\nWhat people do:\n- Guards can open a Gate.\n"
        "- Opening a Gate changes the state from shut to open.\n\nHow it is used:\n- List open Gates.\n"
    )
    assert found.plan is not None
    wanted = [r for r in found.plan.requirements if r.kind == "functional"]
    assert [(r.id, r.status) for r in wanted] == [(f"R{n}", "covered") for n in (1, 3, 4, 6)]


def test_what_is_asked_for_and_kept_in_a_choice_is_one_of_its_values() -> None:
    found = compile_description(
        "A Machine has a code. A Cycle has a program (cold, warm) and belongs to a Machine. "
        "Guests can start a Machine with a program. "
        "Starting a Machine creates a Cycle with the machine and the program."
    )
    assert found.plan is not None
    assert [(p.name, p.type, p.enum) for p in found.plan.actions[0].params] == [("program", "enum", ["cold", "warm"])]


def test_what_is_written_for_a_thing_with_fields_is_of_that_thing() -> None:
    plan = compile_description("Readers can write reviews for books with a rating and a text.").plan
    assert plan is not None
    assert {e.name: [f.name for f in e.fields] for e in plan.entities}["Review"] == ["rating", "text"]
    assert [r.target for e in plan.entities if e.name == "Review" for r in e.relations] == ["Book"]


@pytest.mark.parametrize(
    ("said", "rule"), [("that are empty", "count(items) == 0"), ("that are not empty", "count(items) > 0")]
)
def test_a_thing_is_empty_that_nothing_belongs_to(said: str, rule: str) -> None:
    plan = compile_description(f"A Box has a name. An Item has a name and belongs to a Box. List boxes {said}.").plan
    assert plan is not None
    assert [q.where for q in plan.queries] == [rule]
