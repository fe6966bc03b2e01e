"""How people talk of what they want: several deeds in a breath, "I", clauses that only say which, titles."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description
from scaffolder.compiler.english import relatives
from scaffolder.compiler.english.tokens import tokenize
from tests.test_english_prose import facts

SAID = [
    (
        "I collect coins with a year and a country, tag them, mark favourites and plan swaps.",
        "Coin.year integer; Coin.country string; Coin.tags list; mark_favourite Coin",
        "",
    ),
    (
        "Vets can add animals with a name and a species, review claims and approve or decline them.",
        "Animal.name string; review Claim; approve Claim; decline Claim",
        "approve Animal",
    ),
    ("Drivers offer rides with a start, a destination and free seats.", "Ride.free_seats integer", ""),
    (
        "Pupils practise a deck, marking each card as known. A Deck has a name. A Card has a front.",
        "mark_known Card",
        "",
    ),
    (
        "Customers drop off bags, each bag has a number and a weight.",
        "Bag.number string; Bag.weight decimal; drop_off Bag",
        "",
    ),
    ("Each errand gets assigned to a runner, who ticks it off.", "Errand > Runner; runner: mark_done Errand", ""),
    ("I add films I want to watch, mark them watched and give a rating.", "mark_watched Film; rate Film", ""),
    ("I store jars with a name, a colour and the shelf they're on.", "Jar.shelf string", ""),
    ("When I open a jar I rate it 1 to 10. A Jar has a name.", "rate Jar; Rating.stars integer", ""),
    ("Flash cards: decks contain cards with a question and an answer.", "Card > Deck; Card.question text", ""),
    ("Online shop: customers browse kites and review them.", "Kite; review Kite", "role online"),
    ("Link keeper: save links with title, url and tags.", "Link.title string; Link.url url", "SaveLink"),
    ("Create a poll with a question and up to 10 options.", "Poll.options list", ""),
    ("Guests can leave a review with 1 to 5 stars and a text.", "Review.stars integer; Review.text text", ""),
    (
        "Porters move crates through packed, loaded, shipped and delivered.",
        "load Crate: packed to loaded; deliver Crate: shipped to delivered",
        "",
    ),
    ("Articles go through idea, drafted, printed.", "Article.status enum; print Article: drafted to printed", ""),
    (
        "Citizens report holes, broken lamps and other problems with a place and a photo.",
        "Problem.place string; citizen create Problem",
        "Hole",
    ),
    ("The council wants citizens to report leaks with a place and a photo.", "citizen create Leak", ""),
    ("Clerks assign claims to a team. A Claim has a title. A Team has a name.", "assign Claim; Claim > Team", "Belong"),
    ("Users can create customized shopping lists.", "ShoppingList", ""),
    ("Owners keep track of jabs, vet visits and feeding plans for each of their pets.", "VetVisit; FeedingPlan", ""),
    (
        "Run log: log runs with a distance and a date. See personal records and a chart of distance.",
        "Run",
        "SeePersonal",
    ),
    ("Families create wish lists with a title and an occasion; relatives can read them.", "WishList.title string", ""),
]


@pytest.mark.parametrize(("text", "found", "absent"), SAID, ids=[text[:60] for text, _, _ in SAID])
def test_it_is_read_as_it_is_meant(text: str, found: str, absent: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    known = set(facts(plan))
    assert {fact for fact in found.split("; ") if fact} - known == set()
    assert {fact for fact in absent.split("; ") if fact} & known == set()


def test_a_right_to_some_rows_is_not_widened_by_leaving_out_which() -> None:
    tokens = tokenize("Guests can delete stays they created")
    assert relatives.without(tokens) == tokens


def test_a_title_before_a_colon_is_the_name_of_the_application() -> None:
    plan = compile_description("Flash cards: decks contain cards with a question and an answer.").plan
    assert plan is not None
    assert plan.name == "Flash cards"


@pytest.mark.parametrize(
    "said",
    [
        "Clerks cannot approve their own claims.",
        "Nobody approves their own claim.",
        "Users cannot approve their own claims.",
    ],
)
def test_nobody_is_judge_in_their_own_case(said: str) -> None:
    plan = compile_description(
        f"Staff submit claims with a title and an amount. Clerks can approve claims. {said}"
    ).plan
    assert plan is not None
    conditions = {p.expr for a in plan.actions for p in a.preconditions}
    assert "role != 'clerk' or owner != user" in conditions


@pytest.mark.parametrize(
    ("text", "found", "absent"),
    [
        ("The app keeps track of jars, lids and labels.", "Jar; Lid; Label", ""),
        (
            "An app to manage clients, orders with a date and a total, and kilns.",
            "Client; Order.date date; Order.total money; Kiln; Order > Client",
            "Client.date",
        ),
        (
            "A regatta planner with crews, boats, races with a start line, a distance and a class.",
            "Crew; Boat; Race.start_line string; Race.distance decimal",
            "RegattaPlanner",
        ),
        ("Bug box: projects, bugs with severity and reporter, comments.", "Project; Bug.severity; Comment > Bug", ""),
        ("We manage clients and their orders.", "Order > Client", ""),
        ("We need to record kilns, firings and glazes for our pottery.", "Kiln; Firing; Glaze", "Pottery"),
        ("Recipe box: recipes with ingredients, tags and notes.", "Recipe.ingredients list; Recipe.tags list", "Note"),
        ("Track title, author and year of my books.", "Book.author string", "Title"),
        ("Models: kiln, glaze, firing. A Kiln has a name.", "Kiln.name string", ""),
    ],
)
def test_several_things_in_one_breath_are_things(text: str, found: str, absent: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    said = set(facts(plan))
    assert [f for f in found.split("; ") if f and not any(s.startswith(f) for s in said)] == [], said
    assert not absent or not [s for s in said if s.startswith(absent)]


def test_the_plain_name_of_the_application_stays_its_name() -> None:
    plan = compile_description("A tournament manager with teams, players and matches.").plan
    assert plan is not None and plan.name == "Tournament manager"
    assert {e.name for e in plan.entities} == {"Team", "Player", "Match"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Users can upvote ideas. An Idea has a title.", "Vote"),
        ("Users can RSVP to events. An Event has a title.", "Registration"),
        ("Users follow topics. A Topic has a title.", "Subscription"),
    ],
)
def test_what_each_does_once_is_done_by_somebody_who_is_known(text: str, made: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    (record,) = [e for e in plan.entities if e.name == made]
    assert {r.target for r in record.relations} == {"Member", next(e.name for e in plan.entities if e.satisfies)}
    assert [c.kind for c in record.constraints] == ["unique"]
    assert any(r.name == "user" and r.self_signup and r.entity == "Member" for r in plan.roles)


def test_where_nobody_is_spoken_of_nobody_logs_in() -> None:
    plan = compile_description("A Question has a title. It is possible to upvote a Question.").plan
    assert plan is not None and not plan.roles


def test_two_things_that_are_joined_have_a_record_each() -> None:
    plan = compile_description("Users can join clubs and trips. A Club has a name. A Trip has a date.").plan
    assert plan is not None
    linked = {e.name: {r.target for r in e.relations} for e in plan.entities if e.relations}
    assert linked == {"Membership": {"Club", "Member"}, "TripMembership": {"Trip", "Member"}}


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("Guests send song requests. A Song Request has a title.", []),
        ("Staff can send an Invoice. An Invoice has a number.", ["send"]),
    ],
)
def test_what_is_written_to_be_sent_is_made_by_sending_it(text: str, actions: list[str]) -> None:
    plan = compile_description(text).plan
    assert plan is not None and [a.name for a in plan.actions] == actions
    assert any("create" in p.operations for p in plan.permissions)


def test_what_a_thing_usually_is_of_is_assumed_and_may_be_left_open() -> None:
    plan = compile_description("A Flat has a number. A Tenant has a name. A Sparrow has a name.").plan
    assert plan is not None
    links = [(e.name, r.target, r.required, r.origin) for e in plan.entities for r in e.relations]
    assert links == [("Tenant", "Flat", False, "default")]


@pytest.mark.parametrize(
    ("text", "found", "absent"),
    [
        (
            "An inn takes reservations. Guests choose a table, date, time and party size.",
            "Reservation.date date; Reservation.party_size",
            "Table",
        ),
        (
            "Members book a barge. They enter a date, a purpose and a number of guests. A Barge has a name.",
            "Booking.date date; Booking.purpose string; Booking.guests integer",
            "Purpose",
        ),
        (
            "Tenants report leaks. When reporting a leak, tenants enter a title, a room and a description.",
            "Leak.title string; Leak.room string; Leak.description text",
            "Room",
        ),
        ("When booking a rink, members pick a day and a start time.", "Booking.day date; Booking.start_time", ""),
        ("Members choose a tutor and a book. A Tutor has a name.", "Tutor.name string", "Booking"),
    ],
)
def test_what_people_fill_in_is_kept_of_what_they_do(text: str, found: str, absent: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    said = set(facts(plan))
    assert [f for f in found.split("; ") if f and not any(s.startswith(f) for s in said)] == [], said
    assert not absent or absent not in {e.name for e in plan.entities}


@pytest.mark.parametrize(
    "said", ["Show the ideas with the most votes.", "Top ideas.", "List the 5 ideas with most votes.", "Best ideas"]
)
def test_what_has_the_most_of_others_is_a_report(said: str) -> None:
    plan = compile_description(f"An Idea has a title. A Vote belongs to an Idea and has a day. {said}").plan
    assert plan is not None
    (report,) = plan.reports
    assert (report.entity, report.group_by, report.sort) == ("Vote", ["idea"], ["-votes"])
    assert report.limit == (5 if "5" in said else None)


def test_comments_are_read_by_all_who_read_what_they_are_said_of() -> None:
    text = "Users can post photos with a title, like photos and comment on photos."
    plan = compile_description(text).plan
    assert plan is not None
    may = {p.entity: p.where for p in plan.permissions if "read" in p.operations}
    assert may["Comment"] is None and may["Like"] == "member.user == user"


@pytest.mark.parametrize(
    ("text", "found", "absent"),
    [
        (
            "A clinic system with patient management, visit tracking and search.",
            "Patient.name string; Visit; Visit > Patient",
            "role user",
        ),
        (
            "A library management system with book management, borrowing and returning of books.",
            "Book; borrow Book; return Book",
            "Borrowing",
        ),
        (
            "It offers features such as note creation, editing and tagging.",
            "Note.title string; Note.tags list",
            "Editing",
        ),
        ("Build a shop system.\n\n- Supplier management\n- Product tracking\n", "Supplier; Product", "Management"),
        (
            "Features: user authentication, kiln management, kiln booking.",
            "Kiln.name; user: book Kiln; Booking > Kiln; Booking > Member",
            "Authentication",
        ),
        ("The app includes progress tracking and kiln management.", "Kiln", "Progress"),
        ("Features include adding kilns, viewing weekly summaries and exporting data.", "Kiln", "WeeklySummary"),
        (
            "Kiln planner. Must support kiln creation, due dates and priorities.",
            "Kiln.due_date date; Kiln.priority",
            "",
        ),
    ],
)
def test_features_that_are_only_named_are_what_people_can_do(text: str, found: str, absent: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    said = set(facts(plan))
    assert [f for f in found.split("; ") if f and not any(s.startswith(f) for s in said)] == [], said
    assert not absent or not [s for s in said if s.startswith(absent)]


def test_what_stands_beside_named_features_is_told_where_it_is_not_read() -> None:
    compiled = compile_description("Build a shop system.\n\n- Product management\n- Low tide alerts\n- Tide reports")
    left = {d.message for d in compiled.diagnostics if d.code == "A102"}
    assert left == {"not understood: Low tide alerts", "not understood: Tide reports"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Kettle is a web app for brewers. A Brew has a date.", "Kettle", "web"),
        ("Kettle is a tool designed to keep track of brews with a date and a rating.", "Kettle", "web"),
        ("The Kettle application allows users to add brews. A Brew has a date.", "Kettle", "web"),
        ("Kettle is a REST API that lets users add brews. A Brew has a date.", "Kettle", "api"),
        ("A Kettle is a pot. A Kettle has a size.", "Kettles", "web"),
    ],
)
def test_an_application_that_is_introduced_by_its_name_is_called_so(text: str, name: str, kind: str) -> None:
    compiled = compile_description(text, stacks={"web": "api", "api": "api"}, near={"web": "api"})
    assert compiled.plan is not None and (compiled.plan.name, compiled.plan.kind) == (name, kind)


def test_what_an_application_aims_at_asks_for_nothing() -> None:
    compiled = compile_description("A Brew has a date. Kettle aims to foster a community of brewers.")
    assert compiled.plan is not None
    assert [r.kind for r in compiled.plan.requirements] == ["functional", "context"]


VAGUE = [
    (
        "I want a simple to-do list where I can add tasks with a due date, tick them off and see what's overdue. "
        "Tasks can be grouped in lists and have a priority.",
        "Task.due_date date; Task.priority enum; Task > List; mark_done Task; list overdue_tasks",
    ),
    (
        "A fern diary. I want to keep track of my ferns: name, species, where they stand and when I got them. I water "
        "and fertilise them and want to see when each was last watered. Sometimes I write a note with a photo about "
        "how a fern is doing.",
        "Fern.location string; Fern.acquired_on date; Fern.last_watered_at datetime; water Fern; fertilise Fern; "
        "Note > Fern; Note.photo image; Note.title string",
    ),
    (
        "A small CRM for our sales team. We keep companies and the contacts who work for them, with phone and email. "
        "Sales reps create deals with a value and move them from lead to offer to won or lost. They log calls and "
        "meetings with a contact. Managers see all deals and the total value per stage.",
        "Contact > Company; Contact.phone phone; Deal.value decimal; sales_rep: win Deal; win Deal: offer to won; "
        "lose Deal: offer to lost; Call > Contact; Meeting > Contact; report total_value_of_deals_per_stage",
    ),
    (
        "A booking sheet for our hall. Members book a room for a date and a time slot and say what it's for. No double "
        "bookings. The caretaker can cancel bookings and sees what is on today. Rooms have a name.",
        "Booking.date date; Booking.time_slot; Booking.purpose string; cancel Booking; list bookings_today",
    ),
]


@pytest.mark.parametrize(("text", "found"), VAGUE, ids=[text[:40] for text, _ in VAGUE])
def test_applications_as_people_describe_them_are_read_whole(text: str, found: str) -> None:
    compiled = compile_description(text)
    assert compiled.plan is not None
    assert [d.message for d in compiled.diagnostics if d.severity == "warning" and d.code != "A104"] == []
    plan = compiled.plan
    said = {*facts(plan), *(f"list {q.name}" for q in plan.queries), *(f"report {r.name}" for r in plan.reports)}
    assert [f for f in found.split("; ") if not any(s.startswith(f) for s in said)] == [], said


def test_what_is_not_read_of_a_simple_wish_is_told() -> None:
    compiled = compile_description("A simple kite log where I can add kites with a colour and gleep the blorp.")
    assert any(d.code in ("A102", "A106") for d in compiled.diagnostics)


def test_a_slot_is_taken_once() -> None:
    text = "A Room has a name. A Booking belongs to a Room and has a date and a time slot. No double bookings."
    plan = compile_description(text).plan
    assert plan is not None
    (rule,) = [c for e in plan.entities for c in e.constraints]
    assert (rule.kind, rule.fields) == ("unique", ["room", "date", "time_slot"])


def test_what_is_done_again_and_again_is_never_done_already() -> None:
    plan = compile_description("A Fern has a name. I water my ferns. I report my ferns.").plan
    assert plan is not None
    assert {a.name: len(a.preconditions) for a in plan.actions}["water"] == 0


def test_whoever_moves_a_thing_through_its_states_does_its_steps() -> None:
    plan = compile_description("Porters move crates from packed to loaded to delivered or lost.").plan
    assert plan is not None
    assert {a.name: a.roles for a in plan.actions} == {n: ["porter"] for n in ("load", "deliver", "lose")}


TOLD = [
    (
        "I need to keep track of my clients and their dogs, plan walks and archive walks.",
        "Client; Dog > Client",
        "Track",
    ),
    (
        "Our football club: players, teams, matches. A Match has a date.",
        "Player; Team; Match.date date",
        "FootballClub",
    ),
    (
        "Employees post suggestions with a title. Management marks suggestions as accepted or rejected.",
        "management: mark_accepted Suggestion; management: mark_rejected Suggestion",
        "",
    ),
    (
        "Flat care: tenants report leaks with a photo, the manager assigns them to a plumber, the plumber "
        "marks them fixed.",
        "tenant create Leak; manager: assign Leak; plumber: mark_fixed Leak; Leak.photo image",
        "Plumber",
    ),
    (
        "A guest book where visitors leave their name and a message. Admins can delete messages.",
        "Message.name string; Message.text text",
        "GuestBook",
    ),
    ("Roles: members, trainers. A Class has a title. Members can book a class.", "role trainer; book Class", "Trainer"),
    (
        "Volunteers sign up for shifts. A Shift has a date. Coordinators create shifts.",
        "SignUp > Shift; SignUp > Volunteer",
        "Shift > Volunteer",
    ),
]


@pytest.mark.parametrize(("text", "found", "absent"), TOLD, ids=[text[:40] for text, _, _ in TOLD])
def test_what_several_people_do_is_read_as_it_is_meant(text: str, found: str, absent: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    said = set(facts(plan))
    assert [f for f in found.split("; ") if f not in said] == [], said
    assert not absent or absent not in said


FIGURES = [
    ("A Sale has an amount and a date. Daily revenue.", ["day(date)"], "amount"),
    ("A Sale has an amount and a date. Show the monthly revenue.", ["month(date)"], "amount"),
    (
        "A Job has a name. A Time Entry belongs to a Job and has a date and hours. Report hours per job and month.",
        ["job", "month(date)"],
        "hours",
    ),
    (
        "A Job has a name. A Time Entry belongs to a Job and has a date and a duration. Hours per job.",
        ["job"],
        "duration",
    ),
    ("An Expense has an amount and a department. Totals per department.", ["department"], "amount"),
]


@pytest.mark.parametrize(("text", "groups", "expr"), FIGURES, ids=[text[-40:] for text, _, _ in FIGURES])
def test_figures_without_a_verb_are_reports(text: str, groups: list[str], expr: str) -> None:
    plan = compile_description(text).plan
    assert plan is not None
    (report,) = plan.reports
    assert (report.group_by, report.measures[0].agg, report.measures[0].expr) == (groups, "sum", expr)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Students can borrow a Book for 2 weeks. A Book has a title. List overdue books.", "list overdue_loans"),
        ("Volunteers sign up for shifts at our food bank. A Shift has a date.", "SignUp > Volunteer"),
        ("A Seed has a name and a weight in grams: decimal.", "Seed.weight decimal"),
        ("Users can rate recipes of others. A Recipe has a title.", "rate Recipe"),
        ("Employees post hints with a text, others can vote on them.", "employee: vote_on Hint"),
        ("Students book a class and can cancel at any time. A Class has a title.", "student: cancel Booking"),
    ],
)
def test_what_is_left_unsaid_is_what_was_spoken_of(text: str, found: str) -> None:
    compiled = compile_description(text)
    assert compiled.plan is not None
    assert [d.message for d in compiled.diagnostics if d.severity == "warning" and d.code != "A104"] == []
    assert found in {*facts(compiled.plan), *(f"list {q.name}" for q in compiled.plan.queries)}


WRITTEN = [
    ("Owners list their cars with make, model, seats and a price per hour.", "Car.model string; Car.seats integer"),
    (
        "Employees request breaks with start date, end date and reason. Their manager approves or rejects.",
        "Break.start_date date; Break.reason text; manager: approve Break; manager: reject Break",
    ),
    (
        "Anyone can start a petition with a title and a goal. People sign petitions with their name and email. "
        "Show how many signatures each petition has.",
        "Petition.goal string; Signature > Petition; Signature.email email; report number_of_signatures_per_petition",
    ),
    (
        "Guests book rooms from one date to another. A Room has a number.",
        "Booking.start_date date; Booking.end_date date",
    ),
    (
        "I'm a beekeeper with 12 hives. I note every inspection: date, queen seen or not, temper from 1 to 5 and what "
        "I did.",
        "Inspection.queen_seen boolean; Inspection.temper integer; Inspection.notes text",
    ),
    ("Our band needs a setlist manager. Songs have a title and a key.", "Song.key string"),
    ("A Service has a date and a cost. Cost per year.", "report cost_per_year"),
    ("A Result has a class and a time in minutes. Show the fastest time per class.", "report fastest_time_per_class"),
    (
        "Everyone lists their tools with a name and a photo, others can borrow them for a week.",
        "Tool.photo image; borrow Tool; Loan.due_date date",
    ),
    (
        "I have customers, I write invoices with a number and a date, and mark them as sent or paid. "
        "Show unpaid invoices.",
        "Customer; Invoice.number string; mark_sent Invoice; mark_paid Invoice",
    ),
    (
        "A Hint has a title. Employees post hints, others can vote and comment.",
        "employee: vote_on Hint; employee: comment_on Hint; Vote > Hint",
    ),
    (
        "Time tracker: clients, projects, time entries. Report hours per project and month.",
        "report hours_per_project_per_month",
    ),
]


@pytest.mark.parametrize(("text", "found"), WRITTEN, ids=[text[:40] for text, _ in WRITTEN])
def test_what_people_start_and_write_down_is_read_whole(text: str, found: str) -> None:
    compiled = compile_description(text)
    assert compiled.plan is not None
    assert [d.message for d in compiled.diagnostics if d.severity == "warning" and d.code != "A104"] == []
    said = {*facts(compiled.plan), *(f"report {r.name}" for r in compiled.plan.reports)}
    assert [f for f in found.split("; ") if f not in said] == [], said


@pytest.mark.parametrize(
    ("given", "expr"),
    [
        ("A Class has a title and a start time.", "now + hours(12) <= class_.start_time"),
        ("A Class has a title. A Booking has a start time and an end time.", "now + hours(12) <= start_time"),
    ],
)
def test_a_deadline_before_nothing_is_one_before_it_begins(given: str, expr: str) -> None:
    plan = compile_description(f"{given} Students can book a class and cancel a booking up to 12 hours before.").plan
    assert plan is not None
    (cancel,) = [a for a in plan.actions if a.name == "cancel"]
    assert expr in [p.expr for p in cancel.preconditions]
