"""A check with a defect, for tests of what is told of one."""

from __future__ import annotations

from scaffolder.types import CheckResult, Project

RUNS_CODE = False


def check(project: Project) -> CheckResult:
    raise LookupError("a defect of this check")
