"""The data files of the English say the same whether they were parsed now or before."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from scaffolder.compiler.english import tables

NAMES = sorted(path.stem for path in tables.FOLDER.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_of_a_table_is_what_it_says(name: str, tmp_path: Path) -> None:
    text = (tables.FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    assert tables.read(name, tmp_path) == tables.read(name, tmp_path) == tomli.loads(text)


def test_a_table_that_was_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    table, kept = tmp_path / "words.toml", tmp_path / "__pycache__" / "words.json"
    table.write_text("a = 1\n")
    assert tables.read("words", tmp_path) == {"a": 1}
    assert [p.name for p in kept.parent.iterdir()] == ["words.json"]
    table.write_text("a = 2\n")
    assert tables.read("words", tmp_path) == {"a": 2}
    kept.write_text("[")
    assert tables.read("words", tmp_path) == {"a": 2}
    monkeypatch.setattr("tomli.loads", lambda text: pytest.fail("it was kept"))
    assert tables.read("words", tmp_path) == {"a": 2}


def test_where_nothing_can_be_kept_a_table_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text("a = 1\n")
    (tmp_path / "__pycache__").write_text("in the way\n")
    assert tables.read("words", tmp_path) == {"a": 1}
