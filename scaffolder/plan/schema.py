"""The JSON schema of a plan: for editors, and for models that are asked to fill it."""

from __future__ import annotations

from typing import Any

from scaffolder.plan import SCHEMA_VERSION, Plan
from scaffolder.plan.shape import shape
from scaffolder.plan.writing import COMMENTS


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the plan file; the lists say what they are for."""
    schema = shape(Plan).model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Plan"
    schema["properties"]["schema_version"] = {"const": SCHEMA_VERSION, "title": "Schema version"}
    for name, comment in COMMENTS.items():
        schema["properties"][name]["description"] = comment
    return schema
