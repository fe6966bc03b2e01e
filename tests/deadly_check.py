"""A check that kills the process it runs in, or fails as no check should: for tests of batch."""

from __future__ import annotations

import os
import signal

from scaffolder.types import CheckResult, Project

RUNS_CODE = False


def check(project: Project) -> CheckResult:
    if project.plan.slug == "defects":
        raise RuntimeError("the moon")
    os.kill(os.getpid(), signal.SIGKILL)
    return CheckResult("deadly", "passed")
