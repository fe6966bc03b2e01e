"""The reference interpreter: what an application must answer, told by small stories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from scaffolder.criteria.oracle import acting, happening, reading, writing
from scaffolder.criteria.oracle.world import Facts, Refusal, Row
from scaffolder.criteria.steps import UNKNOWN
from scaffolder.criteria.story import Story
from scaffolder.plan import Plan
from tests import plans


def refusal(deed: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        deed()
    return caught.value.refused.why, caught.value.refused.field or caught.value.refused.words


def story(plan: Plan) -> Story:
    return Story(Facts(plan))


def act(told: Story, actor: str, entity: str, name: str, row: Row, **params: object) -> None:
    action = next(a for a in told.index.actions(entity) if a.name == name)
    acting.act(told.world, actor, action, row, params)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"author": "Ana"}, "title"),
        ({"title": None, "author": "Ana"}, "title"),
        ({"title": "A", "author": "Ana", "copies": -1}, "copies"),
        ({"title": "A", "author": "Ana", "genre": "cooking"}, "genre"),
        ({"title": "A", "author": "Ana", "isbn": "12"}, "isbn"),
        ({"title": "A", "author": "Ana", "times_lent": 3}, "times_lent"),
        ({"title": "A", "author": "Ana", "colour": "red"}, "colour"),
    ],
)
def test_wrong_input_is_invalid_and_the_field_is_named(given: dict[str, object], field: str) -> None:
    told = story(plans.library())
    assert refusal(lambda: writing.create(told.world, "admin", "Book", given)) == ("invalid", field)
    assert not told.world.rows("Book")


def test_defaults_and_first_states_are_there_from_the_beginning() -> None:
    told = story(plans.library())
    book, member = told.make("Book"), told.make("Member")
    assert (book["genre"], book["copies"], member["status"]) == ("novel", 1, "active")


def test_a_unique_value_is_taken_once() -> None:
    told = story(plans.library())
    book = told.make("Book", {"isbn": "1234567890123"})
    other = told.make("Book")
    again = {"title": "B", "author": "C", "isbn": "1234567890123"}
    assert refusal(lambda: writing.create(told.world, "admin", "Book", again)) == ("conflict", "isbn")
    assert refusal(lambda: writing.update(told.world, "admin", other, {"isbn": book["isbn"]})) == ("conflict", "isbn")


def test_a_link_to_nothing_is_invalid() -> None:
    told = story(plans.library())
    loan = told.make("Loan")
    assert refusal(lambda: writing.update(told.world, "admin", loan, {"book_id": UNKNOWN})) == ("invalid", "book_id")


def test_computed_fields_follow_what_they_are_computed_from() -> None:
    told = story(plans.shop())
    product = told.make("Product", {"price": Decimal("2.50"), "stock": 4})
    assert product["stock_value"] == Decimal("10.00")
    writing.update(told.world, "", product, {"stock": 5})
    assert product["stock_value"] == Decimal("12.50")


def test_an_action_does_all_its_effects_or_none() -> None:
    told = story(plans.shop())
    line = told.make("OrderLine", {"quantity": 3, "product": {"stock": 5}})
    act(told, "", "OrderLine", "take_from_stock", line)
    assert (line["product"]["stock"], line["taken"]) == (2, True)
    assert refusal(lambda: act(told, "", "OrderLine", "take_from_stock", line)) == ("conflict", "Taken already.")
    assert line["product"]["stock"] == 2


def test_a_state_is_left_only_as_the_machine_allows() -> None:
    told = story(plans.library())
    member = told.make("Member")
    assert refusal(lambda: act(told, "librarian", "Member", "reinstate", member))[0] == "conflict"
    act(told, "librarian", "Member", "suspend", member)
    assert member["status"] == "suspended"


def test_a_limit_counts_only_what_it_is_about() -> None:
    told = story(plans.library())
    member, book = told.make("Member"), told.make("Book", {"copies": 50})
    loans = [told.make("Loan", {"member": member, "book": book}) for _ in range(5)]
    sixth = told.complete("Loan", {"member": member, "book": book})
    assert refusal(lambda: writing.create(told.world, "admin", "Loan", sixth)) == (
        "conflict",
        "A member can have at most 5 books at a time.",
    )
    act(told, "librarian", "Loan", "return", loans[0])
    writing.create(told.world, "admin", "Loan", sixth)


def test_intervals_may_touch_and_may_not_overlap() -> None:
    told = story(plans.shop())
    room, start = told.make("Room"), told.world.now
    hour = timedelta(hours=1)

    def booked(low: int, high: int) -> dict[str, object]:
        return {"room_id": room, "starts_at": start + low * hour, "ends_at": start + high * hour}

    writing.create(told.world, "", "Booking", booked(0, 2))
    writing.create(told.world, "", "Booking", booked(2, 4))
    assert refusal(lambda: writing.create(told.world, "", "Booking", booked(1, 3)))[0] == "conflict"
    assert refusal(lambda: writing.create(told.world, "", "Booking", booked(-1, 9)))[0] == "conflict"


@pytest.mark.parametrize(
    ("actor", "why"), [("", "unauthenticated"), ("member", "forbidden"), ("librarian", ""), ("admin", "")]
)
def test_what_is_not_permitted_is_denied(actor: str, why: str) -> None:
    told = story(plans.library())
    book = told.make("Book")
    if why:
        assert refusal(lambda: writing.delete(told.world, actor, book))[0] == why
    else:
        writing.delete(told.world, actor, book)
        assert book.deleted


def test_the_rows_of_others_are_not_there() -> None:
    told = story(plans.library())
    mine, other = told.profile("member"), told.profile("other member")
    loan = told.make("Loan", {"member": mine})
    told.make("Loan", {"member": other})
    assert reading.listed(told.world, "member", "Loan") == [loan]
    assert len(reading.listed(told.world, "librarian", "Loan")) == 2


def test_what_hangs_on_a_row_stops_its_deletion_or_goes_with_it() -> None:
    told = story(plans.library())
    loan = told.make("Loan")
    assert refusal(lambda: writing.delete(told.world, "admin", loan["book"]))[0] == "conflict"
    writing.delete(told.world, "admin", loan["member"])
    assert loan.deleted


def test_a_query_shows_what_fits_in_its_order() -> None:
    told = story(plans.library())
    today = told.world.now.date()
    day = timedelta(days=1)
    late = told.make("Loan", {"borrowed_on": today - 9 * day, "due_on": today - day})
    told.make("Loan", {"borrowed_on": today - 9 * day, "due_on": today})
    later = told.make("Loan", {"borrowed_on": today - 9 * day, "due_on": today - 2 * day})
    overdue = next(q for q in told.plan.queries if q.name == "overdue_loans")
    assert reading.listed(told.world, "librarian", "Loan", query=overdue) == [later, late]


def test_a_report_groups_and_measures() -> None:
    told = story(plans.library())
    for month in (2, 3, 3):
        day = told.world.now.date().replace(month=month)
        told.make("Loan", {"borrowed_on": day, "due_on": day})
    report = told.plan.reports[0]
    assert reading.reported(told.world, "librarian", report) == [
        {"month": "2026-02", "loans": 1},
        {"month": "2026-03", "loans": 2},
    ]


def test_a_reminder_goes_out_once_to_whom_it_concerns() -> None:
    told = story(plans.library())
    loan = told.make("Loan")
    told.world.now += timedelta(days=60)
    happening.run_scheduled(told.world)
    happening.run_scheduled(told.world)
    [(name, to, subject, _)] = told.world.outbox
    assert (name, to) == ("overdue_reminder", loan["member"]["email"])
    assert subject == f"Please bring back {loan['book']['title']}"


def test_a_job_forgets_what_is_old_and_keeps_what_is_not() -> None:
    told = story(plans.shop())
    old = told.make("Order")
    told.world.now += timedelta(days=31)
    new = told.make("Order")
    happening.run_scheduled(told.world)
    assert (old.deleted, new.deleted) == (True, False)


def test_a_refused_deed_leaves_nothing_behind() -> None:
    told = story(plans.library())
    member = told.profile("member")
    book = told.make("Book", {"copies": 0})
    assert refusal(lambda: act(told, "member", "Book", "borrow", book)) == ("conflict", "All copies are on loan.")
    assert (told.world.rows("Loan"), member["loans"]) == ([], [])
