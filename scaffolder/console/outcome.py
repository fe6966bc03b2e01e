"""How a command ends: where the project is, what is proven of it, the next command; or what went wrong."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from scaffolder.console import Terminal, clean, near, program
from scaffolder.types import CheckResult, Diagnostic, ErrorInfo, RequirementResult, Run

SHOWN_FINDINGS = 8
SHOWN_LINES = 6  # of what a program said
LABELS = {"proven": "ok", "failed": "bad", "uncovered": "warning", "not_run": "warning", "informational": "dim"}


def show_error(terminal: Terminal, error: ErrorInfo) -> None:
    """What went wrong, and what to type next."""
    terminal.say(f"{terminal.paint('error', 'error')}: {terminal.paint(error.message, 'bold')}")
    for line in error.hint.splitlines():
        terminal.say(f"  {'→' if terminal.symbols else '->'} {terminal.paint(line, '')}")


def show_new(terminal: Terminal, run: Run) -> None:
    """The three closing lines of `new`: where it is, what is proven, what to type next."""
    if terminal.live:
        terminal.say()
    commit = f" (commit {run.commit[:10]})" if run.commit else ""
    terminal.answer(f"{terminal.paint(near(run.directory), 'bold')} is written{commit}")
    terminal.answer(proven_line(terminal, run.requirements))
    terminal.answer(f"next: {terminal.paint(_next(run), 'accent')}")


def proven_line(terminal: Terminal, requirements: Sequence[RequirementResult]) -> str:
    """`N of M requirements proven`, and those that are not, in the user's words."""
    functional = [r for r in requirements if r.kind == "functional"]
    proven = sum(r.status == "proven" for r in functional)
    count = f"{proven} of {len(functional)} requirements proven"
    if proven == len(functional):
        return terminal.paint(count, "ok")
    return f"{terminal.paint(count, 'warning')}; not proven: {clean(unproven(requirements))}"


def unproven(requirements: Sequence[RequirementResult]) -> str:
    """The requirements that are not proven, each with its words and why."""
    whys: dict[str, list[str]] = {}
    for r in requirements:
        if r.kind == "functional" and r.status != "proven":
            whys.setdefault(_why(r), []).append(f'{r.id} "{_short(r.text)}"')
    return ", ".join(f"{', '.join(texts)} ({why})" for why, texts in whys.items())


def show_checks(terminal: Terminal, checks: Sequence[CheckResult]) -> None:
    """The findings of checks that failed, the first few of each. What is not proven stands in the closing lines."""
    for check in (c for c in checks if c.status == "failed" and c.name != "requirements"):
        terminal.say(
            f"{terminal.paint('failed', 'error')}: {check.name} {terminal.paint(check.detail, 'dim')}".rstrip()
        )
        for d in check.diagnostics[:SHOWN_FINDINGS]:
            terminal.say(f"  {_place(d)}{terminal.paint(d.message, '')}")
            for line in d.help.splitlines()[-SHOWN_LINES:]:
                terminal.say(f"      {terminal.paint(line, 'dim')}")
        if len(check.diagnostics) > SHOWN_FINDINGS:
            terminal.say(terminal.paint(f"  and {len(check.diagnostics) - SHOWN_FINDINGS} more", "dim"))


def show_ledger(terminal: Terminal, run: Run) -> None:
    """A line for each requirement: id, result, how many tests, the user's words."""
    words = max((len(r.id) for r in run.requirements), default=2)
    for r in run.requirements:
        label = terminal.paint(f"{r.status:<13}", LABELS[r.status])
        tests = f"{len(r.tests)} test{'' if len(r.tests) == 1 else 's'}"
        terminal.answer(f"{r.id:<{words}}  {label}  {tests:<9} {clean(_short(r.text, 90))}")
    terminal.answer(proven_line(terminal, run.requirements))


def _why(r: RequirementResult) -> str:
    status = r.status.replace("_", " ")
    return f"{status}: {r.reason}" if r.reason else status


def _short(text: str, limit: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _place(d: Diagnostic) -> str:
    if not d.path:
        return f"{d.requirement or d.element or d.code}: "
    return f"{d.path}:{d.line}: " if d.line else f"{d.path}: "


def _next(run: Run) -> str:
    # What is only not built would not be mended by looking again.
    broken = any(c.status == "failed" for c in run.checks if c.name != "requirements")
    return f"{program()} {'check' if broken else 'run'} {shlex.quote(near(run.directory))}"
