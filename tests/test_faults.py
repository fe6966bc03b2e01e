"""A fault at every step that changes the disk: the old state or the new one; the next run is as if nothing had been.

A step is a file that is opened for writing, a folder that is made, moved or removed, a right that is changed, a program
that is started. The whole command has about fifty of them, and about a hundred where its sandbox is tried too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scaffolder.errors import DestinationError, DiskError
from tests.extent import EXTENT, deep, exhaustive
from tests.faults import ERRORS, SIGNALS, TREE
from tests.test_cli_signals import ROOT, order, running

pytestmark = pytest.mark.slow

ENDED = {"ended": 143, "interrupted": 130}
BAD = ("Traceback", "defect")


def struck(action: str, kind: str, folder: Path, *steps: int) -> list[dict[str, Any]]:
    """What came of it, by step; the last one is the action without a fault, unless some steps were asked for."""
    argv = [sys.executable, "-m", "tests.faults", action, kind, str(folder), *map(str, steps)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(standing: dict[str, str]) -> dict[str, str]:
    return {path.removeprefix("out/app/"): text for path, text in standing.items() if path.startswith("out/app/")}


def half_done(standing: dict[str, str]) -> list[str]:
    return [path for path in standing if not path.startswith("out/app/")]


@pytest.mark.parametrize("kind", ["killed", "torn", "interrupted", "full", pytest.param("read-only", marks=deep)])
def test_a_tree_is_written_whole_or_not_at_all_wherever_it_ends(tmp_path: Path, kind: str) -> None:
    *faults, whole = struck("tree", kind, tmp_path)
    assert written(whole["after"]) == TREE and len(faults) >= 15
    for fault in faults:
        assert written(fault["after"]) in ({}, TREE), fault
        assert written(fault["then"]) == TREE and half_done(fault["then"]) == [], fault
        if kind not in ("killed", "torn"):  # it could clear up after itself
            assert half_done(fault["after"]) == [], fault


def judged(kind: str, faults: list[dict[str, Any]], whole: dict[str, str]) -> None:
    """Whole or nothing; told in words; and whole after the next run, with nothing left over."""
    for fault in faults:
        if not fault["struck"]:
            continue
        assert written(fault["after"]) in ({}, whole), fault
        assert written(fault["then"]) == whole and half_done(fault["then"]) == [], fault
        assert not any(word in fault["err"] + fault["said_again"] for word in BAD), fault
        if kind not in ("killed", "torn"):
            told(kind, fault)


def told(kind: str, fault: dict[str, Any]) -> None:
    document = json.loads(fault["out"])
    assert bool(document["directory"]) == bool(written(fault["after"])), fault
    if fault["code"] == 1:  # it was too late for a signal, or what failed is needed by nobody
        assert written(fault["after"]), fault
    elif kind in SIGNALS:
        assert (fault["code"], document["error"]["code"]) == (ENDED[kind], "interrupted"), fault
        assert half_done(fault["after"]) == [], fault
    else:
        assert fault["code"] == 2 and document["error"]["code"] in (DiskError.code, DestinationError.code), fault
        assert document["error"]["hint"] and document["error"]["message"], fault


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the command writes where nothing happens."""
    (ended,) = struck("new", "killed", tmp_path_factory.mktemp("whole"), 1000, 1)
    files = written(ended["after"])
    assert set(files) == {".git", ".scaffold/ledger.json", ".scaffold/plan.yaml", "README.md", "notes.py"}
    return files


@pytest.mark.parametrize(("kind", "first"), [("killed", 16), ("interrupted", 5), ("full", 4)])
@pytest.mark.skipif(EXTENT == "all", reason="all steps are tried")
def test_a_fault_at_some_steps_of_the_command(tmp_path: Path, whole: dict[str, str], kind: str, first: int) -> None:
    faults = struck("new", kind, tmp_path, first, 26)
    assert len(faults) >= 2 and faults[0]["struck"]
    judged(kind, faults, whole)


@exhaustive
@pytest.mark.parametrize("kind", [*SIGNALS, "torn", "clock", *ERRORS])
def test_a_fault_at_every_step_of_the_command(
    tmp_path: Path, whole: dict[str, str], kind: str, record_property: pytest.RecordProperty
) -> None:
    *faults, _ = struck("new", kind, tmp_path)
    record_property("steps", len(faults))
    assert len(faults) >= 30
    judged(kind, faults, whole)


@exhaustive
def test_a_kill_at_every_step_of_the_first_command_of_a_machine(tmp_path: Path, whole: dict[str, str]) -> None:
    """It tries its sandbox and makes its environment."""
    *faults, _ = struck("cold", "killed", tmp_path)
    assert len(faults) >= 60
    judged("killed", faults, whole)


def test_of_runs_into_the_same_folder_at_the_same_time_one_has_it(tmp_path: Path) -> None:
    argv = order(tmp_path)
    with running(argv, tmp_path) as one, running(argv, tmp_path) as other, running(argv, tmp_path) as third:
        said = [json.loads(process.communicate(timeout=60)[0]) for process in (one, other, third)]
    written = [document for document in said if document["directory"]]
    refused = [document["error"]["code"] for document in said if not document["directory"]]
    assert len(written) == 1 and refused == ["destination", "destination"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cache", "notes", "plan.yaml", "stacks"]
    listed = ["git", "-C", str(tmp_path / "notes"), "diff", "HEAD"]
    assert subprocess.run(listed, capture_output=True, text=True, check=True).stdout == ""
