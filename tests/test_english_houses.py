"""Whoever keeps the records is no record: "A garage repairs cars" is about cars."""

from __future__ import annotations

import pytest

from scaffolder.compiler import compile_description

KEPT = {
    "A zoo keeps Animals with a name (required), a species and a date of birth.": {"Animal": 3},
    "Our clinic manages Patients with a name and a phone.": {"Patient": 2},
    "The library lends Books with a title and an ISBN.": {"Book": 2},
    "Our bakery sells cakes. Each cake has a name and a price.": {"Cake": 2},
    "Our company tracks assets (name, serial number, purchase date).": {"Asset": 3},
    "The hotel has rooms with a number and a price per night.": {"Room": 2},
    "Harbour Street Bakery sells breads with a name, a weight in g and a price.": {"Bread": 3},
    "The sports club needs to keep track of its members (name, email) and courts (number, surface).": {
        "Member": 2, "Court": 2,
    },
    "A bookshop would like to manage its books, which have a title and a price.": {"Book": 2},
    "The boathouse rents out kayaks with a colour and a length in m.": {"Kayak": 2},
    "A school has students and teachers. A student has a name and an email. A teacher has a name.": {
        "Student": 2, "Teacher": 1,
    },
    # Of these there may be several, and they are things.
    "A Hotel has Rooms. A Hotel has a name and an address. A Room has a number.": {"Hotel": 2, "Room": 1},
    "A Library has a name. A Book has a title and belongs to a Library.": {"Library": 1, "Book": 1},
    # No name is made of a sentence.
    "A wombat chews Leaves with a name and a size.": {},
    "The shop should show products with a low stock.": {},
    # What a program does is no record either.
    "A Repairs Log has a title and a date.": {"RepairsLog": 2},
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), KEPT.items(), ids=KEPT)
def test_what_is_kept_is_a_thing_and_who_keeps_it_is_not(text: str, expected: dict[str, int]) -> None:
    plan = compile_description(text).plan
    assert {e.name: len(e.fields) for e in plan.entities} == expected if plan else not expected


def test_who_keeps_it_is_told_by_the_explanation() -> None:
    readings = compile_description("A garage repairs Cars with a plate and a model.").readings
    assert readings[0].rules[0] == "who keeps the records"
