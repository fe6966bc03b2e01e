"""Tables in the same words, whether a model declares them or a migration made them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.database import Base, engine

SQLITE = sa.create_engine("sqlite://").dialect
# How PostgreSQL calls what is declared as ...
SAME = {"TIMESTAMP": "DATETIME", "DOUBLE PRECISION": "DOUBLE", "UUID": "CHAR(32)"}


@dataclass(frozen=True)
class Table:
    """`columns`: type and whether a row may lack a value; `unique`: columns together.

    `links`: column to table and to what happens when the other row goes; `checks`: name
    to condition.
    """

    columns: dict[str, tuple[str, bool]]
    unique: set[tuple[str, ...]]
    links: dict[str, tuple[str, str]]
    checks: dict[str, str]


def model(name: str) -> Table:
    """The table as the models declare it."""
    table = Base.metadata.tables[name]
    unique = {tuple(i.columns.keys()) for i in table.indexes if i.unique}
    unique |= {
        tuple(c.columns.keys())
        for c in table.constraints
        if isinstance(c, sa.UniqueConstraint)
    }
    checks = {
        str(c.name): str(c.sqltext)
        for c in table.constraints
        if isinstance(c, sa.CheckConstraint)
    }
    links = {
        key.parent.name: (key.column.table.name, key.ondelete or "NO ACTION")
        for key in table.foreign_keys
    }
    columns = {
        c.name: (c.type.compile(SQLITE), bool(c.nullable)) for c in table.columns
    }
    return Table(columns, unique, links, checks)


def migrated(name: str) -> Table:
    """The table as it stands in the database."""
    found = sa.inspect(engine())
    unique = {
        tuple(c or "" for c in i["column_names"])
        for i in found.get_indexes(name)
        if i["unique"]
    }
    unique |= {tuple(c["column_names"]) for c in found.get_unique_constraints(name)}
    links = {
        key["constrained_columns"][0]: (
            key["referred_table"],
            key["options"].get("ondelete", "NO ACTION"),
        )
        for key in found.get_foreign_keys(name)
    }
    checks = {str(c["name"]): c["sqltext"] for c in found.get_check_constraints(name)}
    columns = {
        c["name"]: (SAME.get(str(c["type"]), str(c["type"])), bool(c["nullable"]))
        for c in found.get_columns(name)
    }
    return Table(columns, unique, links, checks)
