"""The examples: what people try first is understood to the last sentence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scaffolder import stacks
from scaffolder.compiler import compile_description
from tests.conftest import ROOT

EXAMPLES = sorted(ROOT.glob("examples/*/description.md"))


def test_each_stack_has_four_examples_that_choose_it() -> None:
    kinds = stacks.by_kind()
    chosen = Counter(compile_description(e.read_text(encoding="utf-8"), stacks=kinds).plan.stack for e in EXAMPLES)
    assert min(chosen[name] for name in stacks.names()) >= 4


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_requirement_of_an_example_is_covered(example: Path) -> None:
    plan = compile_description(example.read_text(encoding="utf-8")).plan
    assert plan is not None
    functional = [r for r in plan.requirements if r.kind == "functional"]
    assert functional and [r.text for r in functional if r.status != "covered"] == []
