"""Boot: a real server process answers on a real socket, says what it offers, and has what each requirement asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from scaffolder import checks, naming, server, stacks
from scaffolder.errors import SandboxError
from scaffolder.plan import Plan
from scaffolder.plan.index import Index, entity_plural
from scaffolder.types import CheckResult, Diagnostic, Limits, Project

RUNS_CODE = True
READY = "/health/ready"
DATABASE = "sqlite:///boot-check.db"


class Probe(Struct, frozen=True):
    """A request that a requirement rests on. `template` is its path as OpenAPI writes it."""

    requirement: str
    method: str
    path: str
    template: str


def check(project: Project) -> CheckResult:
    if project.sandbox is None:
        raise SandboxError("the boot check has no sandbox to start the server in", hint="scaffold doctor")
    stack = checks.stack_of(project)
    with server.serve(
        project.root,
        project.environment,
        project.sandbox,
        app=str(stack.run["app"]),
        prepare=str(stack.run.get("prepare", "")),
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
    asked = list(probes(plan, stack.routes))
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
        return paths if reply.status == 200 and isinstance(paths, dict) else None
    except (ValueError, KeyError, TypeError):
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
    wanted = [r.id for r in plan.requirements if r.kind == "functional" and r.status != "uncovered"]
    offered = list(_routes(plan, routes))
    for requirement in wanted:
        for cited, route in offered:
            if requirement in cited:
                method, _, template = route.partition(" ")
                yield Probe(requirement, method, template.replace("{id}", "1"), template)
                break


def _routes(plan: Plan, routes: Mapping[str, str]) -> Iterator[tuple[list[str], str]]:
    """(requirements, "METHOD /path") of elements, the most particular ones first."""
    index = Index(plan)
    folder = {e.name: "/" + naming.kebab(entity_plural(e)) for e in plan.entities}

    def route(kind: str, name: str, entity: str | None = None) -> str:
        return routes[kind].format(folder=folder.get(entity or "", ""), name=naming.kebab(name))

    for action in plan.actions:
        yield action.satisfies, route(action.scope, action.name, action.entity)
    for query in plan.queries:
        yield query.satisfies, route("query", query.name, query.entity)
    for report in plan.reports:
        yield report.satisfies, route("report", report.name)
    for function in plan.functions:
        yield function.satisfies, route("function", function.name)
    for endpoint in plan.endpoints if "endpoints" in routes else ():
        yield endpoint.satisfies, f"{endpoint.method} {endpoint.path}"
    for entity in index.by_dependency():
        parts = [*entity.fields, *entity.relations, *entity.constraints]
        cited = [r for element in (entity, *parts) for r in element.satisfies]
        yield cited, route("list", entity.name, entity.name)
