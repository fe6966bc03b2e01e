"""The oracle, the Python and the queries of an expression give one answer for the same rows, in Django too."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scaffolder import emitter, naming, stacks
from scaffolder.expr import Typed
from scaffolder.expr.django import Rows, spelled, to_condition, to_value
from scaffolder.expr.literals import literal
from scaffolder.expr.python import to_python
from scaffolder.plan import Plan
from scaffolder.plan.index import Index
from tests import api_apps
from tests.conftest import TEMPLATES
from tests.expr_cases import CASES, NOW, PLANS, ROWS, USERS, Case
from tests.test_expr_compilers import World, expected, typed

Answers = dict[tuple[str, str], dict[str, Any]]


def asked(plan: Plan, case: Case) -> dict[str, Any]:
    """A case as the emitted application answers it."""
    found = typed(plan, case)
    refs = {p.name for p in case.params if p.ref}
    return {
        "model": naming.identifier(case.entity),
        "python": to_python(found, rows=Rows),
        "sql": queried(found),
        "condition": found.type.kind == "boolean",
        "user": case.user,
        "params": {n: literal(v) for n, v in case.given.items() if n not in refs},
        "rows": {n: [case.given[n]] if case.given[n] else [] for n in refs},
    }


def queried(found: Typed) -> str:
    return to_condition(found) if found.type.kind == "boolean" else to_value(found)


def stored(plan: Plan, name: str) -> tuple[list[Any], list[Any]]:
    """Rows for the models, and the links of many to many."""
    rows: list[Any] = []
    links: list[Any] = []
    if plan.roles:
        rows += [["User", {n: literal(v) for n, v in {**user, "password": "x"}.items()}] for user in USERS]
    for entity, found in ROWS[name].items():
        many = [r.name for r in Index(plan).entity(entity).relations if r.cardinality == "many_to_many"]
        for row in found:
            own = {n if n.endswith("_id") else spelled(n): literal(v) for n, v in row.items() if n not in many}
            rows.append([naming.identifier(entity), own])
            links += [[naming.identifier(entity), row["id"], spelled(r), row[r]] for r in many]
    return rows, links


def answers(name: str, root: Path, url: str) -> Answers:
    """What the emitted application of a plan makes of its cases, on one database."""
    plan = PLANS[name]()
    cases = [c for c in CASES if c.plan == name]
    rows, links = stored(plan, name)
    question = {"now": NOW.isoformat(), "rows": rows, "links": links, "cases": [asked(plan, c) for c in cases]}
    done = subprocess.run(
        [sys.executable, "-m", "tests.django_in_app"], cwd=root, input=json.dumps(question), capture_output=True,
        text=True, check=False, env={**api_apps.environment(url), "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {(c.id, str(c.given)): a for c, a in zip(cases, json.loads(done.stdout), strict=True)}


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Where the application of a plan stands, emitted when it is first asked for, without the tests that would prove
    it."""

    @cache
    def written(name: str) -> Path:
        root = tmp_path_factory.mktemp(name)
        for file in emitter.emit(PLANS[name](), stacks.load("web"), cache=TEMPLATES):
            if not file.path.startswith("tests/"):
                (root / file.path).parent.mkdir(parents=True, exist_ok=True)
                (root / file.path).write_text(file.text, encoding="utf-8")
        return root

    return written


def wrong(world: World, found: Answers, way: str) -> dict[str, Any]:
    """What is answered otherwise than the expression means, with the code that does."""
    told = [(c, found[c.id, str(c.given)][way]) for c in world.cases]
    return {c.id: (answer, asked(world.index.plan, c)[way]) for c, answer in told if answer != expected(world, c)}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_django_answers_what_every_expression_means(
    name: str, application: Callable[[str], Path], tmp_path: Path
) -> None:
    found, world = answers(name, application(name), f"sqlite:///{tmp_path}/e.db"), World(name)
    assert wrong(world, found, "python") == {}
    assert wrong(world, found, "sql") == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_postgresql_answers_every_query_as_sqlite_does(
    name: str, application: Callable[[str], Path], postgresql: str
) -> None:
    url = api_apps.new_database(postgresql).replace("+psycopg", "")
    found = answers(name, application(name), url)
    assert wrong(World(name), found, "sql") == {}
