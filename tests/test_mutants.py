"""The ledger can fail: break a rule in one place of the emitted code, leave the tests alone, and see who notices.

Each kind of rule is broken in every place where it is enforced, in a domain the templates were written with and in one
they have never seen. A survivor fails the suite. By default one mutant for each kind and place is run in each domain;
all of them with MUTANTS=all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from scaffolder import criteria, emitter, naming, stacks
from scaffolder.criteria.derive import elements
from scaffolder.criteria.scenario import Scenario
from scaffolder.plan import Plan
from scaffolder.plan.index import entity_plural
from tests import plans, unseen_plans
from tests.lab import Lab
from tests.mutants import Mutant, mutants

SEEN = {"library": plans.library, "shop": plans.shop}
UNSEEN = {"harbour": unseen_plans.harbour, "school": unseen_plans.school}
DOMAINS: dict[str, Callable[[], Plan]] = {**SEEN, **UNSEEN}
KINDS = {
    "bounds", "check", "computed", "create", "default", "effect", "enum", "filter", "initial", "job", "limit",
    "no_overlap", "notification", "on_delete", "pattern", "permission", "precondition", "query", "relation", "report",
    "required", "search", "sort", "transition", "unique", "owner", "export", "import",
}  # fmt: skip
ALL = os.environ.get("MUTANTS", "") == "all"
WHOLE = 4  # mutants of each domain that the whole suite is run against


def emitted(plan: Plan) -> dict[str, str]:
    return {f.path: f.text for f in emitter.emit(criteria.derive(plan), stacks.load("api"))}


def code(files: dict[str, str]) -> dict[str, str]:
    return {p: t for p, t in files.items() if p.endswith(".py") and not p.startswith("tests/")}


@pytest.fixture(scope="module", params=sorted(DOMAINS))
def domain(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Plan, Lab, dict[str, str]]]:
    plan = DOMAINS[request.param]()
    root: Path = tmp_path_factory.mktemp(request.param)
    files = emitted(plan)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    with Lab(root) as lab:
        yield plan, lab, code(files)


@pytest.mark.slow
def test_a_broken_rule_is_noticed_by_a_requirement_that_asked_for_it(domain: tuple[Plan, Lab, dict[str, str]]) -> None:
    plan, lab, files = domain
    assert lab.failing(["tests"]) == []
    survivors: list[str] = []
    strangers: list[str] = []
    for i, mutant in enumerate(chosen(mutants(plan, files))):
        failed = lab.failing(concerned(plan, mutant, lab.root), {mutant.path: mutant.text}, first=True)
        if not failed or (cited(plan, mutant) and not named(plan, failed)):
            failed = lab.failing(["tests"], {mutant.path: mutant.text})
        if not failed or (cited(plan, mutant) and not set(named(plan, failed)) & depending(plan, mutant)):
            survivors.append(mutant.name)
        if i % max(len(KINDS) // WHOLE, 1) == 0:
            failed = lab.failing(["tests"], {mutant.path: mutant.text})
            strangers += [f"{r}: {mutant.name}" for r in set(named(plan, failed)) - depending(plan, mutant)]
    assert survivors == []
    assert strangers == []


@pytest.mark.slow
def test_every_kind_of_rule_is_broken_in_a_domain_that_was_seen_and_in_one_that_was_not() -> None:
    kinds = {name: {m.kind for m in mutants(make(), code(emitted(make())))} for name, make in DOMAINS.items()}
    for names in (SEEN, UNSEEN):
        assert {k for name in names for k in kinds[name]} >= KINDS


def chosen(found: Iterator[Mutant]) -> list[Mutant]:
    """All, or the first of each kind in each folder."""
    if ALL:
        return list(found)
    first: dict[tuple[str, str], Mutant] = {}
    for mutant in found:
        first.setdefault((mutant.kind, "/".join(mutant.path.split("/")[:2])), mutant)
    return list(first.values())


def cited(plan: Plan, mutant: Mutant) -> set[str]:
    """The requirements that asked for the element."""
    if mutant.element.startswith("permissions:"):
        _, _, rest = mutant.element.partition(":")
        entity, _, operation = rest.partition(".")
        granted = [p for p in plan.permissions if p.entity == entity and operation in p.operations]
        return {r for p in granted for r in p.satisfies}
    functional = {r.id for r in plan.requirements if r.kind == "functional"}
    return set(dict(elements(plan)).get(mutant.element, ())) & functional


def depending(plan: Plan, mutant: Mutant) -> set[str]:
    """Those that asked for it, and those whose tests touch its rows."""
    entity = mutant.element.rpartition(":")[2].partition(".")[0]
    owners = {q.name: q.entity for q in plan.queries} | {r.name: r.entity for r in plan.reports}
    owners |= {n.name: n.trigger.entity or "" for n in (*plan.jobs, *plan.notifications)}
    owners |= {t.name: t.entity for t in plan.transfers}
    entity = owners.get(entity, entity)
    return cited(plan, mutant) | {s.owner for s in criteria.scenarios(plan) if entity in touched(plan, s)}


def touched(plan: Plan, scenario: Scenario) -> set[str]:
    """The entities whose rows a scenario makes, changes or looks at."""
    reports = {r.name: r.entity for r in plan.reports} | {t.name: t.entity for t in plan.transfers}
    found: set[str] = set()
    for step in scenario.steps:
        found.add(getattr(step, "entity", None) or "")
        found.add(reports.get(getattr(step, "report", "") or getattr(step, "transfer", ""), ""))
    return found - {""}


def named(plan: Plan, tests: Sequence[str]) -> list[str]:
    """The requirements that these tests are named for."""
    owners = {s.name: s.owner for s in criteria.scenarios(plan)}
    tables = {t: t.split("_")[1].upper() for t in tests if "_the_table_" in t and not t.startswith("test_plan_")}
    return [r for t in tests if (r := owners.get(t) or tables.get(t, ""))]


def concerned(plan: Plan, mutant: Mutant, root: Path) -> list[str]:
    """The files with tests of that element, and of its table."""
    entity = mutant.element.rpartition(":")[2].partition(".")[0]
    found = [
        f"tests/test_{suite.name}.py"
        for suite in criteria.suites(plan)
        if any(_about(mutant.element, e) for s in suite.scenarios for e in s.elements)
    ]
    for e in plan.entities:
        if e.name == entity:
            found.append(f"tests/test_{naming.snake(entity_plural(e))}_table.py")
    return [f for f in found if (root / f).is_file()] or ["tests"]


def _about(wanted: str, element: str) -> bool:
    if wanted.startswith("permissions:"):
        entity = wanted.removeprefix("permissions:").partition(".")[0]
        return element.startswith("permission:") and element.endswith(f".{entity}")
    return wanted == element
