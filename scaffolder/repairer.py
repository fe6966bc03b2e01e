"""From what the checks say to a better version of the modules that a model wrote; templates are not its to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffolder import author
from scaffolder.emitter import Asked
from scaffolder.models import Model
from scaffolder.plan import Plan
from scaffolder.stacks import Stack
from scaffolder.types import CheckResult, Diagnostic

MOST_FAULTS = 6  # that are told at once: what is wrong first is often why the rest is


def faults(asked: Asked, plan: Plan, checks: Sequence[CheckResult]) -> list[str]:
    """What is wrong with a module, in words for the model: what checks say of its file, and the tests of the
    requirements that it is for."""
    cited = {r for element in (asked.module, *author.offers(asked, plan)) for r in element.satisfies}
    found = [d for check in checks if check.status == "failed" for d in check.diagnostics]
    about = [d for d in found if d.path == asked.path or d.code == "tests.failed" and d.requirement in cited]
    return list(dict.fromkeys(_told(d, asked) for d in about))[:MOST_FAULTS]


def _told(diagnostic: Diagnostic, asked: Asked) -> str:
    if diagnostic.path == asked.path:
        return f"line {diagnostic.line}: {diagnostic.message}"
    return f"a test fails: {diagnostic.message}"


def again(
    model: Model,
    asked: Sequence[Asked],
    plan: Plan,
    stack: Stack,
    texts: Mapping[str, str],
    told: Mapping[str, list[str]],
) -> Iterator[author.Written]:
    """Another version of each module that something is wrong with. Raises ModelError, ProviderError."""
    for one in asked:
        if told.get(one.path):
            yield author.write(model, one, plan, stack, faults=told[one.path], last=texts[one.path])


def is_worse(before: Sequence[CheckResult], after: Sequence[CheckResult]) -> bool:
    """Whether a check that had passed fails now, or a test that had."""
    passed = {c.name for c in before if c.status == "passed"}
    tests = {node for c in before for node, ok in c.tests.items() if ok}
    lost = {node for c in after for node, ok in c.tests.items() if not ok}
    return any(c.name in passed and c.status == "failed" for c in after) or bool(tests & lost)
