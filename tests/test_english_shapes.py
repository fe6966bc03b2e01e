"""Each shape of structured English, in five and more wordings that all mean the same plan (tests/cases/english)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from scaffolder.compiler import compile_description
from scaffolder.compiler.english import reading, shapes
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.reading import SHAPES
from scaffolder.compiler.english.shapes import Shape, constraints
from scaffolder.compiler.findings import FINDINGS
from scaffolder.plan import Plan
from scaffolder.plan.validation import validate
from tests.english_cases import Case, cases

WORDINGS = [(case, name, text) for case in cases() for name, text in case.texts()]


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


@pytest.mark.parametrize(("case", "text"), [(c, t) for c, _, t in WORDINGS], ids=[name for _, name, _ in WORDINGS])
def test_a_wording_means_its_plan(case: Case, text: str) -> None:
    found = compile_description(text)
    assert isinstance(found.plan, Plan)
    assert list(differences(case.plan, to_builtins(found.plan))) == []
    assert [d for d in found.diagnostics if d.severity != "note"] == []
    assert {r.status for r in found.plan.requirements if r.kind == "functional"} <= {"covered"}
    assert [d for d in validate(found.plan) if d.severity == "error"] == []


def test_every_case_has_five_wordings() -> None:
    assert [case.shape for case in cases() if len(case.says) < 5] == []


def kinds() -> dict[str, Callable[..., bool]]:
    """Every kind of sentence by the module that reads it: each shape, and each reader of rules."""
    return {f"{shape.read.__module__}.{shape.read.__name__}": shape.read for shape in SHAPES} | {
        f"{reader.__module__}.{reader.__name__}": reader for reader in constraints.READERS
    }


def size(draft: Draft) -> tuple[int, ...]:
    """Grows with everything that a shape which only marks may note."""
    plan = draft.plan
    return len(draft.said), len(draft.events), len(plan.entities), len(plan.roles), len(plan.actions)


def test_every_kind_of_sentence_has_five_wordings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind counts for a wording that it reads, or, where it only marks, that makes it note something."""
    read: dict[str, set[str]] = {kind: set() for kind in kinds()}
    wording = ""

    def watched(kind: str, reader: Callable[..., bool]) -> Callable[..., bool]:
        def reads(first: Any, draft: Draft, *rest: Any) -> bool:
            before = size(draft)
            done = reader(first, draft, *rest)
            if done or size(draft) != before:
                read[kind].add(wording)
            return done

        return reads

    by_reader = {reader: watched(kind, reader) for kind, reader in kinds().items()}
    monkeypatch.setattr(reading, "SHAPES", tuple(replace(s, read=by_reader[s.read]) for s in SHAPES))
    monkeypatch.setattr(constraints, "READERS", tuple(by_reader[r] for r in constraints.READERS))
    for name, text in likely_first(read):
        wording = name
        compile_description(text)
        if all(len(found) >= 5 for found in read.values()):
            break
    assert {kind: len(found) for kind, found in read.items() if len(found) < 5} == {}


def likely_first(read: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Every wording; last those of cases whose earlier wordings were read by kinds alone that have enough by now."""
    put_off, earlier = [], defaultdict[Case, list[str]](list)
    for case, name, text in sorted(
        WORDINGS, key=lambda w: w[1].rpartition("-")[2]
    ):  # the first of each case, the second, ...
        readers = [found for found in read.values() if not found.isdisjoint(earlier[case])]
        if readers and all(len(found) >= 5 for found in readers):
            put_off.append((name, text))
        else:
            yield name, text
        earlier[case].append(name)
    yield from put_off


def test_every_module_of_shapes_is_walked() -> None:
    """A module that offers shapes or readers offers them to the walk above."""
    modules = [import_module(f"{shapes.__name__}.{m.name}") for m in iter_modules(shapes.__path__)]
    offered = [r for m in modules for r in (*(s.read for s in getattr(m, "SHAPES", ())), *getattr(m, "READERS", ()))]
    assert [r for r in offered if r not in kinds().values()] == []


WORLD = """
A Book has a title, a price, a category and a due date. A Member has a name and an email.
A Loan belongs to a Book and a Member and has a due date and a returned date.
A Repair has a title and a status (received, done). A Payment has an amount, a category and a date.
An Order has a quantity, a price, a total and a status (draft, paid, cancelled).
Members can borrow a Book and return a Loan. It is possible to start a Repair.
The job forget drafts runs every day at 03:00 for each Order where the status is draft.
The job forget drafts sets the total to 0. The function tip takes a bill. The function tip is `bill / 10`.
The report takings of Orders shows the count as orders.
A Jar has a label and a stock.
A Car has a plate and a state (free, rented). A Rental belongs to a Car and has a start date and an end date.
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
