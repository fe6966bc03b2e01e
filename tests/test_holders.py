"""A row that others refer to stays, and it is told how many of each there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffolder.compiler import compile_description
from scaffolder.criteria.derive import prove
from scaffolder.plan import Plan
from tests.api_apps import write
from tests.extent import deep
from tests.lab import Lab

LEAGUE = """# League

An API for a league.

A Team has a name (unique).
A Player belongs to a Team and has a name.
A Match belongs to a Team as home and a Team as away, and has a date.
A Part has a name.
A Part belongs to a Part as parent (optional).
"""


def league() -> Plan:
    found = compile_description(LEAGUE, stack="api").plan
    assert found is not None
    return found


def test_what_is_told_names_how_many_there_are() -> None:
    told = {s.name: re.findall(r"words='([^']+)'", repr(s.steps)) for s in prove(league()).scenarios}
    one, two = "This team still has 1 match.", "This team still has 2 matches."
    by_home, by_away = (told[name] for name in told if "team_with_matches_cannot_be_deleted" in name)
    assert by_home == by_away == [one, two]


@deep
@pytest.mark.slow
def test_each_way_to_refer_to_a_row_is_counted(tmp_path: Path) -> None:
    root = write(league(), tmp_path)
    files = sorted((root / "tests").glob("test_*relations*.py"))
    named = re.compile(r"^def (test_\w+(?:cannot_be_deleted|refers_to_itself)\w*)", re.M)
    tests = [f"tests/{f.name}::{name}" for f in files for name in named.findall(f.read_text())]
    with Lab(root) as lab:
        assert lab.failing(tests) == []
        for path, counted, other in (
            ("app/services/teams.py", "Match.home_id == team.id, ", ""),
            ("app/services/teams.py", ", Match.away_id == team.id", ""),
            ("app/services/teams.py", "Player.team_id == team.id", "sa.false()"),
            ("app/services/parts.py", ", Part.id != part.id", ""),
            ("app/services/parts.py", "part.parent_id = None", "pass"),
        ):
            text = (root / path).read_text()
            assert counted in text, counted
            assert lab.failing(tests, {path: text.replace(counted, other)}, first=True), counted
