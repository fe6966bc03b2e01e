"""What every row keeps to: validation of input, and the constraints of its entity."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from scaffolder import expr, naming
from scaffolder.criteria.oracle.world import Refusal, Row, World
from scaffolder.criteria.steps import MISSING, Refused
from scaffolder.criteria.values import INTEGER_MAX, MOMENTS, NUMBERS, SCALE, TEXTS, bounds, moment_bound
from scaffolder.expr.breach import breach
from scaffolder.plan import Constraint, Entity, Field
from scaffolder.plan.index import entity_plural

PYTHON: dict[str, tuple[type, ...]] = {
    "integer": (int,), "float": (int, float, Decimal), "decimal": (int, Decimal), "money": (int, Decimal),
    "percent": (int, Decimal), "boolean": (bool,), "date": (date,), "datetime": (datetime,), "time": (time,),
    "duration": (timedelta,), "list": (list,),
}  # fmt: skip
SHAPES = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+", "url": r"https?://\S+", "phone": r"\+?[0-9 ().-]{5,}",
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}  # fmt: skip

READERS: dict[str, Callable[[Field, str], Any]] = {
    "date": moment_bound, "datetime": moment_bound, "time": lambda _, text: time.fromisoformat(text),
}  # fmt: skip


def invalid(field: str, words: str = "") -> Refusal:
    return Refusal(Refused("invalid", field, words))


def valid(field: Field, value: Any) -> bool:
    """Has this value the field's type, within its bounds? None is not asked about here."""
    if field.type in PYTHON:
        if not isinstance(value, PYTHON[field.type]) or (isinstance(value, bool) and field.type != "boolean"):
            return False
    elif field.type != "json" and not isinstance(value, str):
        return False
    if field.type in NUMBERS:
        return _number(field, value)
    if field.type in MOMENTS:
        low, high = moment_bound(field, field.validation.min), moment_bound(field, field.validation.max)
        return (low is None or value >= low) and (high is None or value <= high)
    if field.type == "list":
        item = Field(name=field.name, type=field.item_type or "string")
        return all(valid(item, v) for v in value)
    if field.type == "enum":
        return value in [c.value for c in field.enum]
    return _text(field, value) if field.type in (*TEXTS, "uuid") else True


def _number(field: Field, value: Any) -> bool:
    low, high = bounds(field)
    exact = Decimal(str(value))
    if field.type == "integer" and abs(exact) > INTEGER_MAX:
        return False
    scale = SCALE.get(field.type)
    if scale is not None and exact != round(exact, scale):
        return False
    return (low is None or exact >= low) and (high is None or exact <= high)


def _text(field: Field, value: str) -> bool:
    check = field.validation
    longest = check.max_length or (200 if field.type == "string" else None)
    if (longest and len(value) > longest) or (check.min_length and len(value) < check.min_length):
        return False
    if field.type in SHAPES and not re.fullmatch(SHAPES[field.type], value):
        return False
    return not check.pattern or re.fullmatch(check.pattern, value) is not None


def normal(field: Field, value: Any) -> Any:
    """The value as it is stored."""
    if isinstance(value, str) and field.type in READERS:
        return READERS[field.type](field, value)
    if value is None or field.type not in NUMBERS:
        return value
    if field.type == "integer":
        return int(value)
    return float(value) if field.type == "float" else Decimal(str(value))


def hold(world: World, row: Row) -> None:
    """Raises Refusal for the first rule of its entity that the row breaks, in the order in which an app finds them."""
    for constraint in world.index.constraints(row.entity.name, "check"):
        if not keeps(world, constraint, row):
            raise invalid("", told(world, constraint, row.entity))
    for field in row.entity.fields:
        if field.unique and _twin(world, row, [field.name]):
            raise Refusal(Refused("conflict", field.name))
    for relation in row.entity.relations:
        if relation.cardinality == "one_to_one" and _twin(world, row, [relation.name]):
            raise Refusal(Refused("conflict", relation.name + "_id"))
    if row.entity.owner and world.index.profile_role(row.entity.name) and _twin(world, row, [row.entity.owner]):
        raise Refusal(Refused("conflict", row.entity.owner + "_id"))
    for kind, broken in (("unique", _repeats), ("limit", _exceeds), ("no_overlap", _overlaps)):
        for constraint in world.index.constraints(row.entity.name, kind):
            if _applies(world, constraint, row) and broken(world, constraint, row):
                raise Refusal(Refused("conflict", "", told(world, constraint, row.entity)))


def told(world: World, constraint: Constraint, entity: Entity) -> str:
    """What is said where a row breaks a rule: in its own words, else in those that every application uses."""
    if constraint.message or constraint.kind == "check":
        return constraint.message or world.facts.must_hold(constraint.expr or "True", entity.name)
    one, many = naming.title(entity.label or entity.name).lower(), naming.title(entity_plural(entity)).lower()
    same = " and ".join(naming.title(name).lower() for name in constraint.fields)
    return {
        "unique": f"There is another {one} with this {same}.",
        "limit": f"There are too many {many}.",
        "no_overlap": f"It overlaps with another {one}.",
    }[constraint.kind]


def keeps(world: World, constraint: Constraint, row: Row) -> bool:
    """Does a row keep to a check? As in SQL, what compares with a value that is not there is no breach."""
    return world.evaluate(expr.text(breach(expr.parse(constraint.expr or "True"))), row) is not True


def _twin(world: World, row: Row, names: list[str]) -> bool:
    mine = [row.stored.get(n) for n in names]
    if any(v is None for v in mine):
        return False
    return any(r is not row and [r.stored.get(n) for n in names] == mine for r in world.rows(row.entity.name))


def _applies(world: World, constraint: Constraint, row: Row) -> bool:
    where = world.index.applying(row.entity.name, constraint)
    return where is None or world.evaluate(where, row) is True


def _peers(world: World, constraint: Constraint, row: Row) -> list[Row]:
    """The other rows that a constraint counts together with this one."""
    return [
        r
        for r in world.rows(row.entity.name)
        if r is not row
        and all(r.stored.get(p) == row.stored.get(p) for p in constraint.per)
        and _applies(world, constraint, r)
    ]


def _repeats(world: World, constraint: Constraint, row: Row) -> bool:
    mine = [row.stored.get(f) for f in constraint.fields]
    if any(v is None for v in mine):
        return False
    return any([r.stored.get(f) for f in constraint.fields] == mine for r in _peers(world, constraint, row))


def _exceeds(world: World, constraint: Constraint, row: Row) -> bool:
    allowed = world.evaluate(constraint.expr or "0", row)
    return allowed is not None and len(_peers(world, constraint, row)) + 1 > allowed


def _overlaps(world: World, constraint: Constraint, row: Row) -> bool:
    start, end = constraint.fields[:2]
    begins, ends = row.stored.get(start), row.stored.get(end)
    for other in _peers(world, constraint, row):
        its_start, its_end = other.stored.get(start), other.stored.get(end)
        if (its_end is None or begins is None or begins < its_end) and (
            ends is None or its_start is None or its_start < ends
        ):
            return True
    return False


__all__ = ["MISSING", "hold", "invalid", "normal", "valid"]
