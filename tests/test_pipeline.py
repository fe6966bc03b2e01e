"""The straight path over a small stack of our own: what is written, when, and what is said.

Only the stack is small. Compiler, renderer, checks, git and disk are the real ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scaffolder import pipeline
from scaffolder.config import Settings
from scaffolder.plan import writing
from scaffolder.trail import Trail
from scaffolder.types import Event, OnEvent, Request, Run
from tests import plans

MANIFEST = """\
name = "tiny"
title = "Tiny"
summary = "two files"
kinds = ["other"]
checks = ["contract", {checks}]
lock = "lock.txt"
[[files]]
template = "README.md.jinja"
[[files]]
template = "notes.py.jinja"
"""
README = """\
# {{ plan.name }}
{% for r in plan.requirements %}
{{ r.id }}: {{ results[r.id].status if r.id in results else "?" }}
{% endfor %}
"""
Build = Callable[..., Run]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return make_stack(tmp_path / "stacks" / "tiny")


def make_stack(root: Path, checks: str = "") -> Path:
    (root / "files").mkdir(parents=True)
    (root / "stack.toml").write_text(MANIFEST.format(checks=checks))
    (root / "lock.txt").write_text("")
    (root / "files" / "README.md.jinja").write_text(README)
    (root / "files" / "notes.py.jinja").write_text('NAME = "{{ plan.name }}"\n')
    return root


@pytest.fixture
def build(tmp_path: Path, tiny: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """`build(directory=…, git=False)` runs the path for the plan `small`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(writing.to_yaml(plans.small()))

    def run(events: list[Event] | None = None, settings: Settings | None = None, **options: Any) -> Run:
        given: dict[str, Any] = {
            "plan_path": tmp_path / "plan.yaml",
            "directory": tmp_path / "notes",
            "stack": str(tiny),
            **options,
        }
        given.setdefault("stack", str(tiny))
        settings = replace(settings or Settings(), cache_dir=str(cache))
        return pipeline.new(Request(**given), settings, (events if events is not None else []).append)

    return run


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and ".git/" not in str(p))


def git(folder: Path, *argv: str) -> str:
    return subprocess.run(["git", *argv], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_a_project_is_written_whole_and_committed(build: Build, tmp_path: Path) -> None:
    events: list[Event] = []
    run = build(events)
    assert run.error is None
    assert run.directory == str(tmp_path / "notes")
    assert files_in(tmp_path / "notes") == [
        ".scaffold/journal.jsonl", ".scaffold/ledger.json", ".scaffold/plan.yaml", "README.md", "notes.py",
    ]  # fmt: skip
    assert git(tmp_path / "notes", "rev-parse", "HEAD") == run.commit
    assert git(tmp_path / "notes", "rev-parse", "refs/scaffold/generated") == run.commit
    told = [e.name for e in events if e.kind == "stage" and e.state == "finished"]
    assert told[0] == "plan" and set(told) == {"plan", "environment", "emit", "checks", "commit"}


def test_what_is_not_proven_is_written_all_the_same_with_exit_1(build: Build, tmp_path: Path) -> None:
    run = build()
    assert (run.exit_code, run.status) == (1, "partial")
    assert [(r.id, r.status) for r in run.requirements] == [("R1", "not_run")]
    recorded = json.loads((tmp_path / "notes" / ".scaffold" / "ledger.json").read_text())
    assert recorded["requirements"][0]["status"] == "not_run"
    assert "R1: not_run" in (tmp_path / "notes" / "README.md").read_text()


def test_a_check_that_fails_is_exit_1_and_the_ledger_says_so(build: Build, tmp_path: Path, tiny: Path) -> None:
    (tiny / "files" / "notes.py.jinja").write_text("import os\n\nos.system('ls')\n")
    manifest = (tiny / "stack.toml").read_text()
    (tiny / "stack.toml").write_text(manifest + '[files.contract]\nforbids = ["os.system"]\n')
    run = build()
    assert (run.exit_code, run.status) == (1, "failed")
    assert next(c for c in run.checks if c.name == "contract").status == "failed"
    ledger = json.loads((tmp_path / "notes" / ".scaffold" / "ledger.json").read_text())
    assert {"name": "contract", "status": "failed"} in ledger["checks"]


def test_a_dry_run_writes_nothing(build: Build, tmp_path: Path) -> None:
    events: list[Event] = []
    run = build(events, dry_run=True)
    assert (run.error, run.exit_code, run.directory) == (None, 0, "")
    assert not (tmp_path / "notes").exists()
    assert [e.name for e in events if e.kind == "file"] == [".scaffold/plan.yaml", "README.md", "notes.py"]


def test_without_git_there_is_no_repository(build: Build, tmp_path: Path) -> None:
    run = build(git=False)
    assert run.commit == ""
    assert not (tmp_path / "notes" / ".git").exists()


def test_the_same_plan_gives_the_same_tree(build: Build, tmp_path: Path) -> None:
    build(directory=tmp_path / "one")
    build(directory=tmp_path / "two")
    trees = [git(tmp_path / name, "rev-parse", "HEAD^{tree}") for name in ("one", "two")]
    assert trees[0] == trees[1]


def test_the_folder_is_named_for_the_app_and_a_second_run_refuses_it(build: Build, tmp_path: Path) -> None:
    assert build(directory=None).directory == str(tmp_path / "notes")
    second = build(directory=None)
    assert (second.exit_code, second.status) == (2, "refused")
    assert second.error is not None and "not empty" in second.error.message and "-o" in second.error.hint


def test_the_out_setting_takes_the_next_free_name(build: Build, tmp_path: Path) -> None:
    settings = Settings(out="out")
    for name in ("notes", "notes-2", "notes-3"):
        assert build(directory=None, settings=settings).directory == str(tmp_path / "out" / name)


def test_check_on_a_clone_finds_the_same_and_changes_nothing(
    build: Build, tmp_path: Path, tiny: Path, cache: Path
) -> None:
    build()
    git(tmp_path, "clone", "-q", "notes", "clone")
    before = {p: (tmp_path / "clone" / p).read_bytes() for p in files_in(tmp_path / "clone")}
    run = pipeline.check(tmp_path / "clone", Settings(cache_dir=str(cache), stack=str(tiny)), lambda event: None)
    assert run.error is None and run.diagnostics == ()
    assert [(r.id, r.status) for r in run.requirements] == [("R1", "not_run")]
    assert {p: (tmp_path / "clone" / p).read_bytes() for p in files_in(tmp_path / "clone")} == before


def test_check_says_where_the_ledger_no_longer_holds(build: Build, tmp_path: Path, tiny: Path, cache: Path) -> None:
    build()
    ledger = tmp_path / "notes" / ".scaffold" / "ledger.json"
    ledger.write_text(ledger.read_text().replace('"status": "not_run"', '"status": "proven"'))
    run = pipeline.check(tmp_path / "notes", Settings(cache_dir=str(cache), stack=str(tiny)), lambda event: None)
    assert "requirement R1 was proven and is not_run" in [d.message for d in run.diagnostics]


def test_a_folder_that_may_not_be_written_is_refused(build: Build) -> None:
    build()  # loads what is loaded late: somebody without rights may not be able to read our modules
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "closed").mkdir(mode=0o555)
        make_stack(folder / "tiny")
        (folder / "plan.yaml").write_text(writing.to_yaml(plans.small()))
        options = {"plan_path": folder / "plan.yaml", "stack": str(folder / "tiny")}
        run = by_nobody(lambda: build(directory=folder / "closed" / "notes", **options))
        assert list((folder / "closed").iterdir()) == []
    assert run["code"] == "destination" and "may not write" in run["message"] and "-o" in run["hint"]


def by_nobody(act: Callable[[], Run]) -> dict[str, str]:
    """The error of a run by a user without rights: root may write everywhere."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            error = act().error
            os.write(into, json.dumps({"code": error.code, "message": error.message, "hint": error.hint}).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(into)
    with os.fdopen(out) as said:
        read: dict[str, str] = json.load(said)
    return read


@pytest.mark.parametrize(("ignored", "told"), [("notes/\n", []), ("", ["D101"])])
def test_a_folder_of_another_repository_that_tracks_nothing_there_is_used(
    build: Build, tmp_path: Path, ignored: str, told: list[str]
) -> None:
    """With a finding, unless it is ignored there: then who made the repository has it in mind."""
    git(tmp_path, "init", "-q")
    if ignored:
        (tmp_path / ".gitignore").write_text(ignored)
        git(tmp_path, "add", ".gitignore")
    run = build()
    assert run.commit
    assert [d.code for d in run.diagnostics] == told


@pytest.mark.slow
def test_the_time_of_a_run_is_kept_and_what_there_is_is_written(
    build: Build, tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is spent while the checks run, however long what comes before them takes on a busy machine."""
    (tiny / "stack.toml").write_text(MANIFEST.format(checks='"tests.slow_check"'))
    trails, trail_of = list[Trail](), pipeline._trail

    def spent_in_the_checks(timeout_s: float, on_event: OnEvent) -> Trail:
        def hear(event: Event) -> None:
            if (event.kind, event.name, event.state) == ("stage", "checks", "started"):
                trails[0].deadline = time.monotonic() + 1
            on_event(event)

        trails.append(trail_of(timeout_s, hear))
        assert trails[0].deadline - trails[0].began == pytest.approx(timeout_s)
        return trails[0]

    monkeypatch.setattr(pipeline, "_trail", spent_in_the_checks)
    run = build(timeout_s=500.0)
    assert run.error is not None
    assert (run.exit_code, run.error.code) == (4, "budget")
    check = next(c for c in run.checks if c.name == "tests.slow_check")
    assert check.status == "not_run" and check.seconds < 50  # it would take 60
    assert (tmp_path / "notes" / "README.md").exists() and run.commit


def test_time_that_is_spent_before_the_checks_leaves_nothing(build: Build, tmp_path: Path) -> None:
    run = build(timeout_s=1e-9)
    assert run.exit_code == 4
    assert not (tmp_path / "notes").exists()


def wish(id_: str) -> dict[str, Any]:
    return {"id": id_, "text": f"Wish {id_}.", "status": "uncovered", "reason": "not understood", "covered_by": []}


@pytest.fixture
def thin(tmp_path: Path, tiny: Path) -> Iterator[Path]:
    """A plan that covers one of three requirements."""
    plan = plans.small()
    more = [plan.requirements[0].model_copy(update=wish(i)) for i in ("R2", "R3")]
    (tmp_path / "thin.yaml").write_text(
        writing.to_yaml(plan.model_copy(update={"requirements": [*plan.requirements, *more]}))
    )
    yield tmp_path / "thin.yaml"


def test_less_than_half_is_not_built(build: Build, tmp_path: Path, thin: Path) -> None:
    run = build(plan_path=thin)
    assert run.exit_code == 2 and run.error is not None
    assert "1 of 3" in run.error.message and "--allow-partial" in run.error.hint
    assert not (tmp_path / "notes").exists()


def test_less_than_half_is_built_where_it_is_wanted(build: Build, thin: Path) -> None:
    run = build(plan_path=thin, allow_partial=True)
    assert run.exit_code == 1
    assert [r.status for r in run.requirements] == ["not_run", "uncovered", "uncovered"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("name: [", "plan.yaml"),
        ("entities: 3\n", "plan.yaml"),
        (None, "plan.yaml"),
    ],
)
def test_a_plan_that_cannot_be_read_is_named(build: Build, tmp_path: Path, broken: str | None, said: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.unlink() if broken is None else plan.write_text(broken)
    run = build()
    assert (run.exit_code, run.status) == (2, "refused")
    assert run.error is not None and said in run.error.message
