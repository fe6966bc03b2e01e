"""The oracle, the Python and the SQL of an expression give one answer for the same rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scaffolder import naming
from scaffolder.expr import Scope, Typed, check
from scaffolder.expr.evaluate import Env, evaluate
from scaffolder.expr.python import literal, to_python
from scaffolder.expr.sqlalchemy import constant, to_sqlalchemy
from scaffolder.plan import Plan
from scaffolder.plan.index import Index
from tests import api_apps
from tests.expr_cases import CASES, NOW, PLANS, ROWS, USERS, Case
from tests.expr_in_app import plain

Answers = dict[Case, dict[str, Any]]


class World:
    """The rows of a plan as the oracle reads them: mappings that lead to one another."""

    def __init__(self, name: str) -> None:
        self.index = Index(PLANS[name]())
        self.users = {u["id"]: dict(u) for u in USERS} if self.index.plan.roles else {}
        self.rows = {entity: {r["id"]: dict(r) for r in rows} for entity, rows in ROWS[name].items()}
        for entity in self.rows:
            for row in self.rows[entity].values():
                self.link(entity, row)
        for entity in self.rows:
            self.link_back(entity)

    def link(self, entity: str, row: dict[str, Any]) -> None:
        found = self.index.entity(entity)
        for relation in found.relations:
            there = self.rows[relation.target]
            if relation.cardinality == "many_to_many":
                row[relation.name] = [there[id_] for id_ in row[relation.name]]
            else:
                row[relation.name] = there.get(row[f"{relation.name}_id"])
        if found.owner:
            owner = row[found.owner] = self.users.get(row[f"{found.owner}_id"])
            if owner is not None and self.index.profile_role(entity):
                owner[naming.snake(entity)] = row

    def link_back(self, entity: str) -> None:
        for many in self.index.to_many(entity):
            for row in self.rows[entity].values():
                pointing = [
                    r for r in self.rows.get(many.source.name, {}).values() if _leads(r[many.relation.name], row)
                ]
                one = many.relation.cardinality == "one_to_one"
                row[many.name] = (pointing[0] if pointing else None) if one else pointing

    def given(self, case: Case) -> dict[str, Any]:
        refs = {p.name: p.ref for p in case.params if p.ref}
        return {n: self.rows[refs[n]].get(v) if n in refs else v for n, v in case.given.items()}


def _leads(link: Any, row: dict[str, Any]) -> bool:
    return any(r is row for r in link) if isinstance(link, list) else link is row


def typed(plan: Plan, case: Case) -> Typed:
    return check(case.text, Scope.of(Index(plan), case.entity, params=case.params))


def asked(plan: Plan, case: Case) -> dict[str, Any]:
    """A case as the emitted application answers it."""
    found = typed(plan, case)
    refs = {p.name for p in case.params if p.ref}
    return {
        "model": naming.identifier(case.entity),
        "python": to_python(found),
        "sql": to_sqlalchemy(found),
        "condition": found.type.kind == "boolean",
        "user": case.user,
        "params": {n: literal(v) for n, v in case.given.items() if n not in refs},
        "rows": {n: [str(v) for v in [case.given[n]] if v] for n in refs},
    }


def stored(plan: Plan, name: str) -> tuple[list[Any], list[str]]:
    """Rows for the models, and statements that fill the tables of links."""
    rows: list[Any] = []
    links: list[str] = []
    if plan.roles:
        rows += [["User", {n: literal(v) for n, v in {**user, "password_hash": "x"}.items()}] for user in USERS]
    for entity, found in ROWS[name].items():
        many = [r.name for r in Index(plan).entity(entity).relations if r.cardinality == "many_to_many"]
        for row in found:
            own = {naming.identifier(n): _stored(v) for n, v in row.items() if n not in many}
            rows.append([naming.identifier(entity), own])
            for relation in many:
                one, other = f"{naming.snake(entity)}_id", f"{naming.singular(relation)}_id"
                links += [
                    f"sa.insert({naming.snake(entity)}_{relation}).values({one}={row['id']}, {other}={target})"
                    for target in row[relation]
                ]
    return rows, links


def _stored(value: Any) -> str:
    return constant(value) if hasattr(value, "total_seconds") else literal(value)


def answers(name: str, root: Path, url: str) -> Answers:
    """What the emitted application of a plan makes of its cases, on one database."""
    plan = PLANS[name]()
    cases = [c for c in CASES if c.plan == name]
    rows, links = stored(plan, name)
    question = {"now": NOW.isoformat(), "rows": rows, "links": links, "cases": [asked(plan, c) for c in cases]}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("expr_in_app.py"))], cwd=root, input=json.dumps(question),
        env={**api_apps.environment(url), "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(zip(map(_key, cases), json.loads(done.stdout), strict=True))


def _key(case: Case) -> Any:
    return case.id, str(case.given)


@pytest.fixture(scope="module")
def applications(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: api_apps.write(plan(), tmp_path_factory.mktemp(name)) for name, plan in PLANS.items()}


@pytest.fixture(scope="module")
def on_sqlite(applications: dict[str, Path]) -> Any:
    return {
        k: v for name, root in applications.items() for k, v in answers(name, root, f"sqlite:///{root}/e.db").items()
    }


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    return {name: World(name) for name in PLANS}


def expected(world: World, case: Case) -> list[Any]:
    """One answer for each row."""
    found = typed(world.index.plan, case)
    user = world.users.get(case.user)
    env = Env(NOW, NOW.date(), user, user and user["role"], world.given(case))
    values = [evaluate(found, row, env) for row in world.rows[case.entity].values()]
    return [bool(v) for v in values] if found.type.kind == "boolean" else [plain(v) for v in values]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_the_python_of_an_expression_means_what_the_expression_means(
    case: Case, worlds: dict[str, World], on_sqlite: Any
) -> None:
    assert on_sqlite[_key(case)]["python"] == expected(worlds[case.plan], case), to_python(
        typed(worlds[case.plan].index.plan, case)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_the_sql_of_an_expression_means_what_the_expression_means(
    case: Case, worlds: dict[str, World], on_sqlite: Any
) -> None:
    assert on_sqlite[_key(case)]["sql"] == expected(worlds[case.plan], case), to_sqlalchemy(
        typed(worlds[case.plan].index.plan, case)
    )
