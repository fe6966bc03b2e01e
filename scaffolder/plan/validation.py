"""Is a plan one that can be built? The built-in planner, a model and a person's edit answer to the same questions."""

from __future__ import annotations

from scaffolder.errors import PlanError
from scaffolder.plan import Plan
from scaffolder.plan.index import Index
from scaffolder.plan.rules import (
    SIZE,
    collisions,
    effects,
    expressions,
    names,
    pages,
    references,
    requirements,
    shapes,
    texts,
    values,
)
from scaffolder.types import Diagnostic

MAX_FAULTS = 200


def validate(plan: Plan, *, cited: bool = True) -> list[Diagnostic]:
    """Everything that is wrong with a plan, in a stable order, 200 findings at most; empty where it is sound.

    Names come first: while they or what they refer to are wrong, expressions are not read, since everything in them
    would be unknown. Without `cited` nothing is said of the requirements, which a plan that is being made has not yet.
    """
    found = list(texts.faults(plan))
    if any(d.code == SIZE for d in found):
        return found[:MAX_FAULTS]
    basic = [*names.faults(plan), *references.foundations(plan)]
    found += [*basic, *(requirements.faults(plan) if cited else ())]
    if not basic:
        index = Index(plan)
        found += collisions.faults(plan, index)
        for rules in (values, references, pages, shapes, expressions, effects):
            found += rules.faults(plan, index)
    return list(dict.fromkeys(found))[:MAX_FAULTS]


def check(plan: Plan, source: str = "the plan") -> list[Diagnostic]:
    """Raises PlanError with every fault; returns the findings that are none."""
    found = validate(plan)
    errors = [d for d in found if d.severity == "error"]
    if errors:
        count = "1 fault" if len(errors) == 1 else f"{len(errors)} faults"
        message = f"{source} has {count}; {errors[0].element}: {errors[0].message}"
        raise PlanError(message, hint=f"mend {source}", diagnostics=found)
    return found
