"""Statements about one table. The names in them come from this program, the values are bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from reading_room_cli.columns import stored
from reading_room_cli.database import execute, rows


def quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def insert(table: str, values: Mapping[str, Any]) -> int:
    """The id of the new row."""
    marks = ", ".join(f":{name}" for name in values)
    return execute(
        " ".join(
            [
                "INSERT INTO",
                quoted([table]),
                f"({quoted(list(values))}) VALUES ({marks})",
            ]
        ),
        values,
    )


def update(table: str, number: int, values: Mapping[str, Any]) -> None:
    changes = ", ".join(f'"{name}" = :{name}' for name in values)
    execute(
        " ".join(["UPDATE", quoted([table]), "SET", changes, "WHERE id = :id"]),
        {**values, "id": number},
    )


def select(
    table: str,
    asked: Mapping[str, Any],
    *,
    exact: Sequence[str] = (),
    ranged: Sequence[str] = (),
    linked: Mapping[str, str] | None = None,
    alive: bool = False,
) -> list[sqlite3.Row]:
    """The rows for which holds what is asked: the columns `exact`; those `ranged` also by name_min and name_max;
    `linked` are names and the statements that give the ids of rows. `alive`: without those marked as deleted.
    """
    conditions = {
        **{name: f'"{name}" = :{name}' for name in (*exact, *ranged)},
        **{f"{name}_min": f'"{name}" >= :{name}_min' for name in ranged},
        **{f"{name}_max": f'"{name}" <= :{name}_max' for name in ranged},
        **{name: f"id IN ({statement})" for name, statement in (linked or {}).items()},
    }
    bound = {n: stored(asked[n]) for n in conditions if asked.get(n) is not None}
    chosen = ["deleted_at IS NULL"] * alive + [conditions[name] for name in bound]
    where = ["WHERE", " AND ".join(chosen)] if chosen else []
    return rows(
        " ".join(["SELECT * FROM", quoted([table]), *where, "ORDER BY id"]), bound
    )
