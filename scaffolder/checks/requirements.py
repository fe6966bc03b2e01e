"""Requirements: which test judges which requirement, and whether it is proven. Runs last, on what the others found."""

from __future__ import annotations

from collections.abc import Iterable

from scaffolder import checks
from scaffolder.plan import Plan, Requirement
from scaffolder.types import CheckResult, Diagnostic, Project, ProofStatus, RequirementResult

RUNS_CODE = False


def check(project: Project) -> CheckResult:
    """Fails unless every functional requirement is proven; one diagnostic for each that is not."""
    results = join(project.plan, project.results.values())
    functional = [r for r in results if r.status != "informational"]
    proven = [r for r in functional if r.status == "proven"]
    found = [_diagnostic(r) for r in functional if r.status != "proven"]
    return checks.result("requirements", found, detail=f"{len(proven)} of {len(functional)} proven")


def join(plan: Plan, results: Iterable[CheckResult]) -> tuple[RequirementResult, ...]:
    """Every requirement of the plan, in its order, with its tests and what they say.

    Proven: covered by the plan, judged by at least one test, every one of them green, and no finding of another check
    that names it.
    """
    by_name = {result.name: result for result in results}
    tests = by_name["tests"] if "tests" in by_name else CheckResult("tests", "not_run", detail="the tests were not run")
    others = [r for r in by_name.values() if r.name not in ("tests", "requirements")]  # those two are judged by name
    blamed = {d.requirement: d for r in others for d in r.diagnostics if d.severity == "error"}
    ids = [r.id for r in plan.requirements]
    nodes: dict[str, list[str]] = {}
    for node in tests.tests:
        nodes.setdefault(checks.requirement_of(node, ids), []).append(node)
    return tuple(_judge(r, sorted(nodes.get(r.id, [])), tests, blamed.get(r.id)) for r in plan.requirements)


def _judge(
    requirement: Requirement, nodes: list[str], tests: CheckResult, blamed: Diagnostic | None
) -> RequirementResult:
    status, reason = _verdict(requirement, nodes, tests, blamed)
    return RequirementResult(requirement.id, requirement.text, requirement.kind, status, tuple(nodes), reason)


def _verdict(
    requirement: Requirement, nodes: list[str], tests: CheckResult, blamed: Diagnostic | None
) -> tuple[ProofStatus, str]:
    if requirement.kind != "functional":
        return "informational", ""
    if requirement.status == "uncovered":
        return "uncovered", requirement.reason or "nothing in the plan covers it"
    if blamed is not None:
        return "failed", blamed.message
    failed = [node for node in nodes if not tests.tests[node]]
    if failed:
        return "failed", f"{failed[0].rpartition('::')[2]} fails"
    if not tests.tests:
        return "not_run", tests.detail or "the tests were not run"
    if not nodes:
        return "uncovered", "no test judges it"
    if requirement.status == "partial":
        return "uncovered", requirement.reason or "the plan covers a part of it"
    return "proven", ""


def _diagnostic(result: RequirementResult) -> Diagnostic:
    return Diagnostic(
        f"requirements.{result.status}",
        "error",
        f"{result.id} is not proven ({result.status}): {result.text}",
        requirement=result.id,
        help=result.reason,
    )
