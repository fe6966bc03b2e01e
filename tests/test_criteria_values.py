"""Invented values: valid, different, the same every time; and values just beyond what is allowed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.criteria import regex, sample, values
from scaffolder.criteria.oracle import rules
from scaffolder.plan import Choice, Entity, Field, Validation
from tests import api_apps, plans

TYPES = [
    Field(name="title"),
    Field(name="name", validation=Validation(min_length=30)),
    Field(name="name", validation=Validation(max_length=3)),
    Field(name="notes", type="text"),
    Field(name="stars", type="integer", validation=Validation(min=1, max=5)),
    Field(name="depth", type="integer", validation=Validation(max=-3)),
    Field(name="price", type="money", validation=Validation(min=0.01)),
    Field(name="share", type="percent", validation=Validation(min=0, max=100)),
    Field(name="weight", type="decimal"),
    Field(name="ratio", type="float"),
    Field(name="born_on", type="date", validation=Validation(max="2010-01-01")),
    Field(name="starts_at", type="datetime"),
    Field(name="opens_at", type="time"),
    Field(name="length", type="duration"),
    Field(name="email", type="email"),
    Field(name="link", type="url"),
    Field(name="phone", type="phone"),
    Field(name="key", type="uuid"),
    Field(name="kind", type="enum", enum=[Choice(value="a"), Choice(value="b")]),
    Field(name="done", type="boolean"),
    Field(name="tags", type="list"),
    Field(name="pin", type="secret"),
    Field(name="code", validation=Validation(pattern=r"[A-Z]{2}-\d{4}")),
]


@pytest.mark.parametrize("field", TYPES, ids=lambda f: f"{f.name}-{f.type}")
def test_every_invented_value_is_valid(field: Field) -> None:
    entity = Entity(name="Thing", fields=[field])
    assert all(rules.valid(field, values.invent(entity, field, n)) for n in range(40))


@pytest.mark.parametrize("name", ["title", "email", "code", "reference", "phone", "nickname"])
def test_invented_texts_differ_from_each_other(name: str) -> None:
    field = Field(name=name, type="email" if name == "email" else "phone" if name == "phone" else "string")
    found = [values.invent(Entity(name="Member"), field, n) for n in range(50)]
    assert len(set(found)) == 50


@pytest.mark.parametrize("field", TYPES, ids=lambda f: f"{f.name}-{f.type}")
def test_values_on_a_bound_are_valid_and_beyond_it_are_not(field: Field) -> None:
    entity = Entity(name="Thing", fields=[field])
    assert all(rules.valid(field, v) for v in values.inside(entity, field))
    assert not any(rules.valid(field, v) for v in [*values.outside(entity, field), *values.mismatches(field)])


@pytest.mark.parametrize("field", TYPES, ids=lambda f: f"{f.name}-{f.type}")
def test_a_value_of_the_wrong_type_is_not_valid(field: Field) -> None:
    wrong = values.wrong(field.type)
    assert wrong is None or not rules.valid(field, wrong)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{13}",
        r"[A-Z]{2}-\d{4}",
        r"(red|blue)-\w+",
        r"^[a-z]+$",
        r"\+?\d{3,}",
        r"[^0-9]{4}",
        r"a.c",
        r"v(\d+\.){2}\d+",
    ],
)
def test_text_is_invented_for_a_pattern(pattern: str) -> None:
    found = [regex.matching(pattern, n) for n in range(5)]
    assert all(text is not None and re.fullmatch(pattern, text) for text in found)


def test_no_text_is_claimed_for_a_pattern_that_is_out_of_reach() -> None:
    assert regex.matching(r"(?=b)a", 0) is None
    assert regex.matching(r"(", 0) is None


@given(st.integers(0, 999))
def test_numbers_of_thirteen_digits_are_all_different(n: int) -> None:
    assert regex.matching(r"\d{13}", n) != regex.matching(r"\d{13}", n + 1)


def test_a_sample_row_is_ready_for_json_and_leaves_out_what_nobody_writes() -> None:
    assert sample(plans.library(), "Book", 0) == {
        "title": "The Quiet River",
        "author": "Ana Silva",
        "isbn": "0000000000000",
        "genre": "novel",
        "copies": 2,
    }
    assert "status" not in sample(plans.library(), "Member", 0)


def test_a_sample_row_is_the_same_every_time() -> None:
    assert sample(plans.shop(), "Specimen", 3) == sample(plans.shop(), "Specimen", 3)


def test_a_year_is_one_of_our_time_unless_it_is_bound() -> None:
    assert [values.number(Field(name="publication_year", type="integer"), n) for n in (0, 7)] == [2001, 2008]
    bound = Field(name="year", type="integer", validation=Validation(min=1, max=4))
    assert {values.number(bound, n) for n in range(9)} == {1, 2, 3, 4}


def test_what_is_no_day_in_an_import_is_none_in_the_words_of_a_command_line_either(tmp_path: Path) -> None:
    plan = plans.small()
    plan.entities[0].fields += [Field(name="day", type="date"), Field(name="at", type="datetime")]
    api_apps.write(plan, tmp_path, "cli")
    for reader, kind in (("read_day", "date"), ("read_moment", "datetime")):
        code = f"from notes_cli import dates; dates.{reader}({values.wrong(kind)!r})"
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
        assert "ValueError: " in done.stderr and "is no date" in done.stderr
