"""From a plan to its acceptance tests: every attempt is tried, named for who asked for it, and put into files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.criteria import folding, suites, topics
from scaffolder.criteria.drafting import Attempt, Draft
from scaffolder.criteria.oracle.world import Facts, Refusal
from scaffolder.criteria.scenario import Scenario
from scaffolder.criteria.steps import Accepted, Create, Step
from scaffolder.criteria.story import Impossible
from scaffolder.plan import Plan, Requirement

NAME = 78  # characters of the name of a test at most


class Gap(Struct, frozen=True):
    """A rule of the plan for which no scenario was found, and why."""

    rule: str
    elements: tuple[str, ...]
    requirements: tuple[str, ...]
    reason: str


class Proof(Struct, frozen=True):
    scenarios: tuple[Scenario, ...]
    gaps: tuple[Gap, ...]


def prove(plan: Plan) -> Proof:
    """The scenarios of a plan. The same plan is worked on once."""
    unproven: dict[str, Any] = {"status": "uncovered", "covered_by": [], "reason": "", "span": None}
    requirements = [r.model_copy(update=unproven) for r in plan.requirements]
    return _prove(Asked(plan.model_copy(update={"criteria": [], "requirements": requirements})))


class Asked:
    """A plan by what it says, as it is when it is asked for."""

    def __init__(self, plan: Plan) -> None:
        self.text = msgspec.json.encode(plan)
        self.plan = plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


@lru_cache(maxsize=4)
def _prove(asked: Asked) -> Proof:
    plan = asked.plan
    facts = Facts(plan)
    drafts: list[Draft] = []
    gaps: list[Gap] = []
    for attempt in topics.attempts(facts):
        outcome = _write(attempt)
        if isinstance(outcome, Draft):
            drafts.append(outcome)
        elif not attempt.further:
            gaps.append(outcome)
    return Proof(tuple(_named(plan, drafts)), tuple(gaps))


def _write(attempt: Attempt) -> Draft | Gap:
    try:
        draft = attempt.write()
        steps = folding.folded(tuple(_unbound(draft.steps)))
        if suites.length(steps) > suites.LONGEST:
            raise Impossible("the test would be too long to read")
        return replace(draft, steps=steps)
    except (Impossible, Refusal) as reason:
        return Gap(attempt.rule, attempt.elements, attempt.cites, str(reason))


def _named(plan: Plan, drafts: Sequence[Draft]) -> Iterator[Scenario]:
    requirements = {r.id: r for r in plan.requirements if r.kind == "functional"}
    taken: set[str] = set()
    for draft, owner in _owned(drafts, requirements):
        name = _free(_test_name(owner, draft.name), taken)
        words = requirements[owner].text if owner else ""
        cited = tuple(r for r in draft.cites if r in requirements)
        yield Scenario(
            name, draft.rule, draft.elements, cited, draft.topic, draft.steps, draft.cases,
            _sentence(draft.given), _sentence(draft.when), _sentence(draft.then), words, owner,
        )  # fmt: skip


def _owned(drafts: Sequence[Draft], requirements: dict[str, Requirement]) -> list[tuple[Draft, str]]:
    """Each draft with the one requirement it is named for: every requirement gets one where any is to be had, the
    rest go to whoever is cited least. A draft that two depend on alone is told twice."""
    cited = {i: [r for r in d.cites if r in requirements] for i, d in enumerate(drafts)}
    count = {r: sum(r in c for c in cited.values()) for r in requirements}
    owner: dict[int, str] = {}
    extra: list[tuple[int, str]] = []
    for rid in sorted((r for r in requirements if count[r]), key=lambda r: count[r]):
        candidates = [i for i, c in cited.items() if rid in c]
        free = [i for i in candidates if i not in owner]
        if free:
            owner[free[0]] = rid
        else:
            extra.append((candidates[0], rid))
    for i, c in cited.items():
        owner.setdefault(i, min(c, key=lambda r: count[r], default=""))
    pairs = [(i, owner[i]) for i in cited] + extra
    return [(drafts[i], rid) for i, rid in sorted(pairs, key=lambda p: p[0])]


def _test_name(requirement: str, words: str) -> str:
    head = f"test_{naming.snake(requirement)}_" if requirement else "test_plan_"
    kept: list[str] = []
    for word in naming.words(words):
        if len(head) + len("_".join([*kept, word])) > NAME:
            break
        kept.append(word)
    return head + "_".join(kept)


def _free(name: str, taken: set[str]) -> str:
    unique, count = name, 1
    while unique in taken:
        count += 1
        unique = f"{name}_{count}"
    taken.add(unique)
    return unique


def _unbound(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps, where rows that nothing speaks of later have no name."""
    spoken, kept = set[str](), list[Step]()
    for step in reversed(steps):
        idle = isinstance(step, Create) and step.bind and not _seen(step) and step.bind not in spoken
        kept.append(replace(step, bind="") if idle else step)
        spoken |= folding.spoken(step)
    yield from reversed(kept)


def _seen(step: Create) -> bool:
    return isinstance(step.expect, Accepted) and bool(step.expect.values)


def _sentence(words: str) -> str:
    return " ".join(words.split())
