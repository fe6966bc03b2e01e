"""The part of a model in a run: it writes the modules that no template can, and mends them by what the checks say."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from scaffolder import emitter, files, stacks
from scaffolder.config import Settings
from scaffolder.errors import BudgetError, ModelError, ProviderError, ScaffoldError
from scaffolder.journal import Journal
from scaffolder.plan import Plan
from scaffolder.stacks import Stack
from scaffolder.trail import Trail
from scaffolder.types import Diagnostic, Event, OnEvent, Project, Tree

if TYPE_CHECKING:
    from scaffolder.compiler import Compiled
    from scaffolder.models import Model, Prompt, Reply
    from scaffolder.models.meter import Metered
    from scaffolder.models.replay import Replayed


A209 = "A209"  # nothing tells what kind of application is wanted
UNREAD = ("A101", "A102", "A106")  # findings about what the built-in planner makes nothing of


class Work(Struct):
    """`texts`: the modules as they are now, by path; `prove`: run the checks, and the error where time ran out."""

    model: Model
    texts: dict[str, str]
    most_rounds: int
    prove: Callable[[], BudgetError | None]


def engaged(trail: Trail, settings: Settings, journal: Journal) -> Model | None:
    """The model that may be asked, None where there is none; what it costs is counted, and what it says is kept, from
    here on. Raises UsageError."""

    def keep(prompt: Prompt, reply: Reply) -> None:
        usage = {"prompt_tokens": reply.usage.prompt_tokens, "completion_tokens": reply.usage.completion_tokens}
        journal.called(prompt.about, reply.text, reply.ending, reply.served, usage)

    model = connected(settings, trail.on_event, keep)
    if model is None:
        return None
    trail.model, trail.spent, trail.delivered = settings.model, lambda: model.total, model.forget
    return within(trail, model)


def within(trail: Trail, model: Model) -> Model:
    """The same, waited for no longer than the run lasts. It raises BudgetError where the time of the run is spent."""

    def ask(prompt: Prompt) -> Reply:
        if late := trail.late():
            raise late
        left_s = trail.deadline - time.monotonic()
        try:
            return model(replace(prompt, timeout_s=min(prompt.timeout_s, left_s)))
        except ProviderError:
            if late := trail.late():
                raise late from None
            raise

    return ask


def connected(
    settings: Settings, on_event: OnEvent, on_reply: Callable[[Prompt, Reply], None] = lambda prompt, reply: None
) -> Metered | Replayed | None:
    """The model of the settings, None where they name none. Raises UsageError."""
    if not settings.model:
        return None
    from scaffolder.models import replay
    from scaffolder.models.meter import Metered

    if settings.model.startswith(replay.PREFIX):
        return replay.Replayed(Path(settings.model.removeprefix(replay.PREFIX)), on_reply)
    return Metered(settings.model, settings, on_event, on_reply)


def planned(compiled: Compiled, asked: str, model: Model) -> Plan | None:
    """What the model makes of requirements that nothing covers; None where it can make nothing of them, or the stack
    has no place for what it would write. `asked`: the stack that was asked for. Raises ProviderError."""
    from scaffolder.compiler import model as planner

    plan = compiled.plan or (compiled.draft.plan if compiled.draft else None)
    if plan is None:
        return None
    if compiled.plan is None:
        unread = {"kind": "functional", "status": "uncovered", "reason": "not understood"}
        wished = [r if r.kind == "quality" else r.model_copy(update=unread) for r in plan.requirements]
        plan = plan.model_copy(update={"requirements": wished})
        if A209 in (d.code for d in compiled.diagnostics) and not asked:  # nobody says how it is wanted
            plan = plan.model_copy(update={"kind": "cli", "stack": stacks.by_kind().get("cli", plan.stack)})
    own = stacks.of(plan, asked)
    if own.with_modules is own:
        return None
    found = planner.complete(plan, model, own.title)
    return found if found.modules else None


def told(compiled: Compiled, plan: Plan) -> Compiled:
    """What was compiled, with this plan: nothing is said any more of what was not understood and is covered now."""
    covered = [r.span for r in plan.requirements if r.status == "covered" and r.span]

    def stays(finding: Diagnostic) -> bool:
        at = finding.span
        within = at is not None and any(start <= at.start and at.end <= end for start, end in covered)
        if finding.code == A209:  # of what is only calculated nobody can tell how it is wanted
            return compiled.plan is not None
        return finding.code not in UNREAD or at is not None and not within

    return replace(compiled, plan=plan, diagnostics=tuple(filter(stays, compiled.diagnostics)))


def authored(trail: Trail, plan: Plan, stack: Stack, model: Model) -> dict[str, str]:
    """What the model writes, by path. Raises ProviderError, ModelError."""
    from scaffolder import author

    with trail.stage("write") as told:
        found = [author.write(model, asked, plan, stack) for asked in emitter.asked_of_models(plan, stack)]
        told += [w.path for w in found]
    return {w.path: w.text for w in found}


def repaired(trail: Trail, stage: files.Stage, project: Project, stack: Stack, work: Work) -> ScaffoldError | None:
    """Ask for better modules while that helps: a round that makes something worse is taken back, and the best state
    stays. The error where time or money ran out, or the model could not be asked any more."""
    from scaffolder import repairer

    asked, late, known = emitter.asked_of_models(project.plan, stack), None, set[str]()
    while trail.rounds < work.most_rounds and late is None:
        told = {a.path: repairer.faults(a, project.plan, trail.checks) for a in asked}
        if not any(told.values()) or repr(told) in known:
            break
        known.add(repr(told))
        trail.rounds += 1
        checks, requirements, texts = trail.checks, trail.requirements, dict(work.texts)
        try:
            with trail.stage("repair"):
                new = {w.path: w.text for w in repairer.again(work.model, asked, project.plan, stack, texts, told)}
        except ModelError as error:
            trail.on_event(Event("notice", "repair", detail=error.message))
            return None
        except (BudgetError, ProviderError) as error:
            return error  # what there is is better than nothing
        work.texts |= new
        _put(stage, project, stack, work.texts, new)
        late = work.prove()
        if late or repairer.is_worse(checks, trail.checks):  # what was not looked at to the end is no better
            trail.checks, trail.requirements, work.texts = checks, requirements, texts
            _put(stage, project, stack, texts, new)
    return late


def _put(stage: files.Stage, project: Project, stack: Stack, texts: Tree, paths: Collection[str]) -> None:
    """Write versions of modules to the stage, formatted as everything is."""
    found = emitter.emit(project.plan, stack, written=texts, only=list(paths))
    stage.write({f.path: f.text for f in found if f.path in paths}, own=list(paths))
