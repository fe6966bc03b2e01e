"""Migrations: up, sample data in, no drift from the models, down, up again, in one process on a fresh database."""

from __future__ import annotations

import json

from scaffolder import checks
from scaffolder.types import CheckResult, Diagnostic, Limits, Project

RUNS_CODE = True
REPORT = "migrations-report.json"
DATABASE = "sqlite:///migrations-check.db"
# Alembic talks on standard output and the app may too: the report goes into a file.
DRIVER = """\
import importlib.util, json, os, runpy, sys, traceback
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

config = Config("alembic.ini")
done = []

def seed():
    if importlib.util.find_spec("app.__main__") is None:
        return "no sample data"
    sys.argv = ["app", "seed"]
    try:
        runpy.run_module("app", run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0):
            raise RuntimeError(f"python -m app seed ended with {end.code}")
    return ""

STEPS = [
    ("upgrade", lambda: command.upgrade(config, "head")),
    ("drift", lambda: command.check(config)),
    ("seed", seed),
    ("downgrade", lambda: command.downgrade(config, "base")),
    ("upgrade again", lambda: command.upgrade(config, "head")),
]
error = {}
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
revisions = len(list(ScriptDirectory.from_config(config).walk_revisions())) if not error else 0
with open("REPORT", "w") as file:
    json.dump({"done": done, "error": error, "revisions": revisions}, file)
"""
SAID = {
    "upgrade": "the database cannot be made",
    "drift": "the migrations do not make what the models say",
    "seed": "sample data cannot be stored in the migrated database",
    "downgrade": "the migrations cannot be undone on data",
    "upgrade again": "the migrations do not run again after they were undone",
}


def check(project: Project) -> CheckResult:
    if not (project.root / "alembic.ini").is_file():
        return CheckResult("migrations", "skipped", detail="no migrations")
    ended = checks.run_python(
        project,
        ["-c", DRIVER.replace("REPORT", REPORT)],
        env={"DATABASE_URL": DATABASE},
        limits=Limits(timeout_s=120),
        collect=[REPORT],
    )
    try:
        report = json.loads(ended.files[REPORT])
        found = [_diagnostic(report["error"])] if report["error"] else []
        notes = [note for _, note in report["done"] if note]
        detail = ", ".join([f"{report['revisions']} up, down and up", *notes]) if not found else ""
    except (KeyError, ValueError, TypeError):
        found, detail = [checks.stopped("migrations", ended, "alembic")], ""
    return checks.result("migrations", found, detail=detail, ran=ended)


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
