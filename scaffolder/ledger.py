"""The ledger: requirement -> tests -> result. The proof that travels with the project, the same on every machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scaffolder.types import CheckResult, RequirementResult

PATH = ".scaffold/ledger.json"
SCHEMA_VERSION = 1


def to_text(requirements: Sequence[RequirementResult], checks: Sequence[CheckResult]) -> str:
    """The ledger as JSON: no times, paths of machines, hosts or versions in it."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "requirements": [_requirement(r) for r in requirements],
        "checks": [{"name": c.name, "status": c.status, **_told(c)} for c in checks],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def differences(recorded: str, now: str) -> list[str]:
    """What two ledgers say differently, one line each; a ledger that is not JSON differs as a whole."""
    try:
        old, new = _index(recorded), _index(now)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["the recorded ledger is not a ledger"]
    return [
        f"{name} was {old.get(name, 'absent')} and is {new.get(name, 'absent')}"
        for name in sorted({*old, *new}, key=_natural)
        if old.get(name) != new.get(name)
    ]


def _requirement(r: RequirementResult) -> dict[str, Any]:
    entry = {"id": r.id, "text": r.text, "kind": r.kind, "status": r.status, "tests": sorted(r.tests)}
    return {**entry, "reason": r.reason} if r.reason else entry


def _told(check: CheckResult) -> dict[str, Any]:
    """Why a check, or a part of it, was not tried belongs to the proof; what it printed does not."""
    skipped = check.status in ("skipped", "not_run") and check.detail
    reason = {"reason": check.detail} if skipped else {}
    return reason | ({"not_tried": list(check.not_tried)} if check.not_tried else {})


def _index(text: str) -> dict[str, str]:
    document = json.loads(text)
    found = {f"requirement {r['id']}": str(r["status"]) for r in document["requirements"]}
    return found | {f"check {c['name']}": str(c["status"]) for c in document["checks"]}


def _natural(name: str) -> tuple[str, int, str]:
    digits = "".join(c for c in name if c.isdigit())
    return name.split()[0], int(digits or 0), name
