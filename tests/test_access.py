"""Who may call what belongs to no entity: functions, what is done to the application as a whole, further addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffolder import criteria, stacks
from scaffolder.emitter import emit
from scaffolder.plan import (
    Action,
    CreateEffect,
    Endpoint,
    Entity,
    Field,
    Function,
    Measure,
    Notification,
    Param,
    Permission,
    Plan,
    Query,
    Report,
    Role,
    SetEffect,
    Transfer,
    Trigger,
)
from scaffolder.plan.validation import validate
from tests import api_apps, plans
from tests.conftest import TEMPLATES
from tests.lab import Lab
from tests.mutants import OPERATORS, mutants

DISTANCE = [Param(name="metres", type="integer")]


def pool() -> Plan:
    """A swimming club: what a coach, a swimmer and a guest may have calculated differs."""
    return Plan(
        name="Pool", slug="pool",
        requirements=[
            plans.functional("R1", "A lap has a length.", "Lap"),
            plans.functional("R2", "Calculate the pace.", "function:pace"),
            plans.functional("R3", "Guests can calculate the fee.", "function:fee"),
            plans.functional("R4", "Only coaches can calculate the grade.", "function:grade"),
            plans.functional("R5", "Coaches can start the day.", "action:start_day"),
        ],
        entities=[
            Entity(
                name="Lap", satisfies=["R1"],
                fields=[
                    Field(name="length", type="integer", required=True, satisfies=["R1"]),
                    Field(name="photo", type="image", satisfies=["R1"]),
                ],
            )
        ],
        roles=[
            Role(name="guest", anonymous=True),
            Role(name="swimmer"),
            Role(name="coach"),
            Role(name="admin", admin=True, origin="default"),
        ],
        permissions=[Permission(role="coach", entity="Lap", operations=["read"], satisfies=["R1"])],
        functions=[
            Function(name="pace", params=DISTANCE, body="metres / 2", satisfies=["R2"]),
            Function(name="fee", params=DISTANCE, body="metres / 4", roles=["guest"], satisfies=["R3"]),
            Function(name="grade", params=DISTANCE, body="metres / 8", roles=["coach"], satisfies=["R4"]),
        ],
        actions=[
            Action(
                name="start_day", scope="app", roles=["coach"], satisfies=["R5"],
                effects=[CreateEffect(entity="Lap", values={"length": "25"})],
            ),
            Action(name="double", entity="Lap", effects=[SetEffect(field="length", value="length * 2")]),
        ],
        queries=[Query(name="long", entity="Lap", where="length > 10")],
        reports=[Report(name="laps", entity="Lap", measures=[Measure(name="laps", agg="count")])],
        transfers=[
            Transfer(name="laps_in", direction="import", entity="Lap", format="csv"),
            Transfer(name="laps_out", direction="export", entity="Lap", format="csv"),
        ],
        notifications=[
            Notification(name="told", trigger=Trigger(on="created", entity="Lap"), channel="in_app", to="role:coach",
                         subject="A lap", body="Look.")
        ],
        endpoints=[
            Endpoint(method="POST", path="/speed", does="function:pace"),
            Endpoint(method="GET", path="/swum", does="list:Lap"),
            Endpoint(method="POST", path="/morning", does="action:start_day"),
        ],
    )  # fmt: skip


def test_functions_actions_and_further_addresses_are_doors_of_the_application() -> None:
    assert validate(pool()) == []
    doors = {(d.doing, d.name): set(d.allowed) for d in criteria.doors(pool(), None)}
    assert doors == {
        ("action", "start_day"): {"coach", "admin"},
        ("function", "pace"): {"swimmer", "coach", "admin"},
        ("function", "fee"): {"", "admin"},
        ("function", "grade"): {"coach", "admin"},
        ("endpoint", "POST /speed"): {"swimmer", "coach", "admin"},
        ("endpoint", "GET /swum"): {"coach", "admin"},
        ("endpoint", "POST /morning"): {"coach", "admin"},
        ("inbox", ""): {"swimmer", "coach", "admin"},
    }


def test_a_function_names_roles_that_there_are() -> None:
    plan = pool()
    plan.functions[0].roles = ["coch"]
    assert [d.element for d in validate(plan)] == ["functions.pace.roles"]


def test_openapi_says_who_may_call_a_function(written: tuple[dict[str, str], Lab]) -> None:
    said = written[0]["app/functions.py"]
    for words in ("For whoever is logged in.", "For guests.", "For coaches."):
        assert f'"""{words}"""' in said


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Lab]]:
    root = tmp_path_factory.mktemp("pool")
    files = {f.path: f.text for f in emit(criteria.derive(pool()), stacks.load("api"), cache=TEMPLATES)}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    with Lab(root) as lab:
        yield files, lab


OPEN = {
    ("GET", "/health"), ("GET", "/health/ready"),
    ("POST", "/auth/login"), ("POST", "/auth/logout"), ("GET", "/auth/me"),
}  # fmt: skip
ROUTES = (
    "import json; from app.main import app\n"
    "print(json.dumps([[m, p] for p, methods in app.openapi()['paths'].items() for m in methods]))"
)


@pytest.mark.slow
def test_every_route_is_a_door_but_for_those_of_logins_and_health(
    written: tuple[dict[str, str], Lab], tmp_path: Path
) -> None:
    files, lab = written
    said = api_apps.run(lab.root, "-c", ROUTES, url=f"sqlite:///{tmp_path}/data.db")
    routes = {(m.upper(), re.sub(r"{\w+}", "{}", p)) for m, p in json.loads(said.splitlines()[-1])}
    tables = "".join(text for path, text in files.items() if path.endswith("doors.py"))
    doors = re.findall(r'\("([A-Z]+)",\s*f?"([^"]+)"', tables)
    assert routes - OPEN == {(method, re.sub(r"{\w+}", "{}", path)) for method, path in doors}


@pytest.mark.slow
def test_whoever_is_not_asked_for_a_role_is_noticed(written: tuple[dict[str, str], Lab]) -> None:
    files, lab = written
    tests = ["tests/test_doors.py", "tests/test_functions.py"]
    assert lab.failing(tests) == []
    code = {p: files[p] for p in ("app/functions.py", "app/actions.py")}
    found = {m.element: m for m in mutants(pool(), code, OPERATORS) if m.kind == "permission"}
    assert sorted(found) == ["action:start_day", "function:fee", "function:grade", "function:pace"]
    noticed = {e: lab.failing(tests, {m.path: m.text}) for e, m in found.items()}
    door = "test_plan_who_may_reach_the_application"
    assert [e for e, failed in noticed.items() if not any(door in test for test in failed)] == []
    for element, named in (("function:pace", "_r2_"), ("function:fee", "_r3_"), ("function:grade", "_r4_")):
        assert any(named in test for test in noticed[element]), (element, noticed[element])
