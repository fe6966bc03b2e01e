"""Notes lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, ids
from tests.conftest import Caller


def test_r5_notes_are_listed(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given three of notes: when they are listed, all are there, in the order of age.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    note_2 = created(run("notes add --format json", {"--book": book["id"]}))
    note_3 = created(run("notes add --format json", {"--book": book["id"]}))
    assert ids(run("notes list --format json")) == [
        note["id"],
        note_2["id"],
        note_3["id"],
    ]


def test_plan_notes_come_in_pages(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given three of notes: when two a page are asked for, the second page has the
    third.
    """
    shelf = created(run("shelves add --format json", {"NAME": "Shelf 1"}))
    book = created(
        run(
            "books add --format json",
            {"--shelf": shelf["id"], "TITLE": "The Quiet River", "--price": "10.50"},
        )
    )
    note = created(run("notes add --format json", {"--book": book["id"]}))
    note_2 = created(run("notes add --format json", {"--book": book["id"]}))
    note_3 = created(run("notes add --format json", {"--book": book["id"]}))
    assert ids(
        run(
            "notes list --format json",
            {
                "--limit": 2,
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--limit": 2,
                "--offset": 2,
            },
        )
    ) == [note_3["id"]]


def test_plan_notes_filtered_by_page_number_and_date(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given several of notes: when only those of one page number and date are asked for,
    only these are shown.
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
            {"--book": book["id"], "--page-number": 3, "--date": "2026-03-04"},
        )
    )
    note_2 = created(
        run(
            "notes add --format json",
            {"--book": book["id"], "--page-number": 4, "--date": "2026-03-05"},
        )
    )
    note_3 = created(
        run(
            "notes add --format json",
            {"--book": book["id"], "--page-number": 2, "--date": "2026-03-03"},
        )
    )
    created(run("notes add --format json", {"--book": book["id"]}))
    assert ids(
        run(
            "notes list --format json",
            {
                "--page-number": 3,
            },
        )
    ) == [note["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--page-number-min": 3,
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--page-number-max": 3,
            },
        )
    ) == [note["id"], note_3["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--date": "2026-03-04",
            },
        )
    ) == [note["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--date-min": "2026-03-04",
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--date-max": "2026-03-04",
            },
        )
    ) == [note["id"], note_3["id"]]
