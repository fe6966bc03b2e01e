"""Notes lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from tests.answers import created, gone, ids, refused
from tests.conftest import Caller


def test_plan_notes_sorted_by_page_number_and_date(run: Caller) -> None:
    """The plan says so, though nobody asked.

    Given several of notes: when they are sorted by page number and date, up and down
    they come in that order.
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
    note_4 = created(run("notes add --format json", {"--book": book["id"]}))
    assert ids(
        run(
            "notes list --format json",
            {
                "--sort": "page_number",
            },
        )
    ) == [note_4["id"], note_3["id"], note["id"], note_2["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--sort": "-page_number",
            },
        )
    ) == [note_2["id"], note["id"], note_3["id"], note_4["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--sort": "date",
            },
        )
    ) == [note_4["id"], note_3["id"], note["id"], note_2["id"]]
    assert ids(
        run(
            "notes list --format json",
            {
                "--sort": "-date",
            },
        )
    ) == [note_2["id"], note["id"], note_3["id"], note_4["id"]]


def test_r5_a_note_can_be_deleted(run: Caller) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given two rows of a note: when one is deleted, it is gone, the other one stays.
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
    gone(run("notes remove", {"ID": note["id"]}))
    refused(run("notes show --format json", {"ID": note["id"]}), 4)
    assert ids(run("notes list --format json")) == [note_2["id"]]
