"""A plan as a file, written by us or by a person."""

from __future__ import annotations

from pathlib import Path

from scaffolder.errors import UsageError
from scaffolder.plan import Plan, reading, validation


def read(path: Path, shown: Path) -> Plan:
    """The plan of a file, checked. `shown`: what the user named, the file itself or the folder of its project.

    Raises UsageError where it cannot be read, PlanError with the faults of what stands there.
    """
    try:
        written = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        hint = "scaffold plan SPEC > plan.yaml" if path == shown else "name the folder of a project: scaffold check DIR"
        raise UsageError(f"{shown} has no plan: {path} does not exist", hint=hint) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    plan = reading.from_yaml(written, source=str(path))
    validation.check(plan, source=str(path))
    return plan
