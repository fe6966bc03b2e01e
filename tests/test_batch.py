"""Many descriptions: where they come from, where they go, and that one of them never stops the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from scaffolder import batch, report
from scaffolder.errors import UsageError
from tests.test_cli_signals import ROOT, running, sleepers, wait_for
from tests.test_pipeline import make_stack


def test_items_come_from_files_folders_and_json_lines(tmp_path: Path) -> None:
    (tmp_path / "shop.md").write_text("A Shop has a name.")
    folder = tmp_path / "specs"
    (folder / "library").mkdir(parents=True)
    (folder / "library" / "description.md").write_text("A Book has a title.")
    (folder / "zoo.txt").write_text("\ufeffAn Animal has a name.")
    (folder / "notes.pdf").write_text("no")
    lines = [{"id": "o01", "text": "A Car has a colour.", "stack": "api", "kind": "web", "entities": []}, {"text": "B"}]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    items = batch.read([str(tmp_path / "shop.md"), str(folder), str(tmp_path / "x.jsonl")])
    assert [(i.id, i.text, i.stack) for i in items] == [
        ("shop", "A Shop has a name.", ""),
        ("library", "A Book has a title.", ""),
        ("zoo", "An Animal has a name.", ""),
        ("o01", "A Car has a colour.", "api"),
        ("x-2", "B", ""),
    ]
    assert [i.id for i in batch.read([str(folder / "library"), str(folder)])] == ["library", "library", "zoo"]
    assert items[3].source == f"{tmp_path / 'x.jsonl'}:1"


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "3", '{"text": 3}', '{"id": "a"}', '{"text": "a", "stack": 3}', '{"text": "a", "id": {}}', "\xff"],
)
def test_a_bad_line_is_a_failed_item_and_no_more(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.jsonl").write_bytes(line.encode("latin-1") + b'\n{"text": "A Book has a title."}\n')
    bad, good = batch.read([str(tmp_path / "x.jsonl")])
    assert "x.jsonl:1" in bad.fault
    assert good.fault == "" and good.text


def test_ids_become_safe_and_unique_folder_names() -> None:
    ids = ["a/b", "a b", "A-B", "../../etc", "", "con", ".git", "x" * 200, "图书馆", "2"]
    names = batch.unique_folders(ids)
    assert names[:3] == ["a-b", "a-b-2", "A-B-3"]
    assert names[3] == "etc" and names[5] == "con-item" and names[6] == "git"
    assert len({n.lower() for n in names}) == len(names)
    assert all(n and len(n) <= 64 and not set(n) & set("/\\. ") for n in names)


@pytest.mark.parametrize("source", ["nothing-here.md", "nothing.jsonl"])
def test_a_source_that_cannot_be_read_stops_before_anything_is_built(source: str) -> None:
    with pytest.raises(UsageError, match=source):
        batch.read([source])


def test_an_empty_folder_is_no_batch(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no descriptions"):
        batch.read([str(tmp_path)])


BOOK = "A Book has a title and an author."


def lines(folder: Path, *items: dict[str, str]) -> str:
    (folder / "specs.jsonl").write_text("\n".join(json.dumps(item) for item in items))
    return str(folder / "specs.jsonl")


def run(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCAFFOLD_CACHE_DIR": str(folder / "cache"),
    }
    return subprocess.run(
        [sys.executable, "-m", "scaffolder", "batch", *argv],
        env=env, cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.slow
def test_one_item_that_fails_never_stops_the_others(tmp_path: Path) -> None:
    tiny = str(make_stack(tmp_path / "tiny"))
    deadly = str(make_stack(tmp_path / "deadly", checks='"tests.deadly_check"'))
    source = lines(
        tmp_path,
        {"id": "killed", "text": BOOK, "stack": deadly},
        {"id": "broken", "text": "A Defect has a title.", "stack": deadly},
        {"id": "empty", "text": "Hello!", "stack": tiny},
        {"id": "no text"},
        {"id": "no stack", "text": BOOK, "stack": "no-such-stack"},
        {"id": "good", "text": BOOK, "stack": tiny},
    )
    done = run(tmp_path, source, "-o", "out", "--json", "--report", "report.json", "--jobs", "2")
    assert done.returncode == 1, done.stderr
    document = json.loads(done.stdout)
    jsonschema.validate(document, report.schema("batch"))
    assert json.loads((tmp_path / "report.json").read_text()) == document
    ends = {i["id"]: (i["status"], (i["error"] or {}).get("code")) for i in document["items"]}
    assert ends == {
        "killed": ("failed", "defect"),
        "broken": ("failed", "defect"),
        "empty": ("refused", "description"),
        "specs-4": ("refused", "usage"),
        "no stack": ("refused", "stack"),
        "good": ("partial", None),
    }
    assert [p.name for p in (tmp_path / "out").glob("[!.]*")] == ["good"]
    assert document["totals"]["items"] == 6


@pytest.mark.slow
def test_the_table_has_a_line_for_each_item(tmp_path: Path) -> None:
    tiny = str(make_stack(tmp_path / "tiny"))
    source = lines(tmp_path, {"id": "one", "text": BOOK}, {"id": "two", "text": "A Car has a colour."})
    done = run(tmp_path, source, "-o", "out", "--stack", tiny, "--no-git")
    assert done.returncode == 1, done.stderr
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:3]] == [["one", "partial"], ["two", "partial"]]
    assert "2 descriptions: 2 partial" in done.stdout
    assert f'R1 "{BOOK}" (' in " ".join(done.stdout.split())  # why it is not proven
    assert not (tmp_path / "out" / "one" / ".git").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_keeps_what_is_finished(tmp_path: Path, number: signal.Signals, code: int) -> None:
    tiny = str(make_stack(tmp_path / "tiny"))
    slow = str(make_stack(tmp_path / "slow", checks='"tests.slow_check"'))
    source = lines(
        tmp_path,
        {"id": "quick", "text": BOOK, "stack": tiny},
        {"id": "slow", "text": BOOK, "stack": slow},
        {"id": "never", "text": BOOK, "stack": slow},
    )
    with running(["batch", source, "-o", "out", "--jobs", "1", "--json"], tmp_path) as process:
        wait_for(lambda: sleepers(tmp_path), "the slow check")
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    document = json.loads(out)
    jsonschema.validate(document, report.schema("batch"))
    assert [i["status"] for i in document["items"]] == ["partial", "interrupted", "interrupted"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["quick"]
    assert not sleepers(tmp_path)
    assert "Traceback" not in err


def test_a_place_where_nothing_can_be_put_is_told_before_anything_is_compiled(tmp_path: Path) -> None:
    (tmp_path / "spec.md").write_text("A Book has a title.")
    (tmp_path / "file").write_text("here")
    for place in ("file", "file/below", "/proc/nowhere"):
        told = run(tmp_path, "spec.md", "-o", place)
        assert told.returncode == 2
        assert "error: " in told.stderr
        assert "compile" not in told.stderr
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "cache") == ["file", "spec.md"]
