"""The oracle, the Python and the SQL of an expression give one answer for the same rows."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scaffolder import naming
from scaffolder.expr import Scope, Typed, check
from scaffolder.expr.breach import breach
from scaffolder.expr.ddl import to_check
from scaffolder.expr.evaluate import Env, evaluate
from scaffolder.expr.literals import constant, literal
from scaffolder.expr.python import to_python
from scaffolder.expr.sqlalchemy import to_value
from scaffolder.plan import Plan
from scaffolder.plan.index import Index
from tests import api_apps
from tests.expr_cases import CASES, NOW, PLANS, ROWS, USERS, Case
from tests.expr_in_app import plain

Answers = dict[tuple[str, str], dict[str, Any]]
RULES = [
    "effort > 0", "not (effort > 0)", "effort > 0 and share > 0", "effort > 0 or share > 0",
    "not (done and effort > 0)", "not (done or effort is None)",
    "effort is not None", "effort is None or effort > 0", "done", "not done",
    "effort in (7, -7)", "effort not in (7, 99)", "effort not in (share, 7)", "level == 'low' or effort < 0",
    "not (level == 'low' and not (share < 0))", "effort * 2 < budget", "len(title) > 0", "done == True",
    "effort != share", "not (effort is None or not (budget > 1))",
]  # fmt: skip


class World:
    """The rows of a plan as the oracle reads them: mappings that lead to one another."""

    def __init__(self, name: str) -> None:
        self.cases = [c for c in CASES if c.plan == name]
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
        "sql": to_value(found),
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


def _key(case: Case) -> tuple[str, str]:
    return case.id, str(case.given)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Where the application of a plan stands, emitted when it is first asked for."""
    return cache(lambda name: api_apps.write(PLANS[name](), tmp_path_factory.mktemp(name)))


def expected(world: World, case: Case) -> list[Any]:
    """One answer for each row."""
    found = typed(world.index.plan, case)
    user = world.users.get(case.user)
    env = Env(NOW, NOW.date(), user, user and user["role"], world.given(case))
    values = [evaluate(found, row, env) for row in world.rows[case.entity].values()]
    return [bool(v) for v in values] if found.type.kind == "boolean" else [plain(v) for v in values]


def wrong(world: World, found: Answers, way: str) -> dict[str, Any]:
    """What is answered otherwise than the expression means, with the code that does."""
    plan = world.index.plan
    told = [(c, found[_key(c)][way]) for c in world.cases]
    return {c.id: (answer, asked(plan, c)[way]) for c, answer in told if answer != expected(world, c)}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_the_python_and_the_sql_of_every_expression_mean_what_it_means(
    name: str, application: Callable[[str], Path], tmp_path: Path
) -> None:
    found = answers(name, application(name), f"sqlite:///{tmp_path}/e.db")
    world = World(name)
    assert wrong(world, found, "python") == {}
    assert wrong(world, found, "sql") == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_postgresql_answers_every_expression_as_sqlite_does(
    name: str, application: Callable[[str], Path], postgresql: str
) -> None:
    found = answers(name, application(name), api_apps.new_database(postgresql))
    assert wrong(World(name), found, "sql") == {}


@pytest.mark.parametrize("text", RULES)
def test_a_rule_is_broken_where_a_check_constraint_would_refuse_the_row(text: str) -> None:
    world = World("shop")
    rule = typed(world.index.plan, Case("shop", "Task", text))
    broken = check(breach(rule.node), Scope.of(world.index, "Task"))
    rows = [r for r in ROWS["shop"]["Task"] if evaluate(broken, world.rows["Task"][r["id"]], Env(NOW, NOW.date()))]
    assert [r["id"] for r in rows] == refused_by_sqlite(to_check(rule))


def refused_by_sqlite(constraint: str) -> list[int]:
    """The ids of the tasks that a table with this constraint does not take."""
    columns = ("id", "title", "done", "effort", "budget", "share", "level")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE tasks ({', '.join(columns)}, CHECK ({constraint}))")
        refused = []
        for row in ROWS["shop"]["Task"]:
            values = [float(row[c]) if c == "budget" and row[c] is not None else row[c] for c in columns]
            try:
                connection.execute(f"INSERT INTO tasks VALUES ({', '.join('?' * len(columns))})", values)
            except sqlite3.IntegrityError:
                refused.append(row["id"])
        return refused
