"""Recorded runs: the replies of a model, scripted by somebody who saw only the prompts, build their projects again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.extent import deep

RECORDS = sorted((ROOT / "examples" / "with_a_model").glob("*.jsonl"))


def scaffold(*argv: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "scaffolder", *argv], cwd=cwd, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "record",
    [pytest.param(r, marks=deep if r.stem != "web_address" else ()) for r in RECORDS],
    ids=lambda path: path.stem,
)
def test_a_recorded_run_is_proven_again(record: Path, tmp_path: Path) -> None:
    done = scaffold("replay", str(record), "-o", "app", "--json", cwd=tmp_path)
    run = json.loads(done.stdout)
    assert (done.returncode, run["status"], run["rounds"]) == (0, "proven", 0), done.stderr
    calls = sum(json.loads(line)["kind"] == "call" for line in record.read_text(encoding="utf-8").splitlines())
    assert run["usage"]["calls"] == calls and run["usage"]["cost_usd"] == 0


@deep
@pytest.mark.slow
def test_what_is_built_again_is_the_same_tree(tmp_path: Path) -> None:
    record = next(r for r in RECORDS if r.stem == "web_address")
    assert scaffold("replay", str(record), "-o", "one", cwd=tmp_path).returncode == 0
    assert scaffold("replay", "one", "-o", "two", cwd=tmp_path).returncode == 0
    trees = [subprocess.check_output(["git", "-C", tmp_path / d, "rev-parse", "HEAD^{tree}"]) for d in ("one", "two")]
    assert trees[0] == trees[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "does not say what was asked for"),
        ("no\n", "is no record of a run"),
        ('{"kind": "request", "text": "A tool to count words."}\n', "has no further reply about plan"),
        ('{"kind": "request", "text": "A tool to count words."}\n{"kind": "call"}\n', "is no record of a run"),
    ],
)
def test_what_is_no_record_is_told(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text(text)
    done = scaffold("replay", "run.jsonl", "-o", "app", cwd=tmp_path)
    assert done.returncode in (2, 3) and said in done.stderr and not (tmp_path / "app").exists()
