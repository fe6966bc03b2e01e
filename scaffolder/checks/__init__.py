"""What a project must pass. A check is a module of this folder with `RUNS_CODE` (whether it starts code of the project)
and `check(project) -> CheckResult`; its name in a `stack.toml` puts it to use.

This file runs them: cheap ones first, and none that runs code before the others have found the code sound.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec.structs import replace

from scaffolder import stacks
from scaffolder.errors import EnvironmentFailure, SandboxError, StackError
from scaffolder.sandboxes import plain as plain
from scaffolder.types import (
    CheckResult,
    CheckStatus,
    Diagnostic,
    Event,
    EventState,
    Limits,
    OnEvent,
    Project,
    Result,
)

LAST = "requirements"  # judges what the others have found
# Without these two sound, running the code only repeats their findings at length. The format is never a reason to stop.
GATES = ("contract", "lint")
# Longest first, so that the short ones fill the other cores beside them.
ORDER = ("tests", "types", "delivery", "migrations", "boot", "contract", "lint", "format")
MAX_DIAGNOSTICS = 50
REFUSED = re.compile(
    r"PermissionError|Operation not permitted|Permission denied|Network is unreachable|name resolution"
)
OF_THE_SANDBOX = "(in the sandbox there is no network, and no file but the copy of the project and its libraries)"
STOPPED = {
    "timeout": "did not end in time",
    "output": "printed without end",
    "memory": "used more memory than a check may",
    "disk": "wrote more files or bytes than a check may",
    "interrupted": "was interrupted",
}


def names() -> list[str]:
    """Every check there is."""
    return sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))


def load(name: str) -> ModuleType:
    if name not in names() and "." not in name:
        raise StackError(f"there is no check {name!r}", hint=f"one of: {', '.join(names())}")
    return importlib.import_module(name if "." in name else f"{__name__}.{name}")


def stack_of(project: Project) -> stacks.Stack:
    """The stack of a project; that of a JSON API where none is said."""
    return stacks.load(project.stack or "api")


def run_checks(project: Project, wanted: Sequence[str], *, workers: int = 0) -> tuple[CheckResult, ...]:
    """The results of the checks `wanted` and of `requirements`, in that order. `workers` 0: cores + 1.

    What need not run after a failed gate is `not_run`. An interrupt ends every running program and is passed on.
    """
    modules = {name: load(name) for name in wanted if name != LAST}
    heard = replace(project, on_event=_in_turn(project.on_event))
    pool = ThreadPoolExecutor(workers or (os.cpu_count() or 1) + 1, thread_name_prefix="check")
    try:
        running = _submit(pool, heard, [n for n in modules if not modules[n].RUNS_CODE])
        gates = _results({n: f for n, f in running.items() if n in GATES})
        later = [n for n in modules if modules[n].RUNS_CODE]
        stopped = [name for name, result in gates.items() if result.status == "failed"]
        if not stopped and not project.why_not:
            running |= _submit(pool, heard, later)
        results = _results(running)
    except BaseException:
        if project.sandbox is not None:
            project.sandbox.cancel()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown()
    if stopped:
        reason = f"{' and '.join(stopped)} failed"
        results |= {name: CheckResult(name, "not_run", detail=reason) for name in later}
    elif project.why_not:
        results |= {name: CheckResult(name, "skipped", detail=project.why_not) for name in later}
    ordered = {name: results[name] for name in modules}
    last = _timed(load(LAST), LAST, replace(heard, results=ordered))
    return (*ordered.values(), last)


def _submit(pool: ThreadPoolExecutor, project: Project, chosen: Iterable[str]) -> dict[str, Future[CheckResult]]:
    ranked = sorted(chosen, key=lambda n: ORDER.index(n) if n in ORDER else 0)
    return {name: pool.submit(_timed, load(name), name, project) for name in ranked}


def _results(running: Mapping[str, Future[CheckResult]]) -> dict[str, CheckResult]:
    """Wait for them all, but not beyond the first that raises."""
    while True:  # a signal that comes just before a wait does not end it: it is seen when the wait ends by itself
        _, waiting = wait(running.values(), timeout=0.5, return_when="FIRST_EXCEPTION")
        if not waiting or any(f.done() and f.exception() for f in running.values()):
            break
    raised = next((f for f in running.values() if f.done() and f.exception()), None)
    if raised is not None:
        raised.result()
    return {name: future.result() for name, future in running.items()}


def _timed(module: ModuleType, name: str, project: Project) -> CheckResult:
    started = time.monotonic()
    project.on_event(Event("check", name, "started"))
    try:
        result: CheckResult = module.check(project)
    except RecursionError:  # of a parser, over a file of the project
        result = CheckResult(
            name, "failed", diagnostics=(Diagnostic(f"{name}.depth", "error", "a file is nested too deeply"),)
        )
    result = _told(result, isolated=project.sandbox is not None and project.sandbox.isolates)
    seconds = time.monotonic() - started
    state: EventState = "failed" if result.status == "failed" else "finished"
    project.on_event(Event("check", name, state, result.detail, seconds=seconds))
    return replace(result, name=name, seconds=round(seconds, 3))


def _told(result: CheckResult, *, isolated: bool) -> CheckResult:
    """Safe to print, since most of its words come from the project, or from programs that looked at it; and with the
    reason where the sandbox may be what a program ran against."""

    def words(d: Diagnostic) -> Diagnostic:
        refused = isolated and REFUSED.search(f"{d.message}\n{d.help}")
        help_ = f"{d.help}\n{OF_THE_SANDBOX}".strip() if refused else d.help
        return replace(d, message=plain(d.message), help=plain(help_), path=plain(d.path))

    return replace(result, detail=plain(result.detail), diagnostics=tuple(map(words, result.diagnostics)))


def _in_turn(on_event: OnEvent) -> OnEvent:
    """Checks report from several threads; who listens need not know."""
    lock = threading.Lock()

    def heard(event: Event) -> None:
        with lock:
            on_event(event)

    return heard


def result(name: str, diagnostics: Sequence[Diagnostic], *, detail: str = "", ran: Result | None = None) -> CheckResult:
    """Failed where a diagnostic is an error; the first fifty are kept. `ran`: the program that found them."""
    status: CheckStatus = "failed" if any(d.severity == "error" for d in diagnostics) else "passed"
    cpu_s, peak_bytes = (ran.cpu_s, ran.peak_bytes) if ran else (0.0, 0)
    shown = tuple(diagnostics[:MAX_DIAGNOSTICS])
    return CheckResult(name, status, cpu_s=cpu_s, peak_bytes=peak_bytes, diagnostics=shown, detail=detail)


def run_python(
    project: Project,
    arguments: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    collect: Sequence[str] = (),
    readable: Sequence[Path] = (),
    writable: Sequence[Path] = (),
) -> Result:
    """Run the project's own Python in the sandbox."""
    python = [os.fspath(project.environment.python)] if project.environment else []
    argv = [*python, *arguments]
    return run(project, argv, env=env, limits=limits, collect=collect, readable=readable, writable=writable)


def run(
    project: Project,
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    collect: Sequence[str] = (),
    readable: Sequence[Path] = (),
    writable: Sequence[Path] = (),
    ports: Sequence[int] = (),
) -> Result:
    """Run a program in the sandbox, with the project's environment at hand. Raises where one of the two is missing."""
    if project.environment is None:
        raise EnvironmentFailure("this check needs the project's Python environment", hint="scaffold doctor")
    if project.sandbox is None:
        raise SandboxError("this check runs code and has no sandbox to run it in", hint="scaffold doctor")
    return project.sandbox.run(
        argv,
        project.root,
        env=env,
        limits=limits or Limits(),
        collect=collect,
        readable=[project.environment.root, *readable],
        writable=writable,
        ports=ports,
    )


def reported(ended: Result, name: str) -> Any:
    """The JSON of a file that a program of the sandbox wrote; None where it is none. The project could write there too:
    whatever a report says, it is no defect of ours."""
    try:
        return json.loads(ended.files[name])
    except (KeyError, ValueError, RecursionError):
        return None


def stopped(name: str, ended: Result, what: str) -> Diagnostic:
    """For a program that was stopped, or died without a word that its check could read."""
    text = STOPPED.get(ended.reason, f"ended with status {ended.exit_code}")
    said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
    return Diagnostic(f"{name}.{ended.reason or 'died'}", "error", f"{what} {text}", help="\n".join(said[-12:]))


def python_files(project: Project) -> list[str]:
    return [f.path for f in project.files if f.path.endswith(".py")]


def requirement_of(test: str, ids: Sequence[str]) -> str:
    """The requirement a test is named for: `test_r3_2_a_member_...` is R3.2's, and R3's where there is no R3.2."""
    bare = re.sub(r"\[.*", "", test).rpartition("::")[2].removeprefix("test_")
    fitting = [i for i in ids if f"{bare}_".startswith(re.sub(r"\W+", "_", i.lower()) + "_")]
    return max(fitting, key=len, default="")
