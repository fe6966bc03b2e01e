"""Take away what keeps people apart who ask at the same moment, and see a generated test fail.

In a domain that the templates have never seen; where MUTANTS is set, in one that they were written with as well.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder import criteria
from tests import unseen_plans
from tests.api_apps import write
from tests.extent import EXTENT, deep
from tests.lab import Lab
from tests.mutants import GUARDS, Mutant, mutants
from tests.plans import shop

TRIES = 3  # a race may have a lucky end
DOMAINS = {"harbour": unseen_plans.harbour} | ({"shop": shop} if EXTENT != "kinds" else {})

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=deep)])
def variables(request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment of the generated tests; how they find the database server, where it takes one."""
    return {"TEST_DATABASE_URL": request.getfixturevalue(request.param)} if request.param != "sqlite" else {}


@pytest.mark.parametrize("name", sorted(DOMAINS))
def test_without_a_guard_eight_at_once_do_what_one_after_the_other_could_not(
    name: str, variables: dict[str, str], tmp_path: Path
) -> None:
    plan, database = DOMAINS[name](), "postgresql" if variables else "sqlite"
    root = write(plan, tmp_path)
    files = {str(p.relative_to(root)): p.read_text() for p in root.glob("app/**/*.py")}
    rushed = {s.name for suite in criteria.suites(plan) for s in suite.scenarios if s.rushes}
    tests = ["tests", "-k", " or ".join(sorted(rushed))]
    guards = [m for m in mutants(plan, files, GUARDS) if m.kind == database]
    assert guards
    with Lab(root, **variables) as lab:
        assert lab.failing(tests) == []
        assert [m.name for m in guards if not noticed(lab, tests, m)] == []


def noticed(lab: Lab, tests: list[str], mutant: Mutant) -> bool:
    return any(lab.failing(tests, {mutant.path: mutant.text}, first=True) for _ in range(TRIES))
