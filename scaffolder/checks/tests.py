"""Tests: the project's own suite under pytest. The result names every test, so that requirements can cite them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import checks
from scaffolder.types import CheckResult, Diagnostic, Limits, Project

RUNS_CODE = True
REPORT = "tests-report.json"
# A setup or teardown that fails is a failed test, a file that cannot be imported is one too.
DRIVER = """\
import json, sys, pytest

class Report:
    def __init__(self):
        self.cases = {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or not report.passed:
            path, line, _ = report.location
            self.add(report, path, (line or 0) + 1)

    def pytest_collectreport(self, report):
        if report.failed:
            self.add(report, report.nodeid, 0)

    def add(self, report, path, line):
        known = self.cases.get(report.nodeid)
        if known and known["outcome"] == "failed":
            return
        crash = getattr(report.longrepr, "reprcrash", None) if report.failed else None
        message = crash.message if crash else ""
        text = report.longreprtext if report.failed else ""
        case = {"node": report.nodeid, "path": path, "line": line, "outcome": report.outcome}
        self.cases[report.nodeid] = {**case, "message": message, "text": text}

    def pytest_sessionfinish(self):
        with open(sys.argv[1], "w") as file:
            json.dump(list(self.cases.values()), file)

sys.exit(pytest.main(sys.argv[2:], plugins=[Report()]))
"""
# Libraries may have been imported before pytest could rewrite their asserts, which are none of the project's.
ARGUMENTS = [
    "--quiet", "--tb=short", "--no-header", "-p", "no:cacheprovider", "-o", "addopts=",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
]  # fmt: skip
EXCERPT_LINES = 14

Outcome = Literal["passed", "failed", "skipped"]


class Case(Struct, frozen=True):
    """One test of the report. `text` is its traceback, `message` the line that says what went wrong."""

    node: str
    path: str
    line: int
    outcome: Outcome
    message: str = ""
    text: str = ""


def check(project: Project) -> CheckResult:
    """Skipped tests are in neither direction a result: they stay out of `CheckResult.tests`."""
    ended = checks.run_python(
        project, ["-c", DRIVER, REPORT, *ARGUMENTS], collect=[REPORT], limits=Limits(timeout_s=600, cpu_s=900)
    )
    cases = _cases(checks.reported(ended, REPORT))
    if cases is None or ended.reason:
        return checks.result("tests", [checks.stopped("tests", ended, "pytest")], ran=ended)
    found = [_diagnostic(case, [r.id for r in project.plan.requirements]) for case in cases if case.outcome == "failed"]
    if not found and ended.exit_code != 0:
        found = [checks.stopped("tests", ended, "pytest")]
    tests = {case.node: case.outcome == "passed" for case in cases if case.outcome != "skipped"}
    counts = Counter(case.outcome for case in cases)
    detail = ", ".join(f"{counts[kind]} {kind}" for kind in ("passed", "failed", "skipped") if counts[kind])
    return replace(checks.result("tests", found, detail=detail, ran=ended), tests=tests)


def _cases(report: Any) -> list[Case] | None:
    """What the driver wrote, in a place where the project could write too: None where it is not well made."""
    try:
        return [_case(entry) for entry in report]
    except (ValueError, KeyError, TypeError):
        return None


def _case(entry: dict[str, object]) -> Case:
    outcome = entry["outcome"]
    if outcome not in ("passed", "failed", "skipped"):
        raise ValueError(outcome)
    text = {key: checks.plain(str(entry[key])) for key in ("node", "path", "message", "text")}
    return Case(text["node"], text["path"], int(str(entry["line"])), outcome, text["message"], text["text"])


def _diagnostic(case: Case, ids: Sequence[str]) -> Diagnostic:
    """The line of the test's own file that failed, the assertion, and the code around it."""
    lines = re.findall(rf"^{re.escape(case.path)}:(\d+):", case.text, re.MULTILINE) if case.path else []
    return Diagnostic(
        "tests.failed",
        "error",
        f"{case.node.rpartition('::')[2]}: {_headline(case)}",
        path=case.path,
        line=int(lines[-1]) if lines else case.line,
        help="\n".join(case.text.strip().splitlines()[-EXCERPT_LINES:]),
        requirement=checks.requirement_of(case.node, ids),
    )


def _headline(case: Case) -> str:
    first = next((line for line in case.message.splitlines() if line.strip()), "failed")
    return first if len(first) <= 300 else first[:300] + " …"
