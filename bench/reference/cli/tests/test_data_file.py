"""The file that holds everything."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reading_room_cli import database
from reading_room_cli.problems import Refused


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of data that is not there yet."""
    path = tmp_path / "new" / "data.db"
    monkeypatch.setenv("READING_ROOM_FILE", str(path))
    database.connection.cache_clear()
    yield path
    database.connection.cache_clear()


@pytest.mark.parametrize(
    ("system", "variables", "folder"),
    [
        ("linux", {"XDG_DATA_HOME": "/x"}, "/x"),
        ("linux", {}, "/home/ana/.local/share"),
        ("darwin", {}, "/home/ana/Library/Application Support"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
        ("win32", {}, "/home/ana/AppData/Local"),
    ],
)
def test_plan_the_data_stand_where_the_system_keeps_such(
    system: str, variables: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "READING_ROOM_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (
        variables | {"HOME": "/home/ana", "USERPROFILE": "/home/ana"}
    ).items():
        monkeypatch.setenv(name, value)
    assert database.folder().as_posix() == folder
    assert database.file().as_posix() == f"{folder}/reading-room/reading-room.db"


def test_plan_the_data_are_made_at_the_first_use(data: Path) -> None:
    assert database.file() == data
    assert database.rows("SELECT count(*) AS n FROM shelves")[0]["n"] == 0
    assert data.exists()
    assert database.version(database.connection()) == len(
        list(database.MIGRATIONS.glob("*.sql"))
    )
    assert database.rows("PRAGMA foreign_keys")[0][0] == 1
    assert database.rows("SELECT folded('ÀB')")[0][0] == "àb"


def test_plan_data_of_a_newer_program_are_left_alone(data: Path) -> None:
    data.parent.mkdir()
    newer = sqlite3.connect(data)
    newer.execute("PRAGMA user_version = 999")
    newer.close()
    with pytest.raises(
        Refused, match="was written by a newer version of this program."
    ):
        database.connection()


def test_plan_a_change_is_stored_whole_or_not_at_all(data: Path) -> None:
    with database.change():
        database.execute("CREATE TABLE things (name TEXT UNIQUE)")
        assert database.execute("INSERT INTO things VALUES ('kept')") == 1
    with pytest.raises(KeyError), database.change():
        database.execute("INSERT INTO things VALUES ('lost')")
        raise KeyError
    with (
        pytest.raises(Refused, match="The data would not fit together: UNIQUE"),
        database.change(),
    ):
        database.execute("INSERT INTO things VALUES ('lost')")
        database.execute("INSERT INTO things VALUES ('kept')")
    stored = sqlite3.connect(data).execute("SELECT name FROM things").fetchall()
    assert stored == [("kept",)]
