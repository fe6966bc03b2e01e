"""The JSON documents that programs read, one for each kind of command, and the JSON Schemas they keep to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, Literal

from msgspec import to_builtins

from scaffolder.compiler.english.traces import Read
from scaffolder.types import CheckResult, Diagnostic, ErrorInfo, RequirementResult, Run

Kind = Literal["run", "plan", "batch"]


def run_document(run: Run) -> dict[str, Any]:
    """The document of `new` and `check`."""
    return {
        "status": run.status,
        "error": error_part(run.error),
        "directory": run.directory,
        "stack": run.stack,
        "plan": run.plan_path,
        "requirements": [_requirement(r) for r in run.requirements],
        "checks": [_check(c) for c in run.checks],
        "diagnostics": [diagnostic_part(d) for d in run.diagnostics],
        "rounds": run.rounds,
        "usage": {
            "calls": run.usage.calls,
            "prompt_tokens": run.usage.prompt_tokens,
            "cached_tokens": run.usage.cached_tokens,
            "completion_tokens": run.usage.completion_tokens,
            "cost_usd": run.usage.cost_usd,
            "estimated": run.usage.estimated,
        },
        "model": run.model,
        "sandbox": run.sandbox,
        "isolation": run.isolation,
        "commit": run.commit,
        "seconds": round(run.seconds, 3),
    }


def plan_document(
    status: Literal["planned", "refused", "failed", "interrupted"],
    *,
    plan: Mapping[str, Any] | None = None,
    normal_form: str = "",
    diagnostics: Sequence[Diagnostic] = (),
    readings: Sequence[Read] | None = None,
    error: ErrorInfo | None = None,
    seconds: float = 0.0,
) -> dict[str, Any]:
    """The document of `plan`; `plan` is null where the description cannot be compiled, `readings` without --explain."""
    return {
        "status": status,
        "plan": plan,
        "normal_form": normal_form,
        "diagnostics": [diagnostic_part(d) for d in diagnostics],
        "readings": None if readings is None else [to_builtins(r) for r in readings],
        "error": error_part(error),
        "seconds": round(seconds, 3),
    }


def batch_document(
    items: Sequence[tuple[str, str, Run]], seconds: float, error: ErrorInfo | None = None
) -> dict[str, Any]:
    """The document of `batch`; items are (id, source, outcome). Medians and sums are over the items that ran."""
    runs = [run for _, _, run in items]
    requirements = [r for run in runs for r in run.requirements if r.kind == "functional"]
    return {
        "items": [{"id": id_, "source": source, **run_document(run)} for id_, source, run in items],
        "totals": {
            "items": len(runs),
            **{status: sum(run.status == status for run in runs) for status in STATUSES},
            "requirements": len(requirements),
            "requirements_proven": sum(r.status == "proven" for r in requirements),
        },
        "error": error_part(error),
        "seconds": round(seconds, 3),
    }


STATUSES = ("proven", "partial", "failed", "refused", "interrupted")


def error_part(error: ErrorInfo | None) -> dict[str, str] | None:
    return {"code": error.code, "message": error.message, "hint": error.hint} if error else None


def diagnostic_part(d: Diagnostic) -> dict[str, Any]:
    """A finding; what it does not say is left out, `span` is [start, end) in characters of the description."""
    optional = {
        "span": [d.span.start, d.span.end] if d.span else None,
        "element": d.element,
        "path": d.path,
        "line": d.line,
        "assumed": d.assumed,
        "help": d.help,
        "requirement": d.requirement,
    }
    told = {k: v for k, v in optional.items() if v}
    return {"code": d.code, "severity": d.severity, "message": d.message, **told}


def to_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document."""
    text = resources.files(__name__).joinpath("schemas", f"{kind}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _requirement(r: RequirementResult) -> dict[str, Any]:
    return {
        "id": r.id,
        "text": r.text,
        "kind": r.kind,
        "status": r.status,
        "tests": list(r.tests),
        **({"reason": r.reason} if r.reason else {}),
    }


def _check(c: CheckResult) -> dict[str, Any]:
    return {
        "name": c.name,
        "status": c.status,
        "seconds": round(c.seconds, 3),
        "cpu_seconds": round(c.cpu_s, 3),
        "diagnostics": [diagnostic_part(d) for d in c.diagnostics],
        **({"detail": c.detail} if c.detail else {}),
    }
