"""Migrations: up, sample data in, no drift from the models, down, up again, in one process on a fresh database; the
steps are those of the stack."""

from __future__ import annotations

from scaffolder import checks
from scaffolder.types import CheckResult, Diagnostic, Limits, Project

RUNS_CODE = True
REPORT = "migrations-report.json"
DATABASE = "sqlite:///migrations-check.db"
# Stands behind the stack's own part, which names the steps. Tools talk on standard output: the report goes into a file.
DRIVER = """
import json, os, traceback

done, error = [], {}
for name, step in STEPS:
    try:
        done.append([name, step() or ""])
    except BaseException as failure:
        frames = traceback.extract_tb(failure.__traceback__)
        own = [f for f in frames if os.path.abspath(f.filename).startswith(os.getcwd() + os.sep)]
        place = own[-1] if own else None
        error = {
            "step": name,
            "message": f"{type(failure).__name__}: {failure}",
            "path": os.path.relpath(place.filename) if place else "",
            "line": place.lineno if place else 0,
        }
        break
with open("REPORT", "w") as file:
    json.dump({"done": done, "error": error, "revisions": 0 if error else revisions()}, file)
"""
SAID = {
    "upgrade": "the database cannot be made",
    "drift": "the migrations do not make what the models say",
    "seed": "sample data cannot be stored in the migrated database",
    "downgrade": "the migrations cannot be undone on data",
    "upgrade again": "the migrations do not run again after they were undone",
}


def check(project: Project) -> CheckResult:
    stack = checks.stack_of(project)
    driver = stack.driver("migrations")
    if not driver or not any(project.root.glob(str(stack.run.get("migrations", "*")))):
        return CheckResult("migrations", "skipped", detail="no migrations")
    ended = checks.run_python(
        project,
        ["-c", driver + DRIVER.replace("REPORT", REPORT)],
        env={"DATABASE_URL": DATABASE},
        limits=Limits(timeout_s=120),
        collect=[REPORT],
    )
    try:
        report = checks.reported(ended, REPORT)
        found = [_diagnostic(report["error"])] if report["error"] else []
        notes = [note for _, note in report["done"] if note]
        detail = ", ".join([f"{report['revisions']} {_ways(report)}", *notes]) if not found else ""
    except (KeyError, ValueError, TypeError):
        found, detail = [checks.stopped("migrations", ended, "the migrations")], ""
    return checks.result("migrations", found, detail=detail, ran=ended)


def _ways(report: dict[str, list[list[str]]]) -> str:
    """Some only go up."""
    return "up, down and up" if any(step == "downgrade" for step, _ in report["done"]) else "up, and none twice"


def _diagnostic(error: dict[str, str]) -> Diagnostic:
    step = str(error["step"])
    lines = [line for line in checks.plain(str(error["message"])).splitlines() if line.strip()]
    return Diagnostic(
        f"migrations.{step.replace(' ', '_')}",
        "error",
        f"{SAID[step]}: {lines[0] if lines else ''}",
        path=str(error["path"]),
        line=int(error["line"]),
        help="\n".join(lines[1:8]),
    )
