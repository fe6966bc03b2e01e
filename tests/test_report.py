"""The documents that programs read keep to the schemas that are shipped; the ledger is the same on every machine."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from scaffolder import ledger, report
from scaffolder.types import CheckResult, Diagnostic, ErrorInfo, RequirementResult, Run, Span, Usage

FULL = Run(
    status="failed",
    exit_code=1,
    error=ErrorInfo("budget", "time is spent", "--timeout 99"),
    directory="/tmp/library",
    stack="api",
    plan_path="/tmp/library/.scaffold/plan.yaml",
    requirements=(
        RequirementResult("R1", "A Book has a title.", "functional", "proven", ("tests/test_book.py::test_r1_x",)),
        RequirementResult("R2", "Ärger 图书馆", "functional", "uncovered", reason="no such shape"),
        RequirementResult("R3", "It is fast.", "quality", "informational"),
    ),
    checks=(
        CheckResult(
            "lint",
            "failed",
            seconds=0.1234567,
            cpu_s=0.1,
            diagnostics=(Diagnostic("E501", "error", "long", path="a.py", line=3),),
            detail="1 finding",
        ),
        CheckResult("docker", "skipped", detail="no daemon"),
    ),
    diagnostics=(
        Diagnostic("A203", "warning", "how long?", Span(3, 9), assumed="14 days", help="say", requirement="R1"),
    ),
    usage=Usage(calls=1, cost_usd=None),
    sandbox="process",
    commit="a" * 40,
    seconds=1.23456,
)


def valid(kind: report.Kind, document: dict[str, Any]) -> dict[str, Any]:
    schema = report.schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    read: dict[str, Any] = json.loads(report.to_json(document))
    jsonschema.validate(read, schema, jsonschema.Draft202012Validator)
    return read


@pytest.mark.parametrize("run", [FULL, Run("interrupted", 130), replace(FULL, error=None, status="proven")])
def test_a_run_becomes_a_valid_document(run: Run) -> None:
    document = valid("run", report.run_document(run))
    assert document["status"] == run.status
    assert [r["id"] for r in document["requirements"]] == [r.id for r in run.requirements]


def test_a_plan_becomes_a_valid_document() -> None:
    planned = report.plan_document("planned", plan={"name": "x"}, normal_form="A Book has a title.\n", seconds=0.5)
    assert valid("plan", planned)["plan"] == {"name": "x"}
    refused = report.plan_document("refused", diagnostics=FULL.diagnostics, error=FULL.error)
    assert valid("plan", refused)["plan"] is None


def test_a_batch_becomes_a_valid_document_with_totals() -> None:
    items = [("a", "a.md", FULL), ("b", "x.jsonl:2", Run("refused", 2))]
    document = valid("batch", report.batch_document(items, 3.0))
    totals = document["totals"]
    assert (totals["items"], totals["failed"], totals["refused"], totals["proven"]) == (2, 1, 1, 0)
    assert (totals["requirements"], totals["requirements_proven"]) == (2, 1)
    valid("batch", report.batch_document([], 0.0, ErrorInfo("usage", "no")))


@pytest.mark.parametrize(
    "broken", [{"status": "fine"}, {"extra": 1}, {"seconds": -1}, {"requirements": [{"id": "R1"}]}, {"error": "text"}]
)
def test_the_schema_refuses_what_is_no_document(broken: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**report.run_document(FULL), **broken}, report.schema("run"))


def test_the_ledger_holds_no_times_paths_or_hosts() -> None:
    text = ledger.to_text(FULL.requirements, FULL.checks)
    slower = [replace(c, seconds=99.0, cpu_s=9.0) for c in FULL.checks]
    assert ledger.to_text(FULL.requirements, slower) == text
    assert "/tmp" not in text and "seconds" not in text
    document = json.loads(text)
    assert document["requirements"][0]["tests"] == ["tests/test_book.py::test_r1_x"]
    assert document["checks"][1] == {"name": "docker", "status": "skipped", "reason": "no daemon"}


def test_ledgers_are_compared_by_what_they_say() -> None:
    old = ledger.to_text(FULL.requirements, FULL.checks)
    broken = [replace(FULL.requirements[0], status="failed"), *FULL.requirements[1:]]
    new = ledger.to_text(broken, FULL.checks[1:])
    assert ledger.differences(old, old) == []
    assert ledger.differences(old, new) == [
        "check lint was failed and is absent",
        "requirement R1 was proven and is failed",
    ]
    assert ledger.differences("{}", new) == ["the recorded ledger is not a ledger"]
