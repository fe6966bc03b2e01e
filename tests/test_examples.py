"""The examples: what people try first is understood to the last sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffolder.compiler import compile_description
from tests.conftest import ROOT

EXAMPLES = sorted(ROOT.glob("examples/*/description.md"))


def test_there_are_examples_of_different_domains() -> None:
    assert len(EXAMPLES) >= 8


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_requirement_of_an_example_is_covered(example: Path) -> None:
    plan = compile_description(example.read_text(encoding="utf-8")).plan
    assert plan is not None
    functional = [r for r in plan.requirements if r.kind == "functional"]
    assert functional and [r.text for r in functional if r.status != "covered"] == []
