from __future__ import annotations

from scaffolder.plan import Requirement
from scaffolder.plan.coverage import citations, cover
from tests.plans import library, small


def test_requirements_are_covered_by_what_cites_them() -> None:
    plan = small()
    plan.requirements.append(Requirement(id="R2", text="Fly.", status="covered", covered_by=["Note"]))
    first, second = cover(plan).requirements
    assert (first.status, first.covered_by) == ("covered", ["Note", "Note.title", "Note.body"])
    assert (second.status, second.covered_by) == ("uncovered", [])


def test_what_is_covered_in_part_stays_so() -> None:
    plan = small()
    plan.requirements[0].status = "partial"
    assert cover(plan).requirements[0].status == "partial"
    plan.entities = []
    assert cover(plan).requirements[0].status == "uncovered"


def test_what_was_not_understood_is_not_covered_by_a_name_it_mentions() -> None:
    plan = small()
    plan.requirements[0].reason = "not understood"
    assert cover(plan).requirements[0].status == "partial"


def test_every_kind_of_element_is_called_as_reports_call_it() -> None:
    cited = citations(library())
    assert cited["R3"][:2] == ["Loan", "Loan.book"]
    assert {"action:Book.borrow", "role:member", "permission:member.Loan"} <= set(cited["R3"])
    assert cited["R8"] == ["import:book_import", "export:book_export"]
    assert {"state:Member.status", "action:Member.suspend"} <= set(cited["R5"])
    assert cited["R9"] == ["notification:overdue_reminder"]
    assert cited["R11"] == ["quality:performance"]
