from __future__ import annotations

from collections.abc import Callable

import jsonschema
import pytest
from msgspec import to_builtins

from scaffolder.plan import Plan
from scaffolder.plan.schema import json_schema
from tests.plans import library, shop, small

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_it_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("make", [small, library, shop])
def test_it_takes_the_example_plans(make: Callable[[], Plan]) -> None:
    VALIDATOR.validate(to_builtins(make()))


@pytest.mark.parametrize("spoiled", [
    {},
    {"name": "A"},
    {"name": "A", "slug": "a", "colour": "red"},
    {"name": "A", "slug": "a", "schema_version": 2},
    {"name": "A", "slug": "a", "kind": "app"},
    {"name": "A", "slug": "a", "entities": [{"name": "B", "fields": [{"name": "c", "type": "strin"}]}]},
    {"name": "A", "slug": "a", "actions": [{"name": "b", "effects": [{"kind": "jump"}]}]},
])  # fmt: skip
def test_it_refuses_what_is_no_plan(spoiled: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid(spoiled)


def test_every_list_says_what_it_is_for() -> None:
    properties = json_schema()["properties"]
    lists = [name for name, slot in properties.items() if slot.get("type") == "array"]
    assert len(lists) > 20
    assert all(properties[name]["description"] for name in lists)
