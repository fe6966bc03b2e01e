"""The straight path: description, plan, files, checks, ledger, project, commit; and `check`, its second half.

Nothing is written before stack, sandbox, environment, git and destination are known to be good, and the destination
appears by one rename when everything in it is final.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from scaffolder import (
    checks,
    compiler,
    config,
    emitter,
    files,
    ledger,
    origin,
    planning,
    repo,
    scribe,
    stacks,
)
from scaffolder.checks import requirements
from scaffolder.config import Settings
from scaffolder.credentials import gate
from scaffolder.errors import BudgetError, DestinationError, Interrupted, ScaffoldError
from scaffolder.journal import Journal
from scaffolder.models import Model
from scaffolder.plan import Plan
from scaffolder.plan import file as plan_file
from scaffolder.stacks import Stack
from scaffolder.trail import PLAN_PATH, Trail, counted, ended_at, undisturbed, unfinished
from scaffolder.types import (
    Diagnostic,
    EmittedFile,
    Event,
    OnEvent,
    Project,
    Request,
    Run,
    Tree,
)  # fmt: skip
from scaffolder.workshop import Workshop, furnish

FIRST_COMMIT = "Build {name} from its description"


def new(request: Request, settings: Settings, on_event: OnEvent) -> Run:
    """Build what the request describes. Errors that a user can meet become the outcome, others are defects and rise.

    A dry run ends with 0 where everything could be rendered: it proves nothing, and its requirements say so.
    """
    journal = Journal()
    trail = _trail(request.timeout_s, _both(on_event, journal.record))
    run = _ended(trail, lambda: _new(trail, request, settings, journal))
    return replace(run, exit_code=0) if request.dry_run and run.error is None else run


def check(directory: Path, settings: Settings, on_event: OnEvent) -> Run:
    """Run the checks of the project in `directory` again, on copies; nothing in it is changed."""
    trail = _trail(settings.timeout_s, on_event)
    return _ended(trail, lambda: _check(trail, directory, settings))


def _trail(timeout_s: float, on_event: OnEvent) -> Trail:
    now = time.monotonic()
    return Trail(on_event, now, now + timeout_s)


def _both(first: OnEvent, second: OnEvent) -> OnEvent:
    def hear(event: Event) -> None:
        first(event)
        second(event)

    return hear


def _ended(trail: Trail, path: Callable[[], None]) -> Run:
    try:
        path()
        return trail.end(0)  # here, so that a signal at the last moment does not hide what was written
    except ScaffoldError as error:
        return trail.end(error.exit_code, error)
    except OSError as error:
        place = error.filename or tempfile.gettempdir()
        refused = files.full(place) if files.is_full(error) else files.of_the_machine(error, place)
        if refused is None:
            raise
        return trail.end(refused.exit_code, refused)
    except KeyboardInterrupt:
        return trail.end(130, Interrupted("interrupted: nothing was written" if not trail.directory else "interrupted"))


def _new(trail: Trail, request: Request, settings: Settings, journal: Journal) -> None:
    trail.text = request.text
    journal.asked(request.text, request.stack)
    model = scribe.engaged(trail, settings, journal)
    plan = trail.plan = _plan(trail, request, model)
    stack = stacks.of(plan, request.stack)
    model = model if plan.modules else None
    stack = stack.with_modules if model else stack
    trail.stack = stack.name
    target = _destination(trail, request, settings, plan)
    if request.dry_run:
        _emit(trail, plan, stack, settings)
        return
    written = scribe.authored(trail, plan, stack, model) if model else {}
    ours = stack.own and not written
    emitted, shop = _prepare(trail, plan, stack, settings, lambda _: ours, commit=request.git, written=written)
    with files.Stage(target) as stage:
        own = [f.path for f in emitted]
        stage.write({f.path: f.text for f in emitted}, own=own, executable=_executable(emitted, stack))
        project = _project(stage.root, plan, emitted, shop, trail.on_event)
        late: ScaffoldError | None = _prove(trail, project, stack)
        if model and late is None:
            late = scribe.repaired(
                trail,
                stage,
                project,
                stack,
                scribe.Work(model, written, settings.max_rounds, lambda: _prove(trail, project, stack)),
            )
        readme = emitter.emit(plan, stack, results=trail.requirements, only=["README.md"], cache=_templates(settings))
        final = {f.path: f.text for f in readme} | {ledger.PATH: ledger.to_text(trail.requirements, trail.checks)}
        stage.write(final, own=list(final))
        gate(files.read_tree(stage.root))  # what a model has mended, too
        commit = _commit(trail, stage.root, plan) if request.git else ""
        with undisturbed():
            stage.deliver()
            trail.directory, trail.commit = str(target), commit
    journal.attach(target)
    if late:
        raise late


def _check(trail: Trail, directory: Path, settings: Settings) -> None:
    plan = trail.plan = planning.derived(plan_file.read(directory / PLAN_PATH, directory), settings.stack, modules=True)
    trail.directory, stack = str(directory.absolute()), stacks.of(plan, settings.stack).with_modules
    trail.stack = stack.name
    ours, texts = partial(origin.only_templates, directory), files.read_tree(directory)
    written = {a.path: texts.get(a.path, "") for a in emitter.asked_of_models(plan, stack)} if plan.modules else {}
    emitted, shop = _prepare(
        trail, plan, stack, settings, lambda e: stack.own and ours(e), commit=False, written=written
    )  # fmt: skip
    rules = {f.path: f for f in emitted}
    there = tuple(_on_disk(path, text, rules.get(path)) for path, text in texts.items())
    late = _prove(trail, _project(directory.absolute(), plan, there, shop, trail.on_event), stack)
    recorded = texts.get(ledger.PATH)
    if recorded is not None and late is None:
        changed = ledger.differences(recorded, ledger.to_text(trail.requirements, trail.checks))
        trail.diagnostics += [Diagnostic("C101", "warning", f"{line}", path=ledger.PATH) for line in changed]
    if late:
        raise late


def _plan(trail: Trail, request: Request, model: Model | None) -> Plan:
    stacks.name_of(request.stack)  # one that is not there is said before anything begins
    with trail.stage("plan") as told:
        if request.plan_path:
            compiled = compiler.Compiled(planning.written_plan(request.plan_path, request.stack, bool(model)), ())
        else:
            compiled = planning.compile_text(request.text, request.stack, model)
        trail.plan = compiled.plan
        plan = compiler.require_buildable(compiled, request.allow_partial)
        trail.diagnostics += compiled.diagnostics
        told += counted(plan)
    return plan


def _destination(trail: Trail, request: Request, settings: Settings, plan: Plan) -> Path:
    """Where the project goes, known to be free."""
    named = request.directory or _free(Path(settings.out or ".") / plan.slug, anew=bool(settings.out))
    target = Path(os.path.abspath(named))
    files.check_destination(target)
    around = repo.enclosing(target)
    if around and around.tracked:
        raise DestinationError(
            f"{target} lies among the tracked files of the repository {around.root}",
            hint="name a folder outside of it: -o DIR, or one that it ignores",
        )
    if around and not around.ignored:  # who ignores the place has it in mind, as our own Makefile has
        trail.diagnostics.append(
            Diagnostic("D101", "note", f"{target} lies inside the repository {around.root}, which does not track it")
        )
    return target


def _free(path: Path, *, anew: bool) -> Path:
    """`path`, or where a new name is wanted the first of path, path-2, path-3 … that does not exist."""
    number, free = 1, path
    while anew and free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _prepare(
    trail: Trail,
    plan: Plan,
    stack: Stack,
    settings: Settings,
    trusted: Callable[[tuple[EmittedFile, ...]], bool],
    *,
    commit: bool,
    written: Tree,
) -> tuple[tuple[EmittedFile, ...], Workshop]:
    """Files and workshop, made at the same time; git, if a commit is wanted. uv and git run in this thread, where
    Ctrl-C reaches them. `trusted`: whether the project is what our templates wrote, given what they write."""
    with ThreadPoolExecutor(1, "emit") as pool:
        emitting = pool.submit(_emit, trail, plan, stack, settings, written)
        if commit and not repo.identity().own:
            trail.on_event(Event("notice", "git", detail=f"no git identity; to commit as you: {repo.IDENTITY_HINT}"))
        shop = furnish(stack, settings, trail.on_event, trusted=lambda: trusted(emitting.result()))
        trail.sandbox, trail.isolation = shop.name, shop.isolation
        return emitting.result(), shop


def _emit(
    trail: Trail, plan: Plan, stack: Stack, settings: Settings, written: Tree = MappingProxyType({})
) -> tuple[EmittedFile, ...]:
    with trail.stage("emit") as told:
        emitted = emitter.emit(plan, stack, written=written, cache=_templates(settings))
        for done, file in enumerate(emitted, 1):
            trail.on_event(Event("file", file.path, done=done, total=len(emitted)))
        told.append(f"{len(emitted)} files, {sum(f.text.count(chr(10)) for f in emitted)} lines")
    return emitted


def _templates(settings: Settings) -> Path:
    return config.cache_folder(settings) / "templates"


def _executable(emitted: Sequence[EmittedFile], stack: Stack) -> list[str]:
    templates = {rule.template for rule in stack.files if rule.executable}
    return [f.path for f in emitted if f.template in templates]


def _project(root: Path, plan: Plan, there: tuple[EmittedFile, ...], shop: Workshop, on_event: OnEvent) -> Project:
    return Project(
        root, plan, str(shop.stack.root), there, shop.environment, shop.sandbox, on_event, why_not=shop.why_not
    )


def _on_disk(path: str, text: str, emitted: EmittedFile | None) -> EmittedFile:
    """A file as it stands, with the contract of the file that the plan yields there."""
    if emitted is None:
        return EmittedFile(path, text, "plan")
    return EmittedFile(path, text, emitted.writer, emitted.template, emitted.contract, emitted.satisfies)


def _prove(trail: Trail, project: Project, stack: Stack) -> BudgetError | None:
    """Run the checks and judge the requirements; the error where time ran out before they were through."""
    with trail.stage("checks") as told, ended_at(trail.deadline, project.sandbox):
        results = checks.run_checks(project, stack.checks)
        late = trail.late()
        trail.checks = tuple(unfinished(r) for r in results) if late else results
        trail.requirements = requirements.join(project.plan, [c for c in trail.checks if c.name != checks.LAST])
        counts = [c.status for c in trail.checks]
        told += [f"{counts.count(s)} {s.replace('_', ' ')}" for s in dict.fromkeys(counts)]
    return late


def _commit(trail: Trail, root: Path, plan: Plan) -> str:
    with trail.stage("commit", last=True) as told:
        commit = repo.init_and_commit(root, FIRST_COMMIT.format(name=plan.name))
        told.append(commit[:10])
    return commit
