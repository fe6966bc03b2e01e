"""What people can type to see an application at work: rows are made, and then something is done to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

from msgspec import Struct

from scaffolder.criteria.derive import prove
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.sampling import LATER, ROWS, fill
from scaffolder.criteria.scenario import Scenario
from scaffolder.criteria.steps import Act, Create, Ref, UserRef
from scaffolder.criteria.story import Impossible, Story
from scaffolder.plan import Plan

Steps = tuple[Create | Act, ...]
MOST = 7  # steps that are still read
WORDS = ("string", "text", "email", "url", "phone")
NUMBERS = ("integer", "decimal", "money", "percent")  # dates and flags often tell that something was done already
TRIED = 8  # the tours that are looked at, the shortest first


class Tour(Struct, frozen=True):
    """The rows to make one after another, and last the Act. It goes beside the sample rows, today and ever after."""

    steps: Steps

    @property
    def actors(self) -> tuple[str, ...]:
        """Who must log in."""
        return tuple(dict.fromkeys(s.actor for s in self.steps if s.actor))

    @property
    def users(self) -> tuple[str, ...]:
        """Those whose id is named in a row."""
        found = [v.actor for s in self.steps if isinstance(s, Create) for v in s.values.values() if _is_user(v)]
        return tuple(dict.fromkeys(found))

    @property
    def maker(self) -> str:
        """Who made the row that something is done to."""
        done = cast(Act, self.steps[-1])
        return next(s.actor for s in self.steps if isinstance(s, Create) and s.bind == done.row)


def tour(plan: Plan) -> Tour | None:
    """None where no action can be shown so."""
    facts = Facts(plan)
    found = {_deed(steps): steps for steps in sorted(_begun(plan), key=_length, reverse=True)}
    for steps in sorted(found.values(), key=_length)[:TRIED]:
        for others in (True, False):
            with suppress(Impossible):
                _walked(facts, steps, LATER, others)
                return Tour(_walked(facts, steps, timedelta(), others))
    return None


def _begun(plan: Plan) -> Iterator[Steps]:
    """How the acceptance tests that do something to a row begin."""
    return (steps for scenario in prove(plan).scenarios if (steps := _until_done(scenario)))


def _until_done(scenario: Scenario) -> Steps:
    for n, step in enumerate(scenario.steps[:MOST]):
        if not isinstance(step, (Act, Create)) or step.expect.kind != "accepted" or step.endpoint is not None:
            break
        if step.actor.startswith("other ") or (isinstance(step, Create) and step.cased):
            break
        if isinstance(step, Act):
            return cast(Steps, scenario.steps[: n + 1]) if step.row else ()
    return ()


def _deed(steps: Steps) -> tuple[str | None, str]:
    last = cast(Act, steps[-1])
    return last.entity, last.action


def _length(steps: Steps) -> tuple[int, int]:
    """Few people first: each of them must log in."""
    return len({s.actor for s in steps}), len(steps)


def _walked(facts: Facts, steps: Steps, later: timedelta, others: bool) -> Steps:
    """The steps as they go on a database with sample rows. `others`: with more values, which no sample has. Raises
    Impossible."""
    story = Story(facts)
    story.world.now += later
    fill(story.world)
    for step in steps:
        if isinstance(step, Create):
            given = {k: _real(story, v) for k, v in step.values.items()}
            story.create(step.actor, step.entity, _new(story, step.entity, given) if others else given, bind=step.bind)
        else:
            action = next(a for a in facts.index.actions(step.entity) if a.name == step.action)
            params = {k: _real(story, v) for k, v in step.params.items()}
            story.act(step.actor, action, story.names[step.row], params)
    return cast(Steps, tuple(story.steps))


def _new(story: Story, entity: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """With words and unique values of its own, and with what else says something of such a row."""
    declared, found = story.index.entity(entity), dict(given)
    number = max(ROWS) + 1 + sum(isinstance(s, Create) and s.entity == entity for s in story.steps)
    for field in story.index.writable(entity):
        if field.type in WORDS or (field.type in NUMBERS and field.name not in given) or field.unique:
            found[field.name] = invent(story.facts, declared, field, number)
    return found


def _is_user(value: Any) -> bool:
    return isinstance(value, UserRef)


def _real(story: Story, value: Any) -> Any:
    if isinstance(value, list):
        return [_real(story, v) for v in value]
    if isinstance(value, Ref):
        return story.names[value.name]
    return story.world.user(value.actor) if isinstance(value, UserRef) else value
