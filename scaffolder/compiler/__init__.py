"""English to Plan: the built-in planner, its findings, and the normal form that it reads exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from scaffolder import naming
from scaffolder.errors import DescriptionError
from scaffolder.plan import Assumption, Plan
from scaffolder.types import Diagnostic, Span

if TYPE_CHECKING:
    from scaffolder.compiler.english.draft import Draft
    from scaffolder.compiler.english.traces import Read
    from scaffolder.compiler.findings import Open

NAMES = {"web": "web application", "cli": "command line tool", "pipeline": "data pipeline", "api": "REST API"}
API: Mapping[str, str] = MappingProxyType({"api": "api"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


HINT = 'say what is stored, for example "A Book has a title and an author.", or let a language model plan it: --model'


class Compiled(Struct, frozen=True):
    """`plan` is None where nothing to build on was found; `draft` is what the description was read into."""

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    draft: Draft | None = None

    @property
    def normal_form(self) -> str:
        """The plan as structured English, written when it is asked for; empty where there is none."""
        return normal_form(self.plan) if self.plan else ""

    @property
    def open(self) -> Sequence[Open]:
        """What the description leaves open, in the order in which it was met."""
        return self.draft.open if self.draft else ()

    @property
    def readings(self) -> list[Read]:
        """Which rule read what from which words."""
        from scaffolder.compiler.english import traces
        from scaffolder.plan.coverage import elements

        draft = self.draft
        if draft is None:
            return []
        names = {id(element): name for name, element in elements(draft.plan)}
        return traces.told(draft.traces, draft.cites, names, draft.unread)


def compile_description(
    text: str,
    *,
    stack: str = "",
    stacks: Mapping[str, str] = API,
    near: Mapping[str, str] = API,
    name: str = "",
    proposals: bool = True,
) -> Compiled:
    """Compile a description; never raises, whatever the text, and takes time linear in its length.

    `stack` is the one asked for; `stacks`: which there is for each kind of application, the first where nothing tells;
    `near`: which is nearest to kinds that have none; `name` replaces the name in the text; `proposals`: find out what
    would be understood instead of what is not, which takes longer than the rest.
    """
    from scaffolder.compiler import findings, languages, proposing, requirements
    from scaffolder.compiler.english import reading, technologies

    if language := languages.foreign(text):
        return Compiled(None, (findings.make("A212", language=language),))
    units = requirements.cut(text)
    draft = reading.read(units)
    plan = draft.plan
    if proposals:
        draft.findings = proposing.with_proposals(text, units, draft)
    if control := CONTROL.search(text):
        draft.findings.append(findings.make("A111", Span(*control.span())))
    if name:
        plan.name, plan.slug = name, naming.slug(name)
    _choose_stack(draft, stack, stacks, near)
    if not draft.strict and (names := technologies.unused((c for u in units for c in u.clauses), plan)):
        draft.findings.append(findings.make("A113", names=", ".join(names), stack=plan.stack))
    if not (plan.entities or plan.functions or plan.endpoints):
        return Compiled(None, (*draft.findings, proposing.nothing(text)), draft)
    return Compiled(plan, tuple(draft.findings), draft)


def _choose_stack(draft: Draft, stack: str, stacks: Mapping[str, str], near: Mapping[str, str]) -> None:
    """The stack asked for, else the one named in the text, else that of the kind, else the nearest. Where nothing tells
    the kind, what is meant is most likely for people, and has pages."""
    from scaffolder.compiler import findings

    plan, assumed = draft.plan, "kind assumed" in draft.said
    if stack:
        plan.stack = stack
    elif "stack" not in draft.said or plan.stack not in stacks.values():
        first = next(iter(stacks.values()))
        plan.stack = stacks.get(plan.kind) or near.get(plan.kind, first)
        if assumed:
            plan.assumptions.append(_assumed_kind(len(plan.assumptions) + 1, plan))
            draft.find("A209", kind=NAMES.get(plan.kind, plan.kind), stack=plan.stack)
    if not stack and not assumed and plan.kind not in (*stacks, "other") and "stack" not in draft.said:
        draft.findings.append(findings.make("A104", None, kind=NAMES.get(plan.kind, plan.kind), stack=plan.stack))


def _assumed_kind(number: int, plan: Plan) -> Assumption:
    text = f"What is wanted is a {NAMES.get(plan.kind, plan.kind)}; it is built with the stack {plan.stack}."
    return Assumption(id=f"A{number}", text=text, affects=["kind", "stack"])


def normal_form(plan: Plan) -> str:
    """The plan as structured English: `compile_description(normal_form(plan))` has the same content."""
    from scaffolder.compiler.english import normal_form as written

    return written.render(plan)


def require_buildable(compiled: Compiled, allow_partial: bool) -> Plan:
    """The plan, if there is enough to build: raises DescriptionError where there is nothing, or where less than half of
    the functional requirements are covered and `allow_partial` is not set."""
    from scaffolder.compiler import findings

    plan = compiled.plan
    if plan is None:
        raise DescriptionError(
            "there is nothing to build on",
            hint=HINT,
            diagnostics=compiled.diagnostics,
        )
    functional = [r for r in plan.requirements if r.kind == "functional"]
    covered = sum(r.status == "covered" for r in functional) + sum(r.status == "partial" for r in functional) / 2
    if not allow_partial and covered < len(functional) / 2:
        finding = findings.make("A103", covered=f"{covered:g}", total=str(len(functional)))
        raise DescriptionError(
            finding.message,
            hint="rewrite the lines that are marked, or build what is understood with --allow-partial",
            diagnostics=(*compiled.diagnostics, finding),
        )
    return plan
