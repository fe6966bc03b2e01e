"""What a run knows so far: its outcome can be told from it wherever the run ends."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from scaffolder.errors import BudgetError, ScaffoldError
from scaffolder.lifetime import ENDING
from scaffolder.plan import Plan
from scaffolder.types import (
    CheckResult,
    Diagnostic,
    ErrorInfo,
    Event,
    OnEvent,
    ProofStatus,
    RequirementResult,
    Run,
    RunStatus,
    Sandbox,
    Usage,
)  # fmt: skip

PLAN_PATH = ".scaffold/plan.yaml"
STATUS: dict[int, RunStatus] = {2: "refused", 130: "interrupted", 143: "interrupted"}


class Trail(Struct):
    """Times are of `time.monotonic`; `directory` is empty until the project stands there."""

    on_event: OnEvent
    began: float
    deadline: float
    text: str = ""
    plan: Plan | None = None
    stack: str = ""
    sandbox: str = ""
    isolation: str = ""
    directory: str = ""
    commit: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    checks: tuple[CheckResult, ...] = ()
    requirements: tuple[RequirementResult, ...] = ()
    rounds: int = 0
    model: str = ""
    spent: Callable[[], Usage] = Usage
    delivered: Callable[[], object] = lambda: None  # noqa: E731 - what is to be done once the project stands

    def late(self) -> BudgetError | None:
        """The error where the time of the run is spent."""
        if time.monotonic() < self.deadline:
            return None
        limit = self.deadline - self.began
        return BudgetError(f"the time of the run is spent ({limit:g} s)", hint="give it more: --timeout SECONDS")

    @contextlib.contextmanager
    def stage(self, name: str, *, last: bool = False) -> Iterator[list[str]]:
        """Tell of a stage of the path; what is put in the list is told when it is finished.

        Raises BudgetError where no time is left, but for what keeps the work that is done (`last`).
        """
        if not last and (late := self.late()):
            raise late
        started, told = time.monotonic(), list[str]()
        self.on_event(Event("stage", name, "started"))
        try:
            yield told
        except BaseException:
            self.on_event(Event("stage", name, "failed", seconds=time.monotonic() - started))
            raise
        self.on_event(Event("stage", name, "finished", ", ".join(told), time.monotonic() - started))

    def end(self, exit_code: int, error: ScaffoldError | None = None) -> Run:
        """The outcome: `exit_code` 0 and 1 follow from what was proven, others from `error`."""
        status = STATUS.get(exit_code, "failed") if error else judged(self.requirements, self.checks)
        written = bool(self.directory)
        if written and error is None:
            self.delivered()
        return Run(
            status=status,
            exit_code=exit_code if error else int(status != "proven"),
            error=ErrorInfo(error.code, error.message, error.hint) if error else None,
            directory=self.directory,
            stack=self.stack,
            plan_path=os.path.join(self.directory, PLAN_PATH) if written else "",
            requirements=self.requirements or tuple(not_run(self.plan)),
            checks=self.checks,
            diagnostics=(*self.diagnostics, *(error.diagnostics if error else ())),
            sandbox=self.sandbox,
            isolation=self.isolation,
            commit=self.commit,
            rounds=self.rounds,
            model=self.model,
            usage=self.spent(),
            seconds=time.monotonic() - self.began,
            text=self.text,
        )


def judged(requirements: Sequence[RequirementResult], checks: Sequence[CheckResult]) -> RunStatus:
    """partial: nothing is broken, but something that was asked for is not there. The check `requirements` repeats what
    the requirements say."""
    functional = [r.status for r in requirements if r.kind == "functional"]
    broken = any(c.status in ("failed", "not_run") for c in checks if c.name != "requirements")
    if broken or "failed" in functional:
        return "failed"
    return "proven" if checks and all(s == "proven" for s in functional) else "partial"


def not_run(plan: Plan | None) -> Iterator[RequirementResult]:
    """The requirements of a plan of which nothing was proven yet."""
    for r in plan.requirements if plan else ():
        status: ProofStatus = "uncovered" if r.status == "uncovered" else "not_run"
        status = status if r.kind == "functional" else "informational"
        yield RequirementResult(r.id, r.text, r.kind, status, reason=r.reason)


@contextlib.contextmanager
def ended_at(deadline: float, sandbox: Sandbox | None) -> Iterator[None]:
    """Past `deadline` whatever the sandbox runs is ended, also what is started after it."""
    done = threading.Event()

    def watch() -> None:
        done.wait(max(deadline - time.monotonic(), 0))
        while not done.wait(0.1) and sandbox is not None:
            sandbox.cancel()

    watcher = threading.Thread(target=watch, name="deadline", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Signals wait until the end of the block, also one that was put off before it: what is on disk and what is told
    of it are one step."""
    if threading.current_thread() is not threading.main_thread():  # no signal is heard in others
        yield
        return
    heard = list[int]()
    before = {n: signal.signal(n, lambda number, _: heard.append(number)) for n in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for late in heard[:1]:
            signal.raise_signal(late)


def unfinished(result: CheckResult) -> CheckResult:
    """A check that was cut short found nothing out."""
    cut = any(d.code.endswith((".interrupted", ".timeout")) for d in result.diagnostics)
    return (
        CheckResult(result.name, "not_run", result.seconds, detail="the time of the run was spent") if cut else result
    )


def counted(plan: Plan) -> list[str]:
    """What a plan holds, in a few words."""
    functional = sum(r.kind == "functional" for r in plan.requirements)
    parts = [(functional, "requirement"), (len(plan.entities), "entity"), (len(plan.actions), "action")]
    return [f"{n} {_plural(word) if n != 1 else word}" for n, word in parts if n]


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
