"""From a description, or from what somebody wrote, to the plan that is built: with its criteria, and with what of it
the stack covers."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from scaffolder import compiler, criteria, scribe, stacks
from scaffolder.compiler.findings import matters
from scaffolder.credentials import gate, gate_file
from scaffolder.errors import DescriptionError
from scaffolder.models import Model
from scaffolder.plan import Plan, validation
from scaffolder.plan import file as plan_file


def compile_text(text: str, stack: str, model: Model | None = None) -> compiler.Compiled:
    """The plan of a description with its criteria (None where there is nothing to build on), findings, normal form.

    `stack` is a name or a folder, or empty: chosen from the text. What is not understood is for `model` to plan. Raises
    DescriptionError where the text contradicts itself, CredentialError where it holds a secret, ProviderError and
    BudgetError where the model cannot be asked.
    """
    gate({"the description": text})
    compiled = _compiled(text, stack)
    more = scribe.planned(compiled, stack, model) if model else None
    return scribe.told(compiled, derived(more, stack, modules=True)) if more else compiled


def _compiled(text: str, stack: str) -> compiler.Compiled:
    compiled = compiler.compile_description(
        text, stack=stacks.name_of(stack), stacks=stacks.by_kind(), near=stacks.nearest()
    )
    if compiled.plan is None:
        return compiled
    faults = [d for d in validation.validate(compiled.plan) if d.severity == "error"]
    if faults:
        fault = f"the description contradicts itself: {faults[0].element}: {faults[0].message}"
        raise DescriptionError(fault, hint="say it otherwise", diagnostics=[*compiled.diagnostics, *faults])
    lacking = stacks.of(compiled.plan, stack).not_offered
    told = tuple(d for d in compiled.diagnostics if matters(d.code, lacking))
    return replace(compiled, plan=derived(compiled.plan, stack), diagnostics=told)


def derived(plan: Plan, asked: str, *, modules: bool = False) -> Plan:
    """The plan with its criteria, and with what of it is covered in the stack that it will be built with. `modules`:
    whether somebody writes, or has written, what no template can."""
    stack = stacks.of(plan, asked)
    return criteria.derive(plan, (stack.with_modules if modules else stack).not_offered)


def written_plan(path: Path, asked: str, modules: bool) -> Plan:
    """The plan that somebody wrote, for the stack that was asked for."""
    gate_file(path)
    plan = plan_file.read(path, path)
    plan = plan.model_copy(update={"stack": stacks.name_of(asked)}) if asked else plan
    return derived(plan, asked, modules=modules)
