"""Invented values: valid, readable, the same for the same number, different for different ones."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from scaffolder import naming
from scaffolder.criteria import regex, samples
from scaffolder.plan import Entity, Field, FieldType, Param, Validation

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday: when every scenario begins
NUMBERS = ("integer", "decimal", "float", "money", "percent")
MOMENTS = ("date", "datetime")
TEXTS = ("string", "text", "email", "url", "phone", "secret")
SCALE = {"money": 2, "percent": 4, "decimal": 6}
INTEGER_MAX = 2**31 - 1


def wire(value: Any, kind: str = "") -> Any:
    """A value as JSON carries it: exact numbers as text, moments as ISO, lengths of time in seconds."""
    whole = isinstance(value, int) and not isinstance(value, bool) and kind in ("decimal", "money", "percent")
    if isinstance(value, Decimal) or whole:
        return _plain(Decimal(value), kind)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, (list, tuple)):
        return [wire(v, kind) for v in value]
    return value


def _plain(value: Decimal, kind: str) -> str:
    if kind == "money":
        return f"{value:.2f}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def invent(entity: Entity, field: Field, n: int) -> Any:
    """Value `n` (from 0) of a field. Always valid; None only for a pattern that nothing was found for."""
    if field.type == "enum":
        return field.enum[n % len(field.enum)].value
    if field.type == "list":
        item = Field(name=naming.singular(field.name), type=field.item_type or "string")
        return [invent(entity, item, n), invent(entity, item, n + 1)]
    if field.type in NUMBERS:
        return number(field, n)
    if field.type in MOMENTS:
        return moment(field, n)
    if field.type in TEXTS:
        return text(entity, field, n)
    return _other(field.type, n)


def counted(entity: Entity, field: Field, n: int) -> Any:
    """The same, where many are made: texts say nothing but their number."""
    if field.type not in ("string", "text", "email") or field.validation.pattern:
        return invent(entity, field, n)
    name = f"{naming.kebab(entity.name)}-{n + 1:04d}@example.com" if field.type == "email" else f"{n + 1:04d}"
    low, high = field.validation.min_length or 0, field.validation.max_length or 200
    noun = naming.title(naming.words(entity.name)[-1])
    name = f"{noun} {name}" if field.type != "email" and len(noun) + 5 <= high else name
    return name + "x" * (low - len(name))


def invent_param(param: Param, n: int) -> Any:
    """Value `n` of a parameter that is not a row."""
    if param.type == "enum" or param.enum:
        return param.enum[n % len(param.enum)]
    value = invent(Entity(name="Value"), as_field(param), n)
    return [value] if param.multiple else value


def as_field(param: Param) -> Field:
    return Field(name=param.name, type=param.type, required=param.required)


def _other(kind: FieldType, n: int) -> Any:
    values: dict[str, Any] = {
        "boolean": n % 2 == 0,
        "time": time(8 + n % 12, 30 if n % 2 else 0),
        "duration": timedelta(minutes=30 + 15 * n),
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.com/{n}")),
        "json": {"note": samples.SENTENCES[n % len(samples.SENTENCES)], "number": n + 1},
    }
    return values.get(kind)


def number(field: Field, n: int) -> Any:
    """Small numbers from the lower bound upwards, prices with cents, years of our time."""
    low, high = bounds(field)
    cents = field.type in ("money", "decimal", "percent", "float")
    usual = 2001 if naming.words(field.name)[-1:] == ["year"] else 10 if cents else 2
    start = max(Decimal(usual), low if low is not None else Decimal(-(10**9)))
    value = start + n + (Decimal("0.5") if cents and start == int(start) else 0)
    if high is not None and value > high:
        room = int(high - (low if low is not None else Decimal(0))) + 1
        value = high - n % max(room, 1)
    return typed_number(field.type, value)


def typed_number(kind: FieldType, value: Decimal) -> Any:
    if kind == "integer":
        return int(value)
    return float(value) if kind == "float" else value


def bounds(field: Field) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest number allowed, None where there is no bound."""
    return _decimal(field.validation.min), _decimal(field.validation.max)


def _decimal(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def moment(field: Field, n: int) -> Any:
    """A day near NOW: what ends is after what begins, births are in the past. Datetimes at full hours."""
    words = set(naming.words(field.name))
    days = 1 + n
    if words & {"birth", "born", "birthday", "founded", "published", "hired"}:
        days = -365 * (20 + n)
    elif words & {
        "due",
        "end",
        "ends",
        "ended",
        "until",
        "deadline",
        "to",
        "expires",
        "expiry",
        "checkout",
        "return",
        "last",
        "finish",
        "stop",
    }:
        days = 31 + n
    day = NOW + timedelta(days=days)
    value = day if field.type == "datetime" else day.date()
    low, high = moment_bound(field, field.validation.min), moment_bound(field, field.validation.max)
    if low is not None and value < low:
        value = low + timedelta(days=n)
    if high is not None and value > high:
        value = high - timedelta(days=n)
    return value


def moment_bound(field: Field, bound: float | str | None) -> Any:
    """A bound in ISO text as a date, or an aware datetime."""
    if bound is None:
        return None
    parsed = datetime.fromisoformat(str(bound))
    parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return parsed if field.type == "datetime" else parsed.date()


def text(entity: Entity, field: Field, n: int) -> str | None:
    if field.validation.pattern:
        return regex.matching(field.validation.pattern, n, 0)
    if field.type == "email":
        return _person(n).lower().replace(" ", ".") + "@example.com"
    if field.type == "url":
        return f"https://example.com/{naming.kebab(entity.name)}-{n + 1}"
    if field.type == "phone":
        return f"+1415555{100 + n:04d}"
    if field.type == "secret":
        return _fitted(f"correct horse {n + 1}", field.validation, n)
    return _fitted(_phrase(entity, field, n), field.validation, n)


def _fitted(value: str, validation: Validation, n: int) -> str:
    """Cut or filled to the lengths allowed, different for each `n` even then."""
    low, high = validation.min_length or 0, validation.max_length or 200
    if len(value) > high:
        value = f"{value[: max(high - 2, 0)]}{n:02d}"[:high] if high > 3 else f"{n:0{high}d}"[-high:]
    return value + "x" * max(low - len(value), 0)


def _phrase(entity: Entity, field: Field, n: int) -> str:
    words_of = naming.words(field.name) or [field.name]
    word, noun = words_of[-1], (naming.words(entity.name)[-1:] or [""])[0]
    if field.type == "text" or word in ("description", "note", "notes", "comment", "body", "summary", "message"):
        return _turn(samples.SENTENCES, n)
    if word in ("code", "number", "sku", "reference", "serial", "isbn", "barcode", "plate", "id", "no"):
        return f"{(noun[:2] or 'no').upper()}-{n + 1:04d}"
    table = _table(word, [naming.singular(w) for w in (*words_of[-2:-1], noun)])
    shown = naming.title(noun) if word == "name" else f"{naming.title(noun)} {naming.title(word).lower()}"
    return _turn(table, n) if table else f"{shown} {n + 1}"


def _table(word: str, before: Sequence[str]) -> Sequence[str]:
    """`word`: the last of a field; `before`: the words before it, that of the entity last."""
    if naming.singular(word) in samples.PERSONS or word == "fullname":
        return samples.PEOPLE
    if word in ("name", "title", "surname"):
        if word == "surname" or before[0] in ("last", "family"):
            return [name.split()[-1] for name in samples.PEOPLE]
        if before[0] in ("first", "given"):
            return [name.split()[0] for name in samples.PEOPLE]
        known = (table for named in before for things, table in samples.NAMES if named in things)
        return next(known, samples.TITLES if word == "title" else ())
    by_word = {"city": samples.CITIES, "town": samples.CITIES, "location": samples.CITIES, "country": samples.COUNTRIES,
               "address": samples.STREETS, "street": samples.STREETS, "colour": samples.COLOURS,
               "color": samples.COLOURS, "company": samples.COMPANIES, "publisher": samples.COMPANIES,
               "supplier": samples.COMPANIES, "product": samples.GOODS, "item": samples.GOODS}  # fmt: skip
    return by_word.get(word, ())


def _turn(table: Sequence[str], n: int) -> str:
    turn, place = divmod(n, len(table))
    return f"{table[place]} {turn + 1}" if turn else table[place]


def _person(n: int) -> str:
    turn, place = divmod(n, len(samples.PEOPLE))
    return f"{samples.PEOPLE[place]} {turn + 1}" if turn else samples.PEOPLE[place]


def inside(entity: Entity, field: Field) -> list[Any]:
    """Values exactly on each bound of a field."""
    check, found = field.validation, []
    if field.type in NUMBERS:
        found = [typed_number(field.type, b) for b in bounds(field) if b is not None]
    elif field.type in MOMENTS:
        found = [b for b in (moment_bound(field, check.min), moment_bound(field, check.max)) if b is not None]
    elif field.type in ("string", "text") and not check.pattern:
        found = ["x" * length for length in (check.min_length, check.max_length) if length]
    return found


def outside(entity: Entity, field: Field) -> list[Any]:
    """Values just beyond each bound of a field."""
    check = field.validation
    if field.type in NUMBERS:
        step = Decimal(1) if field.type in ("integer", "float") else Decimal("0.01")
        low, high = bounds(field)
        beyond = [None if low is None else low - step, None if high is None else high + step]
        return [typed_number(field.type, b) for b in beyond if b is not None]
    if field.type in MOMENTS:
        ends = [(moment_bound(field, check.min), -1), (moment_bound(field, check.max), 1)]
        return [b + timedelta(days=d) for b, d in ends if b is not None]
    if field.type not in ("string", "text", "secret") or check.pattern:
        return []
    short = ["x" * (check.min_length - 1)] if check.min_length and check.min_length > 1 else []
    return short + (["x" * (check.max_length + 1)] if check.max_length else [])


def mismatches(field: Field) -> list[str]:
    """Texts that the pattern of a field does not match: too much, and something else."""
    import re

    pattern = field.validation.pattern
    if not pattern or field.type not in TEXTS:
        return []
    good = regex.matching(pattern, 0)
    tried = ["?", "!?", *([f"{good}!", f"!{good}"] if good else [])]
    wrong = [t for t in tried if not re.fullmatch(pattern, t)]
    return [wrong[0], *[w for w in wrong if good and good in w][:1]] if wrong else []


WRONG: dict[str, Any] = {
    "string": 12, "text": ["a", "list"], "integer": "many", "decimal": "much", "float": "half", "boolean": "perhaps",
    "date": "the other day", "datetime": "soon", "time": "noon", "duration": "long", "email": "not an address",
    "url": "not a link", "phone": "call me", "uuid": "not-a-uuid", "enum": "something else", "money": "a lot",
    "percent": "most", "list": "not a list", "secret": 12,
}  # fmt: skip


def wrong(kind: FieldType) -> Any:
    """A value of the wrong type; None where every value has the right one."""
    return WRONG.get(kind)


def wrongs(field: Field) -> list[Any]:
    """Values of the wrong type: of a list also one with a wrong item."""
    found = [wrong(field.type)] if wrong(field.type) is not None else []
    return found + ([[wrong(field.item_type or "string")]] if field.type == "list" else [])
