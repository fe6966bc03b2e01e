"""Notes lists: each test is named for the requirement that it proves."""

from __future__ import annotations

from django.test import Client

from tests.answers import created, gone, ids, refused
from tests.pages import submit


def test_plan_notes_sorted_by_page_number_and_date(
    client: Client,
) -> None:
    """The plan says so, though nobody asked.

    Given several of notes: when they are sorted by page number and date, up and down
    they come in that order.
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
    note_4 = created(submit(client, "/notes/new/", {"book": book["id"]}))
    assert ids(
        client.get(
            "/notes/",
            {
                "sort": "page_number",
            },
        )
    ) == [note_4["id"], note_3["id"], note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "sort": "-page_number",
            },
        )
    ) == [note_2["id"], note["id"], note_3["id"], note_4["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "sort": "date",
            },
        )
    ) == [note_4["id"], note_3["id"], note["id"], note_2["id"]]
    assert ids(
        client.get(
            "/notes/",
            {
                "sort": "-date",
            },
        )
    ) == [note_2["id"], note["id"], note_3["id"], note_4["id"]]


def test_r5_a_note_can_be_deleted(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given two rows of a note: when one is deleted, it is gone, the other one stays.
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
    gone(submit(client, f"/notes/{note['id']}/delete/", {}))
    refused(client.get(f"/notes/{note['id']}/"), 404)
    assert ids(client.get("/notes/")) == [note_2["id"]]
