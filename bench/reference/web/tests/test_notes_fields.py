"""Notes fields: each test is named for the requirement that it proves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.answers import created, found, invalid
from tests.pages import submit


def test_r5_a_note_has_text_page_number_and_date(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When a note is created with text, page number and date, it is stored and comes
    back as it was given.
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
            {
                "book": book["id"],
                "text": "Kept in good order.",
                "page_number": 2,
                "date": "2026-03-03",
            },
        )
    )
    assert note["text"] == "Kept in good order."
    assert note["page_number"] == "2"
    assert note["date"] == "2026-03-03"
    note = found(client.get(f"/notes/{note['id']}/"))
    assert note["text"] == "Kept in good order."
    assert note["page_number"] == "2"
    assert note["date"] == "2026-03-03"


def test_r5_text_page_number_and_date_of_a_note_can_be_changed(
    client: Client,
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    Given a note: when its text, page number and date change, it has the new values
    from then on.
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
    note = found(
        submit(
            client,
            f"/notes/{note['id']}/edit/",
            {"text": "To be looked at again next week."},
        )
    )
    assert note["text"] == "To be looked at again next week."
    note = found(submit(client, f"/notes/{note['id']}/edit/", {"page_number": 4}))
    assert note["page_number"] == "4"
    note = found(submit(client, f"/notes/{note['id']}/edit/", {"date": "2026-03-05"}))
    assert note["date"] == "2026-03-05"
    note = found(client.get(f"/notes/{note['id']}/"))
    assert note["text"] == "To be looked at again next week."
    assert note["page_number"] == "4"
    assert note["date"] == "2026-03-05"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "not\0readable"),
        ("page_number", "many"),
        ("date", "tomorrow"),
    ],
)
def test_r5_text_page_number_and_date_of_a_note_that_has_a_wrong_type_is_refused(
    client: Client, field: str, value: Any
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When text, page number and date of a note gets a value of the wrong type, it is
    refused, and the field is named.
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
    values: dict[str, Any] = {"book": book["id"]}
    assert invalid(submit(client, "/notes/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/notes/{note['id']}/edit/", {field: value})) == [
        field
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("page_number", 0),
    ],
)
def test_r5_page_number_of_a_note_that_is_out_of_bounds_is_refused(
    client: Client, field: str, value: Any
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When page number of a note gets a value beyond its bounds, it is refused, and the
    field is named.
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
    values: dict[str, Any] = {"book": book["id"]}
    assert invalid(submit(client, "/notes/new/", {**values, field: value})) == [field]
    assert invalid(submit(client, f"/notes/{note['id']}/edit/", {field: value})) == [
        field
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("page_number", 1),
    ],
)
def test_r5_page_number_of_a_note_on_its_bounds_is_accepted(
    client: Client, field: str, value: Any
) -> None:
    """A Note belongs to a Book and has a text, a page number (at least 1) and a
    date.

    When page number of a note gets a value on its bounds, it is accepted.
    """
    shelf = created(submit(client, "/shelves/new/", {"name": "Shelf 1"}))
    book = created(
        submit(
            client,
            "/books/new/",
            {"shelf": shelf["id"], "title": "The Quiet River", "price": "10.50"},
        )
    )
    values: dict[str, Any] = {"book": book["id"]}
    created(submit(client, "/notes/new/", {**values, field: value}))
