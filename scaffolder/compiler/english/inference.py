"""The type of a field that nobody gave one, from what it is compared with."""

from __future__ import annotations

import re

from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.paths import field_at
from scaffolder.plan import Entity, Field, FieldType

COMPARED = re.compile(r"([a-z_][\w.]*) (?:<|>|<=|>=) ([a-z_][\w.]*|-?\d+(?:\.\d+)?)")
ORDERED = ("integer", "decimal", "money", "float", "percent", "date", "datetime", "time")


def settle(expr: str, entity: Entity, draft: Draft) -> None:
    """A text that is below or above a number is a number; one that is before a date is a date."""
    for one, other in COMPARED.findall(expr):
        first, second = field_at(entity, one, draft), field_at(entity, other, draft)
        if first is not None and re.match(r"-?\d", other):
            _become(first, "decimal" if "." in other else "integer", draft)
        elif first is not None and second is not None:
            _become(first, second.type, draft)
            _become(second, first.type, draft)


RECKONED = re.compile(r"(?<![\w.'])([a-z_][\w.]*) [*/] |[*/] ([a-z_][\w.]*)(?![\w(.])")


def reckoned(expr: str, entity: Entity, draft: Draft) -> None:
    """What is multiplied or divided is a number."""
    for names in RECKONED.findall(expr):
        field = field_at(entity, next(filter(None, names)), draft)
        if field is not None:
            _become(field, "decimal", draft)


def summed(field: Field, draft: Draft) -> None:
    """What is added up is a number."""
    _become(field, "decimal", draft)


def _become(field: Field, kind: FieldType, draft: Draft) -> None:
    """`typed` fields have the type that the writer gave them."""
    if field.type == "string" and kind in ORDERED and id(field) not in draft.typed:
        field.type = kind
