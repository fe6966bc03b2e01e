"""An accepted sentence, spoilt: what is still understood is cited, the rest is reported, and nothing is made of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffolder.compiler import Compiled, compile_description
from scaffolder.compiler.proposing import instead
from scaffolder.plan import Plan, Requirement
from scaffolder.types import Diagnostic
from tests.english_cases import cases

ACCEPTED = [
    (case.given, sentence.strip())
    for case in cases()
    for sentence in case.says
    if case.given and "\n" not in sentence.strip()
]
STRANGE = ("moonlight", "the", "sparkling", "of", "yesterday", "can", "has", "nobody", "7", "and", "by", "whispers")
LEADS = ("On rainy days,", "As everybody knows,", "If the wind sings,", "Perhaps", "Unless it snows,")
TAILS = (
    "before the wind sings", "unless it snows", "and dance in the moonlight", "which pleases everybody",
    "with great joy", "in the moonlight", "so to speak", "as if by magic",
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, str]:
    """What is given, and an accepted sentence with a word dropped, replaced, added or moved, or with a clause added."""
    before, says = draw(st.sampled_from(ACCEPTED))
    words = says.rstrip(".").split(" ")
    for _ in range(draw(st.integers(1, 2))):
        here = draw(st.integers(0, max(0, len(words) - 1)))
        how = draw(st.sampled_from(["drop", "replace", "insert", "move", "lead", "tail"]))
        strange = draw(st.sampled_from(STRANGE))
        if how in ("drop", "replace", "move"):
            taken = words[here : here + 1]
            words[here : here + 1] = [strange] if how == "replace" else []
            there = draw(st.integers(0, len(words))) if how == "move" else 0
            words[there:there] = taken if how == "move" else []
        elif how == "insert":
            words[here:here] = [strange]
        else:
            words = [draw(st.sampled_from(LEADS)), *words] if how == "lead" else [*words, draw(st.sampled_from(TAILS))]
    return before, " ".join(words) + "."


def asked(found: Compiled, start: int) -> list[Requirement]:
    """The functional requirements that begin at or behind `start`."""
    assert found.plan is not None
    return [r for r in found.plan.requirements if r.kind == "functional" and r.span and r.span[0] >= start]


def told(found: Compiled, requirement: Requirement) -> list[Diagnostic]:
    return [d for d in found.diagnostics if d.requirement == requirement.id and d.severity != "note"]


def inventions(plan: Plan | None) -> set[tuple[str, ...]]:
    """What a wrong reading makes up, by name."""
    if plan is None:
        return set()
    return {
        *(("entity", e.name) for e in plan.entities),
        *(("role", r.name) for r in plan.roles),
        *(("action", a.entity or "", a.name) for a in plan.actions),
        *(("permission", p.role, p.entity, o, p.where or "") for p in plan.permissions for o in p.operations),
    }


@pytest.mark.slow
@given(spoilt())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_not_understood_is_reported_with_its_place_and_nothing_is_invented_from_it(
    example: tuple[str, str],
) -> None:
    before, sentence = example
    found = compile_description(f"{before.strip()}\n{sentence}")
    requirements = asked(found, len(before.strip()))
    for requirement in requirements:
        reported = told(found, requirement)
        if requirement.status == "covered":
            assert requirement.covered_by
        else:
            assert reported
        start, end = requirement.span or (0, 0)
        assert all(d.span and start <= d.span.start < d.span.end <= end for d in reported)
    if all(r.status == "uncovered" and not r.covered_by for r in requirements):
        assert inventions(found.plan) <= inventions(compile_description(before).plan)  # a doubt may take a right away


@given(spoilt())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_proposed_line_is_accepted_in_the_place_of_the_refused_one(example: tuple[str, str]) -> None:
    before, sentence = example
    text = f"{before.strip()}\n{sentence}"
    for refused in [d for d in compile_description(text).diagnostics if d.code in ("A102", "A106")]:
        for line in re.findall(r'"([^"]+)"', refused.help):
            found = compile_description(instead(text, line, refused))
            asked_again = [r for r in found.plan.requirements if line.rstrip(".") in r.text] if found.plan else []
            assert asked_again and asked_again[-1].status != "uncovered"
            apart = refused.help.startswith("give it a sentence of its own")
            assert apart or refused.message not in {d.message for d in found.diagnostics}


def test_a_line_for_half_a_sentence_is_to_stand_alone() -> None:
    text = "A Ski has a brand. A Rental belongs to a Ski and has a fee and a date.\n"
    said = text + "can the number of Rentals per brand and the can fee per month."
    halves = [d for d in compile_description(said).diagnostics if d.code == "A102"]
    assert len(halves) == 2 and all(d.help.startswith("give it a sentence of its own, such as") for d in halves)


def test_a_proposed_line_speaks_in_the_names_of_the_writer() -> None:
    text = "A Kennel has a number and a size (small, large). A Stay belongs to a Kennel and has a fee and a date.\n"
    found = compile_description(text + "Give me a splendid overview of all fees per kennel.")
    assert [d.help for d in found.diagnostics if d.code == "A102"] == [
        'say "Show the total fee of Stays per kennel." or "Show the average fee of Stays per kennel."'
    ]


def test_a_line_that_another_proposal_would_spoil_is_proposed_where_it_stands_alone() -> None:
    text = (  # what has a note has no name that anybody assumes
        "Gardeners can create planting plans. Search everywhere like a butterfly in a planting plan. "
        "A planting plan smells of thyme forever. The note of planting plans hums quietly."
    )
    refused = [d for d in compile_description(text).diagnostics if d.code == "A102"]
    proposed = [(d, re.findall(r'"([^"]+)"', d.help)) for d in refused]
    assert [lines[0] for _, lines in proposed] == [
        "Search Planting Plans by name.",
        "A Planting Plan has a note.",
        "A Planting Plan has a note.",
    ]
    for told, lines in proposed:
        for line in lines:
            again = compile_description(instead(text, line, told))
            assert line.rstrip(".") not in "".join(d.message for d in again.diagnostics)
