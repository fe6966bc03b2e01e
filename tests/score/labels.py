"""Labels: what a reader takes out of a description.

A YAML file holds a list of `{id, kind, text, entities, fields, relations, actions}`, as short as it can be:

    entities:  [Book, Spot|ParkingSpot, ~Category]       other names behind "|"; "~": neither hit, miss nor extra
    fields:    {Book: {title: string, isbn|code: string|uuid, ~note: text}}
    relations: [Loan > Book, Film >< Actor, Passport - Person]    many to one, many to many, one to one
    actions:   [borrow, mark_done|complete, ~submit]

A JSON lines file says the same at length: `entities` [{names, optional}], `fields` [{entity, names, types, optional}],
`relations` [{from, to, cardinality, optional}], `actions` [{names, optional}].
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, convert, field

CARDINALITIES = {">": "many_to_one", "><": "many_to_many", "-": "one_to_one"}


class Named(Struct, frozen=True):
    """An entity or an action, under any of its names."""

    names: list[str]
    optional: bool = False


class LabelledField(Struct, frozen=True):
    entity: str
    names: list[str]
    types: list[str]
    optional: bool = False


class LabelledRelation(Struct, frozen=True):
    source: str = field(name="from")
    target: str = field(name="to")
    cardinality: str = "many_to_one"
    optional: bool = False


class Label(Struct, frozen=True):
    """`kind` "other" leaves open what is wanted."""

    id: str
    kind: str
    text: str
    entities: list[Named] = []
    fields: list[LabelledField] = []
    relations: list[LabelledRelation] = []
    actions: list[Named] = []


def read(path: Path) -> list[Label]:
    """The labels of a file. Raises ValueError, or msgspec.ValidationError, where it is not of that shape."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [convert(json.loads(line), Label) for line in text.splitlines() if line.strip()]
    return [_short(item) for item in yaml.safe_load(text)]


def _short(item: dict[str, Any]) -> Label:
    return Label(
        id=item["id"],
        kind=item["kind"],
        text=item["text"],
        entities=[Named(*_names(said)) for said in item["entities"]],
        fields=list(_fields(item["fields"])),
        relations=[_relation(said) for said in item["relations"]],
        actions=[Named(*_names(said)) for said in item["actions"]],
    )


def _names(said: str) -> tuple[list[str], bool]:
    return said.removeprefix("~").split("|"), said.startswith("~")


def _fields(said: dict[str, dict[str, str]]) -> Iterator[LabelledField]:
    for entity, own in said.items():
        for names, types in own.items():
            spelt, optional = _names(names)
            yield LabelledField(entity, spelt, types.split("|"), optional)


def _relation(said: str) -> LabelledRelation:
    source, sign, target = said.split()
    return LabelledRelation(source.removeprefix("~"), target, CARDINALITIES[sign], source.startswith("~"))
