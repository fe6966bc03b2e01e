"""The ledger can fail: break a rule in one place of the emitted code, leave the tests alone, and see who notices.

Each kind of rule is broken in every place where it is enforced, in a domain the templates were written with and in one
they have never seen. A survivor fails the suite. By default the domains that were never seen take their shares of the
kinds, one mutant for each; with MUTANTS=places all domains, and one for each place of each kind (so does CI), with
MUTANTS=all all kinds and places in all domains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from scaffolder import criteria, emitter, naming, stacks
from scaffolder.criteria.scenario import Scenario
from scaffolder.plan import Plan
from scaffolder.plan.coverage import elements
from scaffolder.plan.index import entity_plural
from tests import plans, unseen_plans
from tests.conftest import TEMPLATES
from tests.extent import EXTENT, deep
from tests.lab import Lab
from tests.mutants import Mutant, mutants

SEEN = {"library": plans.library, "shop": plans.shop}
UNSEEN = {"harbour": unseen_plans.harbour, "school": unseen_plans.school}
DOMAINS: dict[str, Callable[[], Plan]] = {**SEEN, **UNSEEN}
KINDS = {
    "library": "permission owner filter search sort query import export initial limit default notification "
    "signup order",
    "shop": "bounds check computed create effect enum job no_overlap on_delete pattern precondition relation report "
    "required transition unique soft_delete params function endpoint many",
    "school": "permission owner notification limit initial effect precondition unique bounds required search query "
    "transition signup soft_delete",
    "harbour": "check computed create default enum export filter import job no_overlap on_delete pattern relation "
    "report sort order params function endpoint many",
}
WHOLE = 1 if EXTENT == "kinds" else 3  # mutants of each domain that all other requirements are held against


def emitted(plan: Plan) -> dict[str, str]:
    return {f.path: f.text for f in emitter.emit(criteria.derive(plan), stacks.load("api"), cache=TEMPLATES)}


def code(files: dict[str, str]) -> dict[str, str]:
    return {p: t for p, t in files.items() if p.endswith(".py") and not p.startswith("tests/")}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*sorted(UNSEEN), *(pytest.param(name, marks=deep) for name in sorted(SEEN))])
def test_a_broken_rule_is_noticed_by_a_requirement_that_asked_for_it(name: str, tmp_path: Path) -> None:
    plan, shares = DOMAINS[name](), set(KINDS[name].split())
    files = emitted(plan)
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = chosen(mutants(plan, code(files)), shares)
    assert shares <= {m.kind for m in found}
    with Lab(tmp_path) as lab:
        assert lab.failing(["tests"]) == []
        survivors = [m.name for m in found if not noticed(plan, lab, m)]
        strangers = [f"{r} by {m.name}" for m in found[:: -(-len(found) // WHOLE)] for r in unasked(plan, lab, m)]
    assert survivors == []
    assert strangers == []


def test_every_kind_of_rule_is_broken_in_a_domain_that_was_seen_and_in_one_that_was_not() -> None:
    seen, unseen = ({kind for name in names for kind in KINDS[name].split()} for names in (SEEN, UNSEEN))
    assert seen == unseen


def noticed(plan: Plan, lab: Lab, mutant: Mutant) -> bool:
    """Does a test fail that is named for a requirement that depends on what was broken? (Any test, where nobody asked
    for it.)"""
    for tests, first in ((concerned(plan, mutant, lab.root), True), (["tests"], False)):
        failed = lab.failing(tests, {mutant.path: mutant.text}, first=first)
        if set(named(plan, failed)) & depending(plan, mutant) or (failed and not cited(plan, mutant)):
            return True
    return False


def unasked(plan: Plan, lab: Lab, mutant: Mutant) -> set[str]:
    """The requirements that are not proven any more, though they do not depend on what was broken: their tests are run,
    all of them, and no others."""
    asked = depending(plan, mutant)
    tests = [(test, path) for test, path in every_test(lab.root) if set(named(plan, [test])) - asked]
    files, names = sorted({path for _, path in tests}), [test for test, _ in tests]
    return set(named(plan, lab.failing(files, {mutant.path: mutant.text}, only=names))) - asked if tests else set()


def every_test(root: Path) -> Iterator[tuple[str, str]]:
    """The name and the file of each test of a project."""
    for file in sorted(root.glob("tests/test_*.py")):
        for name in re.findall(r"^def (test_\w+)\(", file.read_text(), re.MULTILINE):
            yield name, file.relative_to(root).as_posix()


def chosen(found: Iterator[Mutant], kinds: set[str]) -> list[Mutant]:
    """All, or the first of each of these kinds (in each folder)."""
    if EXTENT == "all":
        return list(found)
    first: dict[tuple[str, str], Mutant] = {}
    for mutant in found:
        if mutant.kind in kinds:
            place = "/".join(mutant.path.split("/")[:2]) if EXTENT == "places" else ""
            first.setdefault((mutant.kind, place), mutant)
    return list(first.values())


def cited(plan: Plan, mutant: Mutant) -> set[str]:
    """The requirements that asked for the element."""
    if mutant.element.startswith("permissions:"):
        _, _, rest = mutant.element.partition(":")
        entity, _, operation = rest.partition(".")
        granted = [p for p in plan.permissions if p.entity == entity and operation in p.operations]
        return {r for p in granted for r in p.satisfies}
    functional = {r.id for r in plan.requirements if r.kind == "functional"}
    found = dict(elements(plan)).get(mutant.element)
    return set(found.satisfies) & functional if found is not None else set()


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
