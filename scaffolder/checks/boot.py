"""Boot: the application starts as people start it, and has what each requirement asks for.

Of one that is served: a real server process answers on a real socket. Of a command: it is installed, and typed.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from scaffolder import checks, installed, naming, server, stacks
from scaffolder.errors import SandboxError
from scaffolder.plan import Plan
from scaffolder.plan.commandline import CommandLine
from scaffolder.plan.index import Index, entity_plural
from scaffolder.plan.offering import offered
from scaffolder.types import CheckResult, Diagnostic, Limits, Project, Sandbox

RUNS_CODE = True
READY = "/health/ready"
DATABASE = "sqlite:///boot-check.db"
Route = Callable[[str, str, str | None], str]


class Probe(Struct, frozen=True):
    """A request that a requirement rests on. `template` is its path as OpenAPI writes it."""

    requirement: str
    method: str
    path: str
    template: str


def check(project: Project) -> CheckResult:
    if project.sandbox is None:
        raise SandboxError("the boot check has no sandbox to start the application in", hint="scaffold doctor")
    stack = checks.stack_of(project)
    return _served(project, project.sandbox, stack) if stack.served else _typed(project, stack)


def _typed(project: Project, stack: stacks.Stack) -> CheckResult:
    """The command is installed, tells its help and its version, and has one command for each requirement."""
    entry = installed.entry(project.root)
    asked = [("", line) for line in ("--help", "--version")]
    plan = offered(project.plan, stack.not_offered)
    asked += _asked(plan, _lines(plan))
    words = [shlex.split(line) for _, line in asked]
    program = installed.typing(stack.run["install"], entry, words)
    ended = checks.run_python(project, ["-c", program], collect=[installed.REPORT], limits=Limits(timeout_s=60))
    answers = installed.answers(ended)
    if len(answers) != len(asked):
        return checks.result("boot", [checks.stopped("boot", ended, "the installation")], ran=ended)
    found = [
        Diagnostic("boot.command", "error", f"`{entry.name} {line}` {answer.how}", requirement=r, help=answer.said)
        for (r, line), answer in zip(asked, answers, strict=True)
        if answer.exit_code != 0
    ]
    return checks.result("boot", found, detail=f"{len(asked)} commands", ran=ended)


def _served(project: Project, sandbox: Sandbox, stack: stacks.Stack) -> CheckResult:
    with server.serve(
        project.root,
        project.environment,
        sandbox,
        app=str(stack.run["app"]),
        program=str(stack.run["serve"]),
        env={"DATABASE_URL": DATABASE},
        limits=Limits(timeout_s=60),
    ) as running:
        found, detail = _visit(running, project.plan, stack)
        running.running.stop()
        ended = running.running.wait()
    return checks.result("boot", found, detail=detail, ran=ended)


def _visit(running: server.Server, plan: Plan, stack: stacks.Stack) -> tuple[list[Diagnostic], str]:
    ready, document = str(stack.run.get("ready", READY)), str(stack.run.get("describes", ""))
    reply = running.wait_ready(ready)
    if reply.status != 200:
        return [_not_ready(running, ready, reply)], ""
    paths = _offered(running.request("GET", document)) if document else {}
    if paths is None:
        return [Diagnostic("boot.openapi", "error", f"GET {document} gives no OpenAPI document")], ""
    asked = list(probes(offered(plan, stack.not_offered), stack.routes))
    found = [d for probe in asked for d in _ask(running, probe, paths if document else None)]
    return found, f"{len(asked) + 2} requests"


def _not_ready(running: server.Server, ready: str, reply: server.Reply) -> Diagnostic:
    said = f"GET {ready} gives {reply.status}" if reply.status else "the server does not answer"
    if not running.running.alive:
        said = "the server ends by itself"
    tail = running.running.output().strip().splitlines()[-12:]
    return Diagnostic("boot.ready", "error", said, help="\n".join(tail) or reply.body.decode(errors="replace")[:400])


def _offered(reply: server.Reply) -> dict[str, Any] | None:
    try:
        paths = json.loads(reply.body)["paths"]
        return {path: item for path, item in paths.items() if isinstance(item, dict)} if reply.status == 200 else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _ask(running: server.Server, probe: Probe, paths: dict[str, Any] | None) -> Iterator[Diagnostic]:
    """No status below 500 is wrong here (a stranger may be refused, a row may be missing): what it says is for the
    tests to judge. That the route is there and does not crash is what a socket can show. `paths` are those that the
    application names; where it names none, a list that is not found is not there."""
    asked = f"{probe.method} {probe.template}"
    missing = Diagnostic("boot.route", "error", f"{asked} is not offered", requirement=probe.requirement)
    methods = {m for path, item in (paths or {}).items() if _same(path, probe.template) for m in item}
    if paths is not None and probe.method.lower() not in methods:
        yield missing
        return
    body = b"{}" if probe.method == "POST" else None
    reply = running.request(probe.method, probe.path, body=body)
    if paths is None and reply.status == 404 and "{" not in probe.template:
        yield missing
    if reply.status == 0 or reply.status >= 500:
        tail = "\n".join(running.running.output().strip().splitlines()[-12:])
        said = f"{asked} gives {reply.status or reply.body.decode(errors='replace')}"
        yield Diagnostic("boot.request", "error", said, requirement=probe.requirement, help=tail)


def _same(path: str, template: str) -> bool:
    """Whatever the placeholders are called."""
    ours, theirs = template.strip("/").split("/"), path.strip("/").split("/")
    return len(ours) == len(theirs) and all(
        a == b or (a[:1] == "{" and b[:1] == "{") for a, b in zip(ours, theirs, strict=True)
    )


def probes(plan: Plan, routes: Mapping[str, str]) -> Iterator[Probe]:
    """One request for each functional requirement that an element with a route of its own satisfies. `routes`: where
    the stack has them."""
    for requirement, route in _asked(plan, _paths(plan, routes), endpoints="endpoints" in routes):
        method, _, template = route.partition(" ")
        yield Probe(requirement, method, template.replace("{id}", "1"), template)


def _paths(plan: Plan, routes: Mapping[str, str]) -> Route:
    """ "METHOD /path" of an element."""
    folder = {e.name: "/" + naming.kebab(entity_plural(e)) for e in plan.entities}

    def route(kind: str, name: str, entity: str | None = None) -> str:
        return routes[kind].format(folder=folder.get(entity or "", ""), name=naming.kebab(name))

    return route


def _lines(plan: Plan) -> Route:
    """What is typed for an element; of what needs more than its name, the help."""
    commands = CommandLine(plan)

    def route(kind: str, name: str, entity: str | None = None) -> str:
        alone = kind in ("list", "query", "report")
        return commands.line(kind, name, entity) + ("" if alone else " --help")

    return route


def _asked(plan: Plan, route: Route, *, endpoints: bool = False) -> Iterator[tuple[str, str]]:
    """(requirement, where the most particular of what satisfies it is reached)."""
    wanted = [r.id for r in plan.requirements if r.kind == "functional" and r.status != "uncovered"]
    offered = list(_reached(plan, route, endpoints=endpoints))
    for requirement in wanted:
        found = next((route for cited, route in offered if requirement in cited), None)
        if found is not None:
            yield requirement, found


def _reached(plan: Plan, route: Route, *, endpoints: bool) -> Iterator[tuple[list[str], str]]:
    """(requirements, where) of elements, the most particular ones first."""
    index = Index(plan)
    for action in plan.actions:
        yield action.satisfies, route(action.scope, action.name, action.entity)
    for query in plan.queries:
        yield query.satisfies, route("query", query.name, query.entity)
    for report in plan.reports:
        yield report.satisfies, route("report", report.name, None)
    for function in plan.functions:
        yield function.satisfies, route("function", function.name, None)
    for endpoint in plan.endpoints if endpoints else ():
        yield endpoint.satisfies, f"{endpoint.method} {endpoint.path}"
    for entity in index.by_dependency():
        parts = [*entity.fields, *entity.relations, *entity.constraints]
        cited = [r for element in (entity, *parts) for r in element.satisfies]
        yield cited, route("list", entity.name, entity.name)
