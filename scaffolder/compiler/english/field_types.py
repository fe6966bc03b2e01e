"""What an item of a list of fields says, and the type that follows from it."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from scaffolder import naming
from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.modifiers import Modifiers
from scaffolder.compiler.english.tokens import Token
from scaffolder.plan import FieldType


class Phrase(Struct):
    """One item of a field list. `words` are those of the name; `many` where the writer said "many tags"."""

    name: str
    words: list[str]
    spelled: str
    tokens: tuple[Token, ...]
    said: Modifiers = field(default_factory=Modifiers)
    number_of: bool = False
    many: bool = False


def is_id(phrase: Phrase | None) -> bool:
    """Every row has an id anyhow."""
    return phrase is not None and phrase.name == "id" and phrase.said.type in (None, "integer", "uuid")


def single(phrase: Phrase) -> Phrase:
    """ "tasks with due dates": each has one, where the word names one value and no list of them."""
    words = [*phrase.words[:-1], naming.singular(phrase.words[-1])]
    plural = words != phrase.words and phrase.name == "_".join(phrase.words) and not phrase.many
    if not plural or phrase.said.type or phrase.number_of or vocabulary.is_noun(phrase.words[-1]):
        return phrase
    value = vocabulary.is_attribute("_".join(words)) or vocabulary.is_attribute(words[-1])
    kept = vocabulary.type_of_name(phrase.name).type != "string"
    return phrase if kept or not value else replace(phrase, name="_".join(words), words=words, spelled=" ".join(words))


def default(default: str | int | float | bool | None, kind: FieldType) -> str | int | float | bool | None:
    if kind == "boolean" and isinstance(default, str):
        return {"checked": True, "unchecked": False}.get(default, default)
    return default


def type_of_said(phrase: Phrase, inferred: FieldType) -> FieldType:
    said = phrase.said
    if said.choices:
        return "enum"
    if said.currency:
        return "money"
    if said.unit:
        return _type_of_unit(said.unit.lower(), inferred)
    if isinstance(said.default, bool):
        return "boolean"
    if phrase.number_of:
        return "integer"
    if phrase.many and inferred == "string":
        return "list"
    return _type_of_bounds(said, inferred)


def _type_of_unit(unit: str, inferred: FieldType) -> FieldType:
    if unit in ("percent", "%"):
        return "percent"
    if vocabulary.is_in("units", "whole", unit):
        return "integer"
    return inferred if inferred in ("integer", "decimal", "float") else "decimal"


def _type_of_bounds(said: Modifiers, inferred: FieldType) -> FieldType:
    bounds = [b for b in (said.bounds.min, said.bounds.max) if b is not None]
    numeric = ("integer", "decimal", "float", "money", "percent", "duration")
    if said.positive and inferred not in numeric:
        return "integer"
    if not bounds:
        if isinstance(said.default, (int, float)) and inferred not in numeric:
            return "integer" if isinstance(said.default, int) else "decimal"
        return inferred
    if any(isinstance(b, str) for b in bounds):
        return inferred if inferred in ("date", "datetime") else "date"
    if inferred in numeric:
        return inferred
    return "integer" if all(float(b) == int(float(b)) for b in bounds) else "decimal"
