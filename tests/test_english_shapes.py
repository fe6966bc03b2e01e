"""Each shape of structured English, in five and more wordings that all mean the same plan (tests/cases/english)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scaffolder.compiler import compile_description
from scaffolder.compiler.english.reading import SHAPES
from scaffolder.compiler.english.shapes import Shape
from scaffolder.compiler.findings import FINDINGS
from scaffolder.plan import Plan
from scaffolder.plan.validation import validate

CASES = Path(__file__).parent / "cases" / "english"


def wordings() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            for number, says in enumerate(case["says"], 1):
                text = f"{case.get('given', '')}\n{says}".strip()
                yield pytest.param(text, case["plan"], id=f"{path.stem}-{case['shape']}-{number}")


def differences(wanted: Any, found: Any, path: str = "") -> Iterator[str]:
    """Where `found` does not hold what is wanted; a list may hold more, in any order."""
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            yield from differences(value, found.get(key) if isinstance(found, dict) else None, f"{path}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list):
        for item in wanted:
            if not any(not list(differences(item, other)) for other in found):
                yield f"{path}: no {item} in {found}"
        if not wanted and found:
            yield f"{path}: {found} is not empty"
    elif wanted != found:
        yield f"{path}: {found!r} is not {wanted!r}"


@pytest.mark.parametrize(("text", "wanted"), wordings())
def test_a_wording_means_its_plan(text: str, wanted: dict[str, Any]) -> None:
    found = compile_description(text)
    assert isinstance(found.plan, Plan)
    assert list(differences(wanted, found.plan.model_dump(mode="json"))) == []
    assert [d for d in found.diagnostics if d.severity != "note"] == []
    assert {r.status for r in found.plan.requirements if r.kind == "functional"} <= {"covered"}
    assert [d for d in validate(found.plan) if d.severity == "error"] == []


def test_every_shape_has_five_wordings() -> None:
    few = [
        case["shape"]
        for path in CASES.glob("*.yaml")
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        if len(case["says"]) < 5
    ]
    assert few == []


WORLD = """
A Book has a title, a price, a category and a due date. A Member has a name and an email.
A Loan belongs to a Book and a Member and has a due date and a returned date.
A Repair has a title and a status (received, done). A Payment has an amount, a category and a date.
An Order has a quantity, a price, a total and a status (draft, paid, cancelled).
Members can borrow a Book and return a Loan. It is possible to start a Repair.
The job forget drafts runs every day at 03:00 for each Order where the status is draft.
The job forget drafts sets the total to 0. The function tip takes a bill. The function tip is `bill / 10`.
The report takings of Orders shows the count as orders.
"""


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_example_of_a_shape_is_understood(shape: Shape) -> None:
    found = compile_description(f"{WORLD}\n\n{shape.example}")
    assert found.plan is not None
    requirement = found.plan.requirements[-1]
    assert (requirement.text, requirement.status) == (shape.example, "covered") or requirement.kind == "context"


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_the_example_of_a_finding_is_understood(code: str) -> None:
    found = compile_description(f"{WORLD}\n\n{FINDINGS[code].example}")
    assert found.plan is not None
    assert [r.text for r in found.plan.requirements if r.kind == "functional" and r.status != "covered"] == []
