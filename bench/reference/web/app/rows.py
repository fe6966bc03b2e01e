"""Rows as they are stored: kept to the rules of their tables, kept from others meanwhile."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models

from app.problems import Conflict, Invalid, Problem

Row = TypeVar("Row", bound=models.Model)
UNIQUE = ("unique", "unique_together")  # codes of what must not be there twice


def broken(row: models.Model) -> Problem | None:
    """The rule of its table that a row breaks."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        errors = error.error_dict.values() if hasattr(error, "error_dict") else []
        codes = [one.code for found in errors for one in found]
        kind = Conflict if any(code in UNIQUE for code in codes) else Invalid
        return kind(" ".join(error.messages))
    return None


def save(row: models.Model) -> None:
    """Raises Conflict or Invalid where the rules of its table forbid it."""
    problem = broken(row)
    if problem is not None:
        raise problem
    row.save()


def lock(name: str) -> None:
    """Nobody else passes here until the transaction ends (SQLite has one writer)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def again(row: Row) -> Row:
    """The row as it is now, kept from others until the transaction ends."""
    row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())
    return row
