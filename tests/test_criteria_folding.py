"""Steps that are alike are told in a loop; what is spoken of later, and what does not count up, is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scaffolder import criteria
from scaffolder.compiler import compile_description
from scaffolder.criteria.folding import folded
from scaffolder.criteria.steps import Accepted, Act, Counted, Create, Fetch, Ref, Repeat

MANY = 20


def made(value: Any, bind: str = "") -> Create:
    return Create("", "Boat", {"value": value}, Accepted(), bind)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([f"BO-{n + 2:04d}" for n in range(MANY)], 'f"BO-{n + 2:04d}"'),
        ([f"a {{{n}}} \"b\"" for n in range(MANY)], r'f"a {{{n + 0}}} \"b\""'),
        ([f"{n}@x.org" for n in range(5, 5 + MANY)], 'f"{n + 5}@x.org"'),
        ([7 + 3 * n for n in range(MANY)], "7 + 3 * n"),
        ([date(2026, 3, 2) + timedelta(days=n) for n in range(MANY)], 'f"{date(2026, 3, 2) + timedelta(days=n)}"'),
        (
            [datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=2 * n) for n in range(MANY)],
            'f"{datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(days=2 * n):%Y-%m-%dT%H:%M:%SZ}"',
        ),
    ],
)  # fmt: skip
def test_what_counts_up_is_told_as_what_it_is_in_each_turn(values: list[Any], text: str) -> None:
    [loop] = folded([made(value) for value in values])
    assert isinstance(loop, Repeat) and (loop.times, loop.counts) == (MANY, True)
    assert loop.steps == (made(Counted(text)),)
    said = [
        eval(text, {"n": n, "date": date, "datetime": datetime, "timedelta": timedelta, "UTC": UTC}) for n in (0, 9)
    ]
    plain = [values[0], values[9]]
    assert said == [
        f"{v:%Y-%m-%dT%H:%M:%SZ}" if isinstance(v, datetime) else type(s)(v) for v, s in zip(plain, said, strict=True)
    ]


def test_the_same_many_times_needs_no_number() -> None:
    assert folded([made("x")] * MANY) == (Repeat(MANY, (made("x"),)),)


def test_a_row_of_the_same_turn_is_spoken_of_by_one_name() -> None:
    names = ["boat", *(f"boat_{n}" for n in range(2, MANY + 1))]
    steps = [
        s for name in names for s in (made("x", name), Act("", "Boat", "sell", name, {"to": Ref(name)}, Accepted()))
    ]
    assert folded(steps) == (
        Repeat(MANY, (made("x", "boat"), Act("", "Boat", "sell", "boat", {"to": Ref("boat")}, Accepted()))),
    )


def test_what_is_spoken_of_later_stands_before_the_loop_or_behind_it() -> None:
    steps = [made("x", f"boat_{n}") for n in range(MANY)]
    look = Fetch("", "Boat", "boat_0", Accepted())
    first, loop, last = folded([*steps, look])
    assert (first, last) == (steps[0], look)
    assert isinstance(loop, Repeat) and loop.times == MANY - 1


@pytest.mark.parametrize("values", [["red", *["green"] * 5, "blue", "red"], [n * n for n in range(MANY)], ["x"] * 5])
def test_what_does_not_count_up_or_is_short_stays_as_it_is(values: list[Any]) -> None:
    steps = tuple(made(value) for value in values)
    assert folded(steps) == steps


@pytest.mark.parametrize("said", ["A Shelf can hold at most 100 Books.", "At most 80 people can sign up for a Shelf."])
def test_a_high_limit_is_reached_in_a_loop_and_proven(said: str) -> None:
    text = f"A Shelf has a name. A Book has an ISBN (unique). A Book belongs to a Shelf. People have a name. {said}"
    plan = compile_description(text, stack="api").plan
    assert plan is not None
    [requirement] = [r for r in criteria.derive(plan).requirements if r.text == said]
    assert (requirement.status, requirement.reason) == ("covered", "")
    loops = [
        step for s in criteria.scenarios(plan) if s.rule == "limit" for step in s.steps if isinstance(step, Repeat)
    ]
    assert loops and all(loop.times > 70 for loop in loops)
