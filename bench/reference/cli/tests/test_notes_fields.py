"""Notes fields: each test is named for the requirement that it proves."""

from __future__ import annotations

import pytest

from tests.answers import created, found, invalid, option
from tests.conftest import Caller


def test_r5_a_note_has_text_page_number_and_date(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is created with text, page number and date, it is stored and comes
    back as it was given.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(
        run(
            "notes add --format json",
            {
                "--book": book["id"],
                "--text": "Kept in good order.",
                "--page-number": 2,
                "--date": "2026-03-03",
            },
        )
    )
    assert note["text"] == "Kept in good order."
    assert note["page_number"] == 2
    assert note["date"] == "2026-03-03"
    note = found(run("notes show --format json", {"ID": note["id"]}))
    assert note["text"] == "Kept in good order."
    assert note["page_number"] == 2
    assert note["date"] == "2026-03-03"


def test_r5_text_page_number_and_date_of_a_note_can_be_changed(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a note: when its text, page number and date change, it has the new values
    from then on.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    note = found(
        run(
            "notes edit --format json",
            {"ID": note["id"], "--text": "To be looked at again next week."},
        )
    )
    assert note["text"] == "To be looked at again next week."
    note = found(
        run("notes edit --format json", {"ID": note["id"], "--page-number": 4})
    )
    assert note["page_number"] == 4
    note = found(
        run("notes edit --format json", {"ID": note["id"], "--date": "2026-03-05"})
    )
    assert note["date"] == "2026-03-05"
    note = found(run("notes show --format json", {"ID": note["id"]}))
    assert note["text"] == "To be looked at again next week."
    assert note["page_number"] == 4
    assert note["date"] == "2026-03-05"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--page-number", "many"),
        ("--date", "the other day"),
    ],
)
def test_r5_text_page_number_and_date_of_a_note_that_has_a_wrong_type_is_refused(
    run: Caller, name: str, value: object
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When text, page number and date of a note gets a value of the wrong type, it is
    refused, and the field is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    values: dict[str, object] = {"--book": book["id"]}
    assert invalid(run("notes add", {**values, name: value})) == option(name)
    assert invalid(
        run("notes edit", {"ID": note["id"], option(name): value})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--page-number", 0),
    ],
)
def test_r5_page_number_of_a_note_that_is_out_of_bounds_is_refused(
    run: Caller, name: str, value: object
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When page number of a note gets a value beyond its bounds, it is refused, and the
    field is named.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    values: dict[str, object] = {"--book": book["id"]}
    assert invalid(run("notes add", {**values, name: value})) == option(name)
    assert invalid(
        run("notes edit", {"ID": note["id"], option(name): value})
    ) == option(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--page-number", 1),
    ],
)
def test_r5_page_number_of_a_note_on_its_bounds_is_accepted(
    run: Caller, name: str, value: object
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When page number of a note gets a value on its bounds, it is accepted.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    values: dict[str, object] = {"--book": book["id"]}
    created(run("notes add --format json", {**values, name: value}))
