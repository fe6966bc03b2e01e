"""Lists, queries, reports and exports, as the plan says."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from scaffolder import naming, syntax
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Row, User, World
from scaffolder.plan import Measure, Query, Report

NOTHING: dict[str, Any] = {"decimal": Decimal(0), "duration": timedelta()}  # the sum of no rows by kind of number


def listed(
    world: World,
    actor: str,
    entity: str,
    *,
    query: Query | None = None,
    search: str = "",
    filters: Mapping[str, Any] | None = None,
    sort: str = "",
) -> list[Row]:
    """All rows of a list in order, before paging. `filters` by plan name: a value, or (low, high) for a range."""
    user = world.user(actor)
    access.check(world, user, entity, "read")
    rows = [r for r in world.rows(entity) if access.reaches(world, user, r, "read")]
    if query and query.where:
        rows = [r for r in rows if world.evaluate(query.where, r, user=user) is True]
    looked = query.search if query and query.search else world.index.searchable(entity)
    if search:
        rows = [r for r in rows if any(search.lower() in str(r[f] or "").lower() for f in looked)]
    for name, wanted in (filters or {}).items():
        rows = [r for r in rows if _passes(r[name], wanted)]
    order = [sort] if sort else (list(query.sort) if query and query.sort else world.index.entity(entity).order_by)
    rows = ordered(rows, order)
    return rows[: query.limit] if query and query.limit else rows


def _passes(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple):
        low, high = wanted
        return value is not None and (low is None or value >= low) and (high is None or value <= high)
    if isinstance(value, list):
        return any(v is wanted for v in value)
    return bool(value == wanted)


def ordered(rows: Sequence[Row], order: Sequence[str]) -> list[Row]:
    """By each name ("-price" downwards), then by id. A row without a value stands first going up."""

    def compare(a: Row, b: Row) -> int:
        for name in order:
            key = name.lstrip("-+")
            one, two = _sortable(a[key]), _sortable(b[key])
            if one != two:
                return (-1 if one < two else 1) * (-1 if name.startswith("-") else 1)
        return -1 if a.id < b.id else 1

    return sorted(rows, key=cmp_to_key(compare))


def _sortable(value: Any) -> tuple[bool, Any]:
    if isinstance(value, Row):
        return (True, value.id)
    return (value is not None, value if value is not None else 0)


def reported(world: World, actor: str, report: Report) -> list[dict[str, Any]]:
    """The rows of a report: group names and measures to values."""
    user = world.user(actor)
    access.check(world, user, report.entity, "read")
    rows = [r for r in world.rows(report.entity) if access.reaches(world, user, r, "read")]
    if report.where:
        rows = [r for r in rows if world.evaluate(report.where, r, user=user) is True]
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        key = tuple(_group_value(world.evaluate(g, row, user=user)) for g in report.group_by)
        groups.setdefault(key, []).append(row)
    if not report.group_by and not groups:
        groups[()] = []
    names = [group_name(g) for g in report.group_by]
    table = [
        dict(zip(names, key, strict=True))
        | {m.name: _measured(world, report.entity, m, found, user) for m in report.measures}
        for key, found in groups.items()
    ]
    table.sort(key=lambda r: [_nulls_first(r[n]) for n in names])
    for name in reversed(report.sort):
        table.sort(key=lambda r, n=name: _nulls_first(r[n.lstrip("-+")]), reverse=name.startswith("-"))  # type: ignore[misc]
    return table[: report.limit] if report.limit else table


def _nulls_first(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)


def _group_value(value: Any) -> Any:
    if isinstance(value, Row):
        return value.stored.get(value.entity.display or "", value.id)
    return value


def group_name(text: str) -> str:
    """What a group is called: "category", "month" for month(paid_at), "book_author" for book.author."""
    node = syntax.expression(text).body
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return naming.snake(text)


def _measured(world: World, entity: str, measure: Measure, rows: Sequence[Row], user: User | None) -> Any:
    """The number of a group; its type is that of the expression, whatever the rows hold."""
    if measure.agg == "count" and not measure.expr:
        return len(rows)
    text = measure.expr or "id"
    kind = world.facts.typed(text, entity).type.kind
    values = [world.evaluate(text, r, user=user) for r in rows]
    found = [Decimal(v) if kind == "decimal" else v for v in values if v is not None]
    if measure.agg == "count":
        return len(found)
    if measure.agg == "sum":
        return sum(found, start=NOTHING.get(kind, 0))
    if not found:
        return None
    if measure.agg == "avg":
        return sum(found) / len(found)
    return min(found) if measure.agg == "min" else max(found)
