"""Notes lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, ids
from tests.pages import submit


def test_r5_notes_are_listed(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given three of notes: when they are listed, all are there, in the order of age.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    note = created(submit(client, "/notes/new/", {"book": book["id"]}))
    note_2 = created(submit(client, "/notes/new/", {"book": book["id"]}))
    note_3 = created(submit(client, "/notes/new/", {"book": book["id"]}))
    assert ids(client.get("/notes/")) == [note["id"], note_2["id"], note_3["id"]]


def test_plan_notes_come_in_pages(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given three of notes: when two a page are asked for, the second page has the
    third.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    note = created(submit(client, "/notes/new/", {"book": book["id"]}))
    note_2 = created(submit(client, "/notes/new/", {"book": book["id"]}))
    note_3 = created(submit(client, "/notes/new/", {"book": book["id"]}))
    assert ids(
        client.get(
            "/notes/",
            {
                "page": 1,
                "page_size": 2,
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "page": 2,
                "page_size": 2,
            },
        )
    ) == [note_3["id"]]


def test_plan_notes_filtered_by_page_number_and_date(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given several of notes: when only those of one page number and date are asked for,
    only these are shown.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    note = created(
        submit(
            client,
            "/notes/new/",
            {"book": book["id"], "page_number": 3, "date": "2026-03-04"},
        )
    )
    note_2 = created(
        submit(
            client,
            "/notes/new/",
            {"book": book["id"], "page_number": 4, "date": "2026-03-05"},
        )
    )
    note_3 = created(
        submit(
            client,
            "/notes/new/",
            {"book": book["id"], "page_number": 2, "date": "2026-03-03"},
        )
    )
    created(submit(client, "/notes/new/", {"book": book["id"]}))
    assert ids(
        client.get(
            "/notes/",
            {
                "page_number": "3",
            },
        )
    ) == [note["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "page_number_min": "3",
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "page_number_max": "3",
            },
        )
    ) == [note["id"], note_3["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "date": "2026-03-04",
            },
        )
    ) == [note["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "date_min": "2026-03-04",
            },
        )
    ) == [note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "date_max": "2026-03-04",
            },
        )
    ) == [note["id"], note_3["id"]]
