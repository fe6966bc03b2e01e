from __future__ import annotations

import keyword
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder import naming

LINES = (Path(__file__).parent / "cases" / "naming" / "nouns.txt").read_text().splitlines()
NOUNS = [tuple(line.split()) for line in LINES if not line.startswith("#")]
PLAN_NAMES = st.from_regex(r"[A-Za-z]([A-Za-z0-9_]*[A-Za-z0-9])?", fullmatch=True)


def test_plurals_and_singulars_of_the_nouns_people_use_are_right() -> None:
    wrong = [(one, many) for one, many in NOUNS if (naming.plural(one), naming.singular(many)) != (many, one)]
    assert wrong == []


def test_a_singular_stays_as_it_is() -> None:
    assert [one for one, _ in NOUNS if naming.singular(one) != one] == []


def test_no_two_nouns_share_a_plural() -> None:
    assert len({many for _, many in NOUNS}) == len(NOUNS)


@given(st.sampled_from(NOUNS), st.sampled_from(NOUNS))
def test_only_the_last_word_changes_in_any_spelling(first: tuple[str, str], last: tuple[str, str]) -> None:
    pascal = first[0].capitalize() + last[0].capitalize()
    assert naming.plural(pascal) == first[0].capitalize() + last[1].capitalize()
    assert naming.singular(naming.plural(pascal)) == pascal
    assert naming.plural(f"{first[0]}_{last[0]}") == f"{first[0]}_{last[1]}"
    assert naming.plural(f"{first[0]} {last[0]}") == f"{first[0]} {last[1]}"


@pytest.mark.parametrize(
    ("one", "many"),
    [("SKU", "SKUs"), ("Level2", "Level2s"), ("ProductSKU", "ProductSKUs"), ("VIPBus", "VIPBuses"), ("GPS", "GPS")],
)
def test_acronyms_and_digits_keep_their_spelling(one: str, many: str) -> None:
    assert (naming.plural(one), naming.singular(many)) == (many, one)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TrackingEvent", ["tracking", "event"]),
        ("tracking-event", ["tracking", "event"]),
        ("HTTPStatus", ["http", "status"]),
        ("URLs and IDs", ["urls", "and", "ids"]),
        ("Level2Event", ["level2", "event"]),
        ("3DModel", ["3d", "model"]),
        ("2nd place", ["2nd", "place"]),
        ("the user's café, Straße", ["the", "users", "cafe", "strasse"]),
        ("日本", []),
    ],
)
def test_words_are_found_in_any_spelling(text: str, expected: list[str]) -> None:
    assert naming.words(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("from", "from_"), ("None", "None_"), ("none", "none"), ("metadata", "metadata_"), ("title", "title")],
)
def test_words_of_python_and_of_its_libraries_get_an_underscore(name: str, expected: str) -> None:
    assert naming.identifier(name) == expected


@given(PLAN_NAMES, PLAN_NAMES)
def test_every_plan_name_becomes_its_own_identifier(one: str, other: str) -> None:
    assert naming.identifier(one).isidentifier() and not keyword.iskeyword(naming.identifier(one))
    assert (naming.identifier(one) == naming.identifier(other)) == (one == other)


@given(st.text())
def test_a_slug_is_always_a_safe_folder_name(text: str) -> None:
    slug = naming.slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= naming.SLUG_LENGTH
    assert not naming.is_device(slug)
    assert naming.slug(slug) == slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Town Library", "town-library"),
        ("", "app"),
        ("日本", "app"),
        ("CON", "con-app"),
        ("a " * 60, "a-" * 19 + "a"),
        ("x" * 60, "x" * 40),
        ("one " * 9 + "internationalisation", "-".join(["one"] * 9)),
    ],
)
def test_slugs_are_short_and_never_empty(text: str, expected: str) -> None:
    assert naming.slug(text) == expected


@given(st.text())
def test_spellings_of_any_text_are_ascii_and_agree(text: str) -> None:
    assert naming.snake(text).isascii() and naming.snake(text).split("_") == (naming.words(text) or [""])
    assert naming.kebab(text) == naming.snake(text).replace("_", "-")
    naming.plural(text)
    naming.singular(text)
