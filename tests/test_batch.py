"""Many descriptions: where they come from, where they go, and that one of them never stops the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffolder import batch
from scaffolder.errors import UsageError


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
