"""One acceptance test, and what it proves."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from scaffolder.criteria.steps import At, AtOnce, Login, Repeat, Sent, Step, UserRef
from scaffolder.plan import Rule


class Scenario(Struct, frozen=True):
    """One acceptance test. `cases` (input, value) are tried one by one, each on a new database.

    `elements` are what it proves by `rule`; `requirements` who asked for them (empty: nobody, the plan assumed them);
    `topic` says which tests belong in one file ("books fields"); `given`, `when`, `then` are read by people.
    """

    name: str
    rule: Rule
    elements: tuple[str, ...]
    requirements: tuple[str, ...]
    topic: str
    steps: tuple[Step, ...]
    cases: tuple[tuple[str, Any], ...] = ()
    given: str = ""
    when: str = ""
    then: str = ""
    words: str = ""  # the requirement's own words
    owner: str = ""  # the requirement it is named for

    @property
    def actors(self) -> tuple[str, ...]:
        """Who takes part, in order of appearance."""
        single = [s for step in self.steps for s in (step.steps if isinstance(step, Repeat) else (step,))]
        named = [getattr(s, key, None) for s in single if not isinstance(s, Login) for key in ("actor", "reader")]
        named += [reader for s in self.steps if isinstance(s, Sent) for reader in s.readers]
        return tuple(dict.fromkeys(a for a in named if a is not None))

    @property
    def travels(self) -> bool:
        return any(isinstance(step, At) for step in self.steps)

    def uses(self, channel: str) -> bool:
        """Does it look into what went out by this channel?"""
        return any(isinstance(step, Sent) and step.channel == channel for step in self.steps)

    @property
    def rushes(self) -> bool:
        """Do many act at the same moment in it?"""
        return any(isinstance(step, AtOnce) for step in self.steps)

    @property
    def logs_in(self) -> bool:
        return any(isinstance(step, Login) for step in self.steps)

    @property
    def users(self) -> tuple[str, ...]:
        """Whose login users it speaks of by id."""
        found = list[str]()
        _gather_users(self.steps, found)
        return tuple(dict.fromkeys(found))


def _gather_users(value: Any, found: list[str]) -> None:
    if isinstance(value, UserRef):
        found.append(value.actor)
    elif isinstance(value, (dict, list, tuple, Struct)):
        slots = (getattr(value, name) for name in value.__struct_fields__) if isinstance(value, Struct) else value
        for held in value.values() if isinstance(value, dict) else slots:
            if not isinstance(held, str):
                _gather_users(held, found)
