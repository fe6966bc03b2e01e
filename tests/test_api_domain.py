"""The domain of emitted api applications: clean code, migrations that agree with the models, odd names, and rules that
hold while eight people want the same thing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from scaffolder.checks import types
from scaffolder.types import EmittedFile, Project, PythonEnvironment
from tests import plans
from tests.api_apps import Answer, Server, new_database, run, sandbox, server, write
from tests.extent import deep
from tests.long_names import long_names
from tests.odd_names import odd_names
from tests.ten_entities import full, ten_entities

MADE = {
    "library": plans.library, "shop": plans.shop, "odd_names": odd_names, "long_names": long_names, "ten": ten_entities,
    "full": full,
}  # fmt: skip
PEOPLE = 8

pytestmark = pytest.mark.slow


Apps = Callable[[str], Path]


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Apps:
    """Where an application stands, emitted when it is first asked for."""
    return cache(lambda name: write(MADE[name](), tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db')}/app.db"
        return
    yield new_database(request.getfixturevalue("postgresql"))


@pytest.fixture(scope="module")
def shop(apps: Apps, url: str) -> Iterator[Server]:
    with server(apps("shop"), url) as running:
        yield running
    run(apps("shop"), "alembic", "downgrade", "base", url=url)


@pytest.mark.parametrize("name", ["shop", pytest.param("odd_names", marks=deep), "long_names", "ten"])
def test_emitted_code_is_clean(apps: Apps, name: str, api_environment: PythonEnvironment) -> None:
    ruff = ["ruff", "check", "--isolated", "--no-cache", "--line-length", "88", "--config", 'src=["."]']
    rules = ["--select", "E,F,I,UP,B,S,SIM", "--ignore", "E501", "--per-file-ignores", "tests/**:S101"]
    for argv in ([*ruff, *rules, "."], ["black", "--check", "--quiet", "."]):
        done = subprocess.run(
            [sys.executable, "-m", *argv], cwd=apps(name), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    code = [p for part in ("app", "migrations") for p in (apps(name) / part).rglob("*.py")]
    files = tuple(EmittedFile(p.relative_to(apps(name)).as_posix(), "", "template") for p in code)
    project = Project(apps(name), MADE[name](), "api", files, api_environment, sandbox(), lambda event: None)
    assert types.check(project).diagnostics == ()


@pytest.mark.parametrize("name", ["library", "shop", "ten", "full"])
def test_no_file_is_longer_than_three_hundred_lines_or_silences_a_rule(apps: Apps, name: str) -> None:
    code = {p.relative_to(apps(name)).as_posix(): p.read_text() for p in apps(name).rglob("*.py")}
    assert not {p: n for p, text in code.items() if (n := len(text.splitlines())) > 300}
    assert [p for p, text in code.items() if re.search(r"# *(noqa|type: ignore|fmt: (skip|off))", text)] == []


def test_the_application_of_ten_entities_has_them_all() -> None:
    plan = ten_entities()
    assert len(plan.entities) == 10
    assert [r.text for r in plan.requirements if r.kind == "functional" and r.status != "covered"] == []


@pytest.mark.parametrize("name", sorted(set(MADE) - {"full"}))
def test_migrations_yield_the_tables_of_the_models_and_go_back(apps: Apps, url: str, name: str) -> None:
    commands = (["upgrade", "head"], ["check"], ["downgrade", "base"], ["upgrade", "head"], ["downgrade", "base"])
    said = run(apps(name), "-c", f"from alembic.config import main\nfor argv in {commands}: main(argv)", url=url)
    assert "No new upgrade operations detected" in said


def test_migrated_tables_hold_the_rules_of_the_plan(apps: Apps, url: str) -> None:
    run(apps("shop"), "alembic", "upgrade", "head", url=url)
    engine = sa.create_engine(url)
    found = sa.inspect(engine)
    columns = {c["name"]: c["nullable"] for c in found.get_columns("products")}
    keys = {k["constrained_columns"][0]: k for k in found.get_foreign_keys("products")}
    lines = {k["constrained_columns"][0]: k["options"]["ondelete"] for k in found.get_foreign_keys("order_lines")}
    assert columns == {"id": False, "name": False, "sku": False, "price": False, "stock": False, "category_id": True}
    assert [u["column_names"] for u in found.get_unique_constraints("products")] == [["sku"]]
    assert keys["category_id"]["referred_table"] == "categories"
    assert keys["category_id"]["options"]["ondelete"] == "SET NULL"
    assert lines == {"order_id": "CASCADE", "product_id": "RESTRICT"}
    assert [c["name"] for c in found.get_check_constraints("bookings")] == ["ck_bookings_ends_after_start"]
    assert [u["column_names"] for u in found.get_unique_constraints("order_lines")] == [["order_id", "product_id"]]
    assert {c["name"] for c in found.get_columns("product_tags")} == {"product_id", "tag_id"}
    engine.dispose()
    run(apps("shop"), "alembic", "downgrade", "base", url=url)


def test_odd_names_work(apps: Apps, url: str) -> None:
    with server(apps("odd_names"), url) as app:
        paths = app.get("/openapi.json").body["paths"]
        lists = [p for p in paths if "{" not in p and "get" in paths[p] and not p.startswith("/health")]
        assert {p: app.get(p).status for p in lists} == dict.fromkeys(lists, 200)
        assert len(lists) == 26
        values = {
            "date": "2020-01-02",
            "time": "10:00:00",
            "list": ["a"],
            "json": {"x": 1},
            "float": 1.5,
            "string": "s",
        }
        made = app.post("/classes", values)
        assert made.status == 201 and values.items() <= made.body.items()
        assert app.get("/classes?date_min=2020-01-02&date_max=2020-01-02&sort=-date").body["total"] == 1
        first = app.post("/sessions", {"name": "a", "class_id": made.body["id"]}).body
        second = app.post("/sessions", {"name": "b", "parent_id": first["id"], "peer_ids": [first["id"]]}).body
        assert second["parent_id"] == first["id"] and second["peer_ids"] == [first["id"]]
        words = app.get("/openapi.json").body["components"]["schemas"]["ImportCreate"]["properties"]
        assert app.post("/imports", dict.fromkeys(words, "x")).body.items() >= dict.fromkeys(words, "x").items()
        assert app.get("/imports?search=X&sort=from,-class").body["total"] == 1
    run(apps("odd_names"), "alembic", "downgrade", "base", url=url)


def test_tests_of_columns_that_are_words_of_sql_pass(apps: Apps) -> None:
    """A column called "end" stands in quotes: the tests of an application with a start and an end failed."""
    files = [f"tests/test_{name}_table.py" for name in ("metadata", "imports")]
    run(apps("odd_names"), "pytest", "-q", "-p", "no:cacheprovider", *files, url="sqlite:///app.db")


def at_once(attempt: Callable[[int], Answer]) -> Counter[int]:
    """How often each status was answered when eight people tried at the same time."""
    with ThreadPoolExecutor(PEOPLE) as people:
        return Counter(answer.status for answer in people.map(attempt, range(PEOPLE)))


def test_one_of_eight_gets_a_unique_value(shop: Server) -> None:
    order = {"number": "A-1", "customer": "somebody"}
    assert at_once(lambda n: shop.post("/orders", order)) == {201: 1, 409: PEOPLE - 1}


def test_one_of_eight_books_the_room(shop: Server) -> None:
    room = shop.post("/rooms", {"name": "Kitchen"}).body["id"]
    times = [{"starts_at": f"2026-05-01T10:{n:02}:00Z", "ends_at": f"2026-05-01T11:{n:02}:00Z"} for n in range(PEOPLE)]
    assert at_once(lambda n: shop.post("/bookings", {"room_id": room, **times[n]})) == {201: 1, 409: PEOPLE - 1}


def test_a_limit_holds_for_eight(shop: Server) -> None:
    room = shop.post("/rooms", {"name": "Shelf", "capacity": 3}).body["id"]
    parcels = at_once(lambda n: shop.post("/parcels", {"room_id": room, "code": f"P{n}"}))
    assert parcels == {201: 3, 409: PEOPLE - 3}
    assert shop.get(f"/parcels?room_id={room}").body["total"] == 3


def test_stock_never_goes_below_nothing_for_eight(shop: Server) -> None:
    product = shop.post("/products", {"name": "Pan", "sku": "PA-0001", "price": "9.90", "stock": 5}).body["id"]
    lines = []
    for n in range(PEOPLE):
        order = shop.post("/orders", {"number": f"S-{n}", "customer": "c"}).body["id"]
        lines.append(shop.post("/order-lines", {"order_id": order, "product_id": product, "quantity": 1}).body["id"])
    assert at_once(lambda n: shop.post(f"/order-lines/{lines[n]}/take-from-stock")) == {200: 5, 409: PEOPLE - 5}
    assert shop.get(f"/products/{product}").body["stock"] == 0


def test_one_of_eight_pays_an_order(shop: Server) -> None:
    product = shop.post("/products", {"name": "Pot", "sku": "PO-0001", "price": "5.00"}).body["id"]
    order = shop.post("/orders", {"number": "T-1", "customer": "c"}).body["id"]
    shop.post("/order-lines", {"order_id": order, "product_id": product, "quantity": 1})
    assert at_once(lambda n: shop.post(f"/orders/{order}/pay")) == {200: 1, 409: PEOPLE - 1}
