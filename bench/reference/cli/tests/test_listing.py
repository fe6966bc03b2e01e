"""Which rows of a list are shown, and in which order."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import click
import pytest

from reading_room_cli.listing import confirmed, limited, narrowing, ordered, searched
from reading_room_cli.problems import Invalid
from reading_room_cli.values import Reference, Text


@dataclass
class Row:
    name: str
    size: int | None = None


ROWS = [Row("Ana", 2), Row("ben"), Row("Ada", 1), Row("Ana", 1)]
SORTABLE = {"name": "name", "full_size": "size"}


def names(rows: list[Row]) -> list[tuple[str, int | None]]:
    return [(row.name, row.size) for row in rows]


def test_plan_rows_come_in_the_order_of_several_names() -> None:
    assert names(ordered(ROWS, "name, -full-size", SORTABLE)) == [
        ("Ada", 1),
        ("Ana", 2),
        ("Ana", 1),
        ("ben", None),
    ]
    assert names(ordered(ROWS, "full_size,", SORTABLE))[0] == ("ben", None)
    assert names(ordered(ROWS, "-full_size", SORTABLE))[-1] == ("ben", None)
    assert ordered(ROWS, "", SORTABLE) == ROWS
    with pytest.raises(
        Invalid, match="there is no order by age: say name, full_size"
    ) as refused:
        ordered(ROWS, "age", SORTABLE)
    assert refused.value.field == "sort"


def test_plan_a_list_is_shown_in_part() -> None:
    assert limited([1, 2, 3, 4], 1, None) == [2, 3, 4]
    assert limited([1, 2, 3, 4], 1, 2) == [2, 3]


def test_plan_a_search_looks_at_every_attribute_whatever_the_capitals() -> None:
    assert names(searched(ROWS, ["name", "size"], "AN")) == [("Ana", 2), ("Ana", 1)]
    assert names(searched(ROWS, ["name", "size"], "2")) == [("Ana", 2)]
    assert searched(ROWS, ["size"], "none") == []
    assert searched(ROWS, ["name"], None) == ROWS


def given(*words: str) -> dict[str, Any]:
    """What a list hears of these words."""
    found: dict[str, Any] = {}

    @click.command()
    @narrowing(
        {"name": Text(), "limit": Text(), "owner_id": Reference(lambda text: None)},
        ranged=("name",),
        flags=("paid_off", "yes"),
    )
    def heard(**asked: Any) -> None:
        found.update(asked)

    heard.main(list(words), standalone_mode=False)
    return found


NOTHING_ASKED = {
    "name": None,
    "name_min": None,
    "name_max": None,
    "limit": None,
    "owner_id": None,
    "paid_off": None,
    "yes": None,
    "order": None,
    "most": None,
    "skipped": 0,
    "form": "table",
}


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("", {}),
        ("--name a", {"name": "a"}),
        ("--name-min a --name-max b", {"name_min": "a", "name_max": "b"}),
        ("--limit-is a --limit 2 --offset 3", {"limit": "a", "most": 2, "skipped": 3}),
        ("--paid-off --no-yes-is", {"paid_off": True, "yes": False}),
        ("--no-paid-off --yes-is", {"paid_off": False, "yes": True}),
        ("--sort=-name --format csv", {"order": "-name", "form": "csv"}),
        ("--limit 0 --format json", {"most": 0, "form": "json"}),
    ],
)
def test_plan_a_list_has_options(line: str, heard: dict[str, object]) -> None:
    assert given(*line.split()) == NOTHING_ASKED | heard


@pytest.mark.parametrize(
    "line", ["--limit -1", "--offset -1", "--format xml", "--owner 7"]
)
def test_plan_what_a_list_cannot_hear_is_refused(line: str) -> None:
    with pytest.raises((click.BadParameter, AttributeError)):
        given(*line.split())


def test_plan_nobody_is_asked_in_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        click, "confirm", lambda question, abort: asked.append(f"{question} {abort}")
    )
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    confirmed("Sure?", False)
    assert asked == []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    confirmed("Sure?", True)
    assert asked == []
    confirmed("Sure?", False)
    assert asked == ["Sure? True"]
