"""A check that takes a minute, for tests of time limits and signals."""

from __future__ import annotations

from scaffolder import checks
from scaffolder.types import CheckResult, Project

RUNS_CODE = True


def check(project: Project) -> CheckResult:
    ended = checks.run_python(project, ["-c", "import time; print('slow', flush=True); time.sleep(60)"])
    found = [checks.stopped("slow", ended, "the slow check")] if ended.exit_code != 0 else []
    return checks.result("slow", found)
