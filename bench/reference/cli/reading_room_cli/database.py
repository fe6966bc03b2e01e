"""The file that holds everything: where it stands, its schema, and changes that are done whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from reading_room_cli.problems import Refused

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_S = 10  # for others who are changing something


def folder() -> Path:
    """Where this system keeps the data of programs, for this user."""
    if given := os.environ.get("XDG_DATA_HOME"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path.home() / ".local" / "share"


def file() -> Path:
    """The file of the data; READING_ROOM_FILE names another one."""
    named = os.environ.get("READING_ROOM_FILE")
    return Path(named) if named else folder() / "reading-room" / "reading-room.db"


@cache
def connection() -> sqlite3.Connection:
    """The file, made and brought up to date where it has to be."""
    file().parent.mkdir(parents=True, exist_ok=True)
    opened = sqlite3.connect(file(), timeout=PATIENCE_S, isolation_level=None)
    opened.row_factory = sqlite3.Row
    opened.create_function("folded", 1, folded, deterministic=True)
    opened.execute("PRAGMA foreign_keys = ON")
    migrate(opened)
    return opened


def folded(value: object) -> str:
    """A text as a search compares it."""
    return str(value).casefold()


def migrate(opened: sqlite3.Connection) -> None:
    """Apply the numbered files of `migrations` that this file of data has not seen. Statements end with a line."""
    steps = sorted(MIGRATIONS.glob("*.sql"))
    if version(opened) < len(steps):
        opened.execute("BEGIN IMMEDIATE")  # somebody else may do the same
        for number, step in enumerate(steps[version(opened) :], version(opened) + 1):
            for statement in step.read_text(encoding="utf-8").split(";\n"):
                opened.execute(statement)
            opened.execute(f"PRAGMA user_version = {number}")
        opened.execute("COMMIT")
    if version(opened) > len(steps):
        raise Refused(f"{file()} was written by a newer version of this program.")


def version(opened: sqlite3.Connection) -> int:
    number: int = opened.execute("PRAGMA user_version").fetchone()[0]
    return number


@contextmanager
def change() -> Iterator[None]:
    """What is done in the block is stored, or nothing of it where it raises. Nobody else changes anything meanwhile."""
    connection().execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException as error:
        connection().execute("ROLLBACK")
        if isinstance(error, sqlite3.IntegrityError):
            raise Refused(f"The data would not fit together: {error}.") from error
        raise
    connection().execute("COMMIT")


def rows(sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[sqlite3.Row]:
    return connection().execute(sql, values).fetchall()


def execute(sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> int:
    """Run one statement that changes something; the id of a row that it makes."""
    return connection().execute(sql, values).lastrowid or 0
