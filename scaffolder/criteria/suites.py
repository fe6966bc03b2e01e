"""Which scenarios stand together in one file of tests, and how many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from scaffolder import naming
from scaffolder.criteria.scenario import Scenario
from scaffolder.criteria.steps import Repeat, Step

ROOM = 215  # lines that the scenarios of a file may take, so that no file grows past 300
LONGEST = 250  # lines of one scenario, which then has a file to itself


class Suite(Struct, frozen=True):
    """`name`: "books_fields", "books_fields_2"; `title`: "Books: fields"."""

    name: str
    title: str
    scenarios: tuple[Scenario, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who acts in it or owns something."""
        return tuple(dict.fromkeys(a for s in self.scenarios for a in (*s.actors, *s.users)))


def together(scenarios: Iterable[Scenario]) -> tuple[Suite, ...]:
    """Files by topic, cut where they would get too long."""
    topics: dict[str, list[Scenario]] = {}
    for scenario in scenarios:
        topics.setdefault(scenario.topic, []).append(scenario)
    return tuple(suite for topic, found in topics.items() for suite in _cut(topic, found))


def _cut(topic: str, scenarios: list[Scenario]) -> list[Suite]:
    parts: list[list[Scenario]] = [[]]
    used = 0
    for scenario in scenarios:
        size = 9 + len(scenario.cases) + length(scenario.steps)
        if parts[-1] and used + size > ROOM:
            parts.append([])
            used = 0
        parts[-1].append(scenario)
        used += size
    title = naming.title(topic)
    return [Suite(topic if n == 1 else f"{topic}_{n}", title, tuple(part)) for n, part in enumerate(parts, start=1)]


def length(steps: Iterable[Step]) -> int:
    """About how many lines these steps take."""
    return sum(map(_lines, steps))


def _lines(step: Step) -> int:
    """About how many lines a step takes once it is wrapped."""
    if isinstance(step, Repeat):
        return 1 + sum(map(_lines, step.steps))
    size = 6 if getattr(step, "filters", None) or getattr(step, "sort", "") else 2
    for name in step.__struct_fields__:
        value = getattr(step, name)
        size += _size(value) if not isinstance(value, Struct) else _size_of_answer(value)
    return size


def _size_of_answer(expected: Struct) -> int:
    """What is expected of one: the values that it holds, the rows that it names."""
    values = None if hasattr(expected, "why") else getattr(expected, "values", None)
    return _size(values) + (len(expected.names) + 3 if hasattr(expected, "names") else 0)


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + 2 if len(repr(value)) > 50 else len(value) // 3
    if isinstance(value, tuple):
        return sum(1 + _size(v) for v in value)
    return 0
