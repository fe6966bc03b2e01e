"""Fields by themselves: choices, defaults, bounds, patterns."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from uuid import UUID

from scaffolder.plan import Entity, Field, FieldType, Param, Plan, Validation
from scaffolder.plan.index import Index
from scaffolder.plan.rules import VALUE, action_path, fault
from scaffolder.plan.rules.patterns import pattern_problem
from scaffolder.types import Diagnostic

TEXTUAL: frozenset[FieldType] = frozenset({"string", "text", "email", "url", "phone", "secret"})
NUMERIC: frozenset[FieldType] = frozenset({"integer", "decimal", "float", "money", "percent", "duration"})
CLOCK: frozenset[FieldType] = frozenset({"date", "datetime", "time"})
FILES: frozenset[FieldType] = frozenset({"file", "image"})
LOOSE: frozenset[FieldType] = FILES | {"json", "list", "secret"}
"""Types that are not compared, sorted or unique, and have no default."""
MAX_LENGTH = 10_000
MAX_CHOICES = 200
CLOCKS = {"date": "today", "datetime": "now"}
"""Defaults that are taken from the clock when a row is created."""


def faults(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    for entity in plan.entities:
        for field in entity.fields:
            yield from _field(f"entities.{entity.name}.fields.{field.name}", field, _initial(index, entity, field))
    for action in plan.actions:
        yield from _params(action_path(action), action.params)
    for function in plan.functions:
        yield from _params(f"functions.{function.name}", function.params)
    for command in plan.commands:
        yield from _params(f"commands.{command.name}", command.params)


def _initial(index: Index, entity: Entity, field: Field) -> str | None:
    return next((m.initial for m in index.machines(entity.name) if m.field == field.name), None)


def _field(here: str, field: Field, initial: str | None) -> Iterator[Diagnostic]:
    yield from _choices(here, field)
    yield from _flags(here, field)
    yield from _bounds(f"{here}.validation", field)
    if field.default is not None:
        place = f"{here}.default"
        if field.computed:
            yield fault(VALUE, place, "a computed field has no default")
        elif initial is not None and field.default != initial:
            yield fault(VALUE, place, f'the state begins as "{initial}", so the default cannot be {field.default!r}')
        else:
            yield from _default(place, field)


def _choices(here: str, field: Field) -> Iterator[Diagnostic]:
    place = f"{here}.enum"
    if field.type == "enum" and not field.enum:
        yield fault(VALUE, place, "an enum needs its values", 'enum: [{value: "draft"}, {value: "done"}]')
    if field.type != "enum" and field.enum:
        yield fault(VALUE, place, f"only type enum has a list of values, and this is {field.type}")
    yield from _values(place, [c.value for c in field.enum])
    if field.type != "list" and field.item_type:
        yield fault(VALUE, f"{here}.item_type", f"only type list has an item_type, and this is {field.type}")
    if field.item_type in LOOSE or field.item_type == "enum":
        yield fault(VALUE, f"{here}.item_type", f"a list of {field.item_type} cannot be stored")
    if field.currency is not None and (field.type != "money" or not re.fullmatch("[A-Z]{3}", field.currency)):
        yield fault(
            VALUE, f"{here}.currency", f"{field.currency!r}: a currency is three capitals on a field of type money"
        )


def _values(place: str, values: list[str]) -> Iterator[Diagnostic]:
    for value, count in Counter(values).items():
        if count > 1:
            yield fault(VALUE, place, f"{value!r} stands {count} times")
        if not value or value != value.strip() or not value.isprintable() or len(value) > 100:
            yield fault(VALUE, place, f"{value[:60]!r}: a value is 1 to 100 printable characters without spaces around")
    if len(values) > MAX_CHOICES:
        yield fault(VALUE, place, f"{len(values)} values; {MAX_CHOICES} are the limit: make it an entity")


def _flags(here: str, field: Field) -> Iterator[Diagnostic]:
    if field.unique and field.type in LOOSE | {"boolean", "text"}:
        yield fault(VALUE, f"{here}.unique", f"a field of type {field.type} cannot be unique")
    if field.searchable and field.type not in TEXTUAL - {"secret"} | {"enum"}:
        yield fault(VALUE, f"{here}.searchable", f"only text is searched through, and this is {field.type}")
    if field.computed is None:
        return
    for flag in ("required", "unique", "readonly", "searchable"):
        if getattr(field, flag):
            yield fault(VALUE, f"{here}.{flag}", f"a computed field cannot be {flag}: nobody writes it")
    if field.type in LOOSE:
        yield fault(VALUE, f"{here}.computed", f"a field of type {field.type} cannot be computed")
    if field.validation != Validation():
        yield fault(VALUE, f"{here}.validation", "a computed field has no bounds: nobody writes it")


def _bounds(here: str, field: Field) -> Iterator[Diagnostic]:
    rule, type_ = field.validation, field.type
    for name, bound in (("min", rule.min), ("max", rule.max)):
        if bound is not None:
            problem = _bound_problem(type_, bound)
            if problem:
                yield fault(VALUE, f"{here}.{name}", problem)
                return
    low, high = _read(type_, rule.min), _read(type_, rule.max)
    if low is not None and high is not None and low > high:  # type: ignore[operator]  # both are of the field's type
        yield fault(VALUE, here, f"min {rule.min} is more than max {rule.max}")
    yield from _lengths(here, field)
    if rule.pattern is not None:
        problem = pattern_problem(rule.pattern)
        if type_ not in TEXTUAL:
            problem = f"only text has a pattern, and this is {type_}"
        if problem:
            yield fault(VALUE, f"{here}.pattern", problem)


def _bound_problem(type_: FieldType, bound: float | str) -> str:
    if type_ not in NUMERIC | CLOCK:
        return f"only numbers and dates have bounds, and this is {type_}"
    if _read(type_, bound) is None:
        return f"{bound!r} is no value of type {type_}"
    return ""


def _lengths(here: str, field: Field) -> Iterator[Diagnostic]:
    low, high = field.validation.min_length, field.validation.max_length
    if (low is not None or high is not None) and field.type not in TEXTUAL | {"list"}:
        yield fault(VALUE, here, f"only text and lists have a length, and this is {field.type}")
    for name, length in (("min_length", low), ("max_length", high)):
        if length is not None and not 0 <= length <= MAX_LENGTH:
            yield fault(VALUE, f"{here}.{name}", f"{length} is not between 0 and {MAX_LENGTH}")
    most = high if high is not None else 200 if field.type == "string" else MAX_LENGTH
    if low is not None and low > most:
        yield fault(VALUE, here, f"min_length {low} is more than max_length {most}")
    if high == 0:
        yield fault(VALUE, f"{here}.max_length", "0 leaves nothing to write")


def _default(place: str, field: Field) -> Iterator[Diagnostic]:
    value = field.default
    if field.type in LOOSE:
        yield fault(VALUE, place, f"a field of type {field.type} has no default")
        return
    problem = value_problem(field.type, value, [c.value for c in field.enum])
    if problem:
        yield fault(VALUE, place, problem)
        return
    rule, read = field.validation, _read(field.type, value)
    low, high = _read(field.type, rule.min), _read(field.type, rule.max)
    if read is not None and low is not None and read < low:  # type: ignore[operator]  # both are of the field's type
        yield fault(VALUE, place, f"{value!r} is less than {rule.min}")
    if read is not None and high is not None and read > high:  # type: ignore[operator]
        yield fault(VALUE, place, f"{value!r} is more than {rule.max}")
    if isinstance(value, str) and field.type in TEXTUAL:
        yield from _text_default(place, field, value)


def _text_default(place: str, field: Field, value: str) -> Iterator[Diagnostic]:
    rule = field.validation
    most = rule.max_length or (200 if field.type == "string" else MAX_LENGTH)
    if not (rule.min_length or 0) <= len(value) <= most:
        yield fault(VALUE, place, f"{value[:60]!r} has {len(value)} characters; {rule.min_length or 0} to {most} fit")
    if rule.pattern and not pattern_problem(rule.pattern) and not re.fullmatch(rule.pattern, value):
        yield fault(VALUE, place, f"{value[:60]!r} does not match {rule.pattern}")


def value_problem(type_: FieldType, value: object, choices: list[str]) -> str:
    """Why a value cannot stand in a field of that type; empty where it can."""
    if type_ == "enum":
        return "" if value in choices else f"{value!r} is none of {', '.join(choices) or 'its values'}"
    if type_ == "boolean":
        return "" if isinstance(value, bool) else f"{value!r} is neither true nor false"
    if CLOCKS.get(type_) == value:
        return ""
    if _read(type_, value) is None:
        example = f"; write it like {EXAMPLES[type_]}" if type_ in EXAMPLES else ""
        return f"{value!r} is no value of type {type_}{example}"
    return ""


EXAMPLES: dict[FieldType, str] = {
    "date": "2026-03-31 or today", "datetime": "2026-03-31T12:00:00+00:00 or now", "time": "12:30", "money": '"12.50"',
    "duration": "3600 (seconds)", "uuid": "123e4567-e89b-12d3-a456-426614174000", "email": "ann@example.com",
    "url": "https://example.com", "integer": "5",
}  # fmt: skip


def _read(type_: FieldType, value: object) -> object | None:
    """The value as its type is compared; None where it is none of that type."""
    if value is None or isinstance(value, bool):
        return None
    try:
        if type_ in NUMERIC:
            return _number(type_, value)
        return READERS[type_](value) if isinstance(value, str) and type_ in READERS else None
    except (ValueError, InvalidOperation):
        return None


def _number(type_: FieldType, value: object) -> Decimal | None:
    if (
        isinstance(value, float)
        and not math.isfinite(value)
        or isinstance(value, str)
        and type_ in ("integer", "float")
    ):
        return None
    number = Decimal(str(value))
    places = {"integer": 0, "duration": 0, "money": 2, "percent": 4, "decimal": 6}.get(type_)
    if not number.is_finite() or abs(number) >= LIMITS.get(type_, 10**15):
        return None
    if places is not None and number != round(number, places):
        return None
    return number


LIMITS = {"integer": 2**31, "duration": 2**31, "money": 10**10, "percent": 10**3, "decimal": 10**12}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def _email(text: str) -> str:
    return _matching(r"[^@\s]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", text)


def _matching(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return text


READERS: dict[FieldType, Callable[[str], object]] = {
    "date": date.fromisoformat, "datetime": _moment, "time": time.fromisoformat, "uuid": lambda v: UUID(v).hex,
    "email": _email, "url": lambda v: _matching(r"https?://[^\s/]+\S*", v),
    "phone": lambda v: _matching(r"\+?[0-9][0-9 ()./-]{3,28}", v), "string": str, "text": str,
}  # fmt: skip


def _params(here: str, params: list[Param]) -> Iterator[Diagnostic]:
    for param in params:
        place = f"{here}.params.{param.name}"
        if param.type == "enum" and not param.enum:
            yield fault(VALUE, f"{place}.enum", "an enum needs its values")
        if param.type != "enum" and param.enum:
            yield fault(VALUE, f"{place}.enum", f"only type enum has a list of values, and this is {param.type}")
        yield from _values(f"{place}.enum", param.enum)
        if param.type in FILES:
            yield fault(VALUE, f"{place}.type", "a file is uploaded to a field, not given as a parameter")
        if param.default is not None and (param.ref or param.multiple):
            yield fault(VALUE, f"{place}.default", "a reference or a list has no default")
        elif param.default is not None and (problem := value_problem(param.type, param.default, param.enum)):
            yield fault(VALUE, f"{place}.default", problem)
