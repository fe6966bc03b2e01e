"""Every name that something mentions is declared, and is the kind of thing that belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scaffolder.plan import Entity, Param, Plan, Trigger
from scaffolder.plan.index import Index
from scaffolder.plan.rules import ACCESS, SHAPE, UNKNOWN, action_path, fault, machine_path, permission_path, unknown
from scaffolder.plan.rules.values import LOOSE, TEXTUAL
from scaffolder.types import Diagnostic

CRON_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
DOES = re.compile(r"(list|read|create|update|delete|query|report|action|function|import|export):(.+)", re.DOTALL)
PATH = re.compile(r"(/([a-z0-9]+([._-][a-z0-9]+)*|\{[a-z][a-z0-9_]*\}))+")


def foundations(plan: Plan) -> Iterator[Diagnostic]:
    """What must be right before any expression can be read: targets of relations, entities of everything."""
    names = [e.name for e in plan.entities]
    for place, entity in _entity_mentions(plan):
        if entity is not None and entity not in names:
            yield unknown(place, "entity", entity, names)
    for machine in plan.state_machines:
        fields = [f.name for e in plan.entities if e.name == machine.entity for f in e.fields]
        if fields and machine.field not in fields:
            yield unknown(f"{machine_path(machine)}.field", "field", machine.field, fields)


def _entity_mentions(plan: Plan) -> Iterator[tuple[str, str | None]]:
    for entity in plan.entities:
        for relation in entity.relations:
            here = f"entities.{entity.name}.relations.{relation.name}"
            yield f"{here}.target", relation.target
            yield f"{here}.through", relation.through
    yield from ((f"{machine_path(m)}.entity", m.entity) for m in plan.state_machines)
    yield from ((f"{permission_path(p)}.entity", p.entity) for p in plan.permissions)
    yield from ((f"roles.{r.name}.entity", r.entity) for r in plan.roles)
    yield from ((f"queries.{q.name}.entity", q.entity) for q in plan.queries)
    yield from ((f"reports.{r.name}.entity", r.entity) for r in plan.reports)
    yield from ((f"transfers.{t.name}.entity", t.entity) for t in plan.transfers)
    yield from ((f"jobs.{j.name}.trigger.entity", j.trigger.entity) for j in plan.jobs)
    yield from ((f"notifications.{n.name}.trigger.entity", n.trigger.entity) for n in plan.notifications)
    for action in plan.actions:
        yield f"{action_path(action)}.entity", action.entity
        yield from _param_mentions(action_path(action), action.params)
    for function in plan.functions:
        yield from _param_mentions(f"functions.{function.name}", function.params)


def _param_mentions(here: str, params: Iterable[Param]) -> Iterator[tuple[str, str | None]]:
    yield from ((f"{here}.params.{p.name}.ref", p.ref) for p in params)


def faults(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    """Sound foundations are taken for granted."""
    for entity in plan.entities:
        yield from _entity(entity)
    yield from _roles(plan)
    yield from _queries(plan, index)
    yield from _transfers(plan, index)
    for job in plan.jobs:
        yield from _trigger(f"jobs.{job.name}.trigger", job.trigger, index)
    for notification in plan.notifications:
        yield from _trigger(f"notifications.{notification.name}.trigger", notification.trigger, index)
    yield from _endpoints(plan, index)
    yield from _pipelines(plan)


def sortable(entity: Entity) -> list[str]:
    names = [f.name for f in entity.fields if f.type not in LOOSE]
    names += ["created_at", "updated_at"] if entity.timestamps else []
    return [*names, "id"]


def _entity(entity: Entity) -> Iterator[Diagnostic]:
    here = f"entities.{entity.name}"
    fields = [f.name for f in entity.fields if f.type not in LOOSE]
    if entity.display is not None and entity.display not in fields:
        yield unknown(f"{here}.display", f"field of {entity.name} to show it by", entity.display, fields)
    yield from _sort(f"{here}.order_by", entity, entity.order_by)


def _sort(place: str, entity: Entity, keys: list[str]) -> Iterator[Diagnostic]:
    for key in keys:
        if key.removeprefix("-") not in sortable(entity):
            yield unknown(place, f"field of {entity.name} to sort by", key.removeprefix("-"), sortable(entity))


def _roles(plan: Plan) -> Iterator[Diagnostic]:
    names = [r.name for r in plan.roles]
    mentions = [(f"{permission_path(p)}.role", p.role) for p in plan.permissions]
    mentions += [(f"{action_path(a)}.roles", role) for a in plan.actions for role in a.roles]
    mentions += [(f"functions.{f.name}.roles", role) for f in plan.functions for role in f.roles]
    mentions += [(f"pages.{p.name}.roles", role) for p in plan.pages for role in p.roles]
    for notification in plan.notifications:
        if notification.to.startswith("role:"):
            mentions.append((f"notifications.{notification.name}.to", notification.to.removeprefix("role:")))
    for place, role in mentions:
        if role not in names:
            yield unknown(place, "role", role, names)
    visitors = [f"role:{r.name}" for r in plan.roles if r.anonymous]
    for notification in plan.notifications:
        if notification.to in visitors:
            message = f"nobody logs in as {notification.to.removeprefix('role:')}, so nobody would get it"
            yield fault(ACCESS, f"notifications.{notification.name}.to", message, "name a role with a login")
    if not plan.roles:
        for entity in plan.entities:
            if entity.owner is not None:
                message = "without roles there is no login, so nobody can own a row"
                yield fault(ACCESS, f"entities.{entity.name}.owner", message, "add roles, or leave the owner out")


def _queries(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    for query in plan.queries:
        here, entity = f"queries.{query.name}", index.entity(query.entity)
        texts = [f.name for f in entity.fields if f.type in TEXTUAL - {"secret"} | {"enum"} and f.computed is None]
        for name in query.search:
            if name not in texts:
                yield unknown(f"{here}.search", f"text field of {entity.name}", name, texts)
        names = [f.name for f in entity.fields if f.type not in LOOSE] + [r.name for r in entity.relations]
        names += [entity.owner] if entity.owner else []
        loose = {f.name: f.type for f in entity.fields if f.type in LOOSE}
        for name in query.filters:
            if name in loose:
                message = f'rows cannot be filtered by "{name}", a {loose[name]}'
                yield fault(SHAPE, f"{here}.filters", message, f"filter by {', '.join(names[:4])}")
            elif name not in names:
                yield unknown(f"{here}.filters", f"field of {entity.name}", name, names)
        yield from _sort(f"{here}.sort", entity, query.sort)
        yield from _positive(f"{here}.limit", query.limit, 10_000)
        yield from _positive(f"{here}.page_size", query.page_size, 100)
    for report in plan.reports:
        yield from _positive(f"reports.{report.name}.limit", report.limit, 10_000)


def _positive(place: str, number: int | None, limit: int) -> Iterator[Diagnostic]:
    if number is not None and not 1 <= number <= limit:
        yield fault(SHAPE, place, f"{number} is not between 1 and {limit}")


def _transfers(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    for transfer in plan.transfers:
        here, entity = f"transfers.{transfer.name}", index.entity(transfer.entity)
        reading = transfer.direction == "import"
        fields = index.writable(entity.name) if reading else entity.fields
        names = [f.name for f in fields if f.type not in ("file", "image", "secret")]
        names += [r.name for r in entity.relations] + (["id", "created_at", "updated_at"] if not reading else [])
        for name in transfer.fields:
            if name not in names:
                yield unknown(f"{here}.fields", f"field of {entity.name} to {transfer.direction}", name, names)
        if transfer.query is not None:
            queries = [q.name for q in index.queries(entity.name)]
            if reading:
                yield fault(SHAPE, f"{here}.query", "an import reads a file, not a query")
            elif transfer.query not in queries:
                yield unknown(f"{here}.query", f"query of {entity.name}", transfer.query, queries)
        needed = [f.name for f in fields if f.required and f.default is None]
        needed += [r.name for r in entity.relations if r.required]
        missing = [n for n in needed if transfer.fields and reading and n not in transfer.fields]
        if missing:
            yield fault(SHAPE, f"{here}.fields", f"every row would be refused: {', '.join(missing)} is required")


def _trigger(here: str, trigger: Trigger, index: Index) -> Iterator[Diagnostic]:
    if trigger.on == "schedule":
        problem = cron_problem(trigger.cron or "")
        if problem:
            yield fault(SHAPE, f"{here}.cron", problem)
    elif trigger.cron is not None:
        yield fault(SHAPE, f"{here}.cron", f'only "on: schedule" has a time, and this is on {trigger.on}')
    if trigger.on == "action":
        names = [a.name for a in index.actions(trigger.entity)]
        if trigger.action not in names:
            yield unknown(
                f"{here}.action", f"action of {trigger.entity or 'the application'}", str(trigger.action), names
            )
    else:
        if trigger.action is not None:
            yield fault(SHAPE, f"{here}.action", f'only "on: action" names an action, and this is on {trigger.on}')
        if trigger.entity is None and trigger.on != "schedule":
            yield fault(SHAPE, f"{here}.entity", f'"on: {trigger.on}" needs the entity whose rows it watches')
    if trigger.on == "condition" and trigger.when is None:
        yield fault(SHAPE, f"{here}.when", '"on: condition" needs the condition')
    if trigger.when is not None and trigger.entity is None:
        yield fault(SHAPE, f"{here}.entity", '"when" needs the entity whose rows it is asked of')


def cron_problem(text: str) -> str:
    """Why a text is no schedule of five parts; empty where it is one."""
    parts = text.split(" ")
    if len(parts) != 5:
        return f'{text!r} is no schedule: write minute hour day month weekday, like "0 7 * * 1-5"'
    for part, (low, high) in zip(parts, CRON_RANGES, strict=True):
        for item in part.split(","):
            if not _cron_item(item, low, high):
                return f"{item!r} in {text!r} is not *, a number from {low} to {high}, a range or a step"
    return ""


def _cron_item(item: str, low: int, high: int) -> bool:
    match = re.fullmatch(r"(\*|(\d{1,2})(-(\d{1,2}))?)(/(\d{1,2}))?", item, re.ASCII)
    if match is None or match[6] is not None and not 1 <= int(match[6]) <= high:
        return False
    numbers = [int(n) for n in (match[2], match[4]) if n is not None]
    return all(low <= n <= high for n in numbers) and numbers == sorted(numbers)


def _endpoints(plan: Plan, index: Index) -> Iterator[Diagnostic]:
    for endpoint in plan.endpoints:
        here = f"endpoints.{endpoint.method} {endpoint.path}"
        if not PATH.fullmatch(endpoint.path) or len(endpoint.path) > 120:
            yield fault(
                SHAPE, here, f"{endpoint.path[:80]!r} is no path: write it like /price-list or /books/{{id}}/cover"
            )
        match = DOES.fullmatch(endpoint.does)
        if match is None:
            message = (
                f"{endpoint.does[:80]!r} is nothing an endpoint does: write it like list:Book or action:Book.borrow"
            )
            yield fault(SHAPE, f"{here}.does", message)
            continue
        verb, name = match.groups()
        known = targets(verb, index)
        if name not in known:
            what = "entity" if verb in ("list", "read", "create", "update", "delete") else verb
            yield unknown(f"{here}.does", what, name, known)
            continue
        yield from _address(here, endpoint.path, _needs_id(verb, name, index))
        getting = verb in ("list", "read", "query", "report", "export")
        if getting != (endpoint.method == "GET"):
            yield fault(
                SHAPE, here, f"{verb} is {'asked for by GET' if getting else 'never a GET'}, not {endpoint.method}"
            )
        if not 200 <= endpoint.success <= 299:
            yield fault(SHAPE, f"{here}.success", f"{endpoint.success} is no status of success (200 to 299)")


def targets(verb: str, index: Index) -> list[str]:
    """What may stand after the colon of `Endpoint.does`."""
    plan = index.plan
    match verb:
        case "query":
            return [q.name for q in plan.queries]
        case "report":
            return [r.name for r in plan.reports]
        case "action":
            return [f"{a.entity}.{a.name}" if a.entity else a.name for a in plan.actions]
        case "function":
            return [f.name for f in plan.functions]
        case "import" | "export":
            return [t.name for t in plan.transfers if t.direction == verb]
        case _:
            return [e.name for e in plan.entities]


def _needs_id(verb: str, name: str, index: Index) -> bool:
    if verb == "action":
        entity, _, action = name.rpartition(".")
        return any(a.name == action and a.scope == "instance" for a in index.actions(entity or None))
    return verb in ("read", "update", "delete")


def _address(here: str, path: str, needs_id: bool) -> Iterator[Diagnostic]:
    wanted = ["id"] if needs_id else []
    if re.findall(r"\{(\w+)\}", path) != wanted:
        message = "must hold {id}, once" if needs_id else "takes no {...}: it is about no single row"
        yield fault(SHAPE, here, f"{path} {message}")


def _pipelines(plan: Plan) -> Iterator[Diagnostic]:
    for pipeline in plan.pipelines:
        earlier: list[str] = []
        for step in pipeline.steps:
            if step.input and step.input not in earlier and "." not in step.input:
                place = f"pipelines.{pipeline.name}.steps.{step.name}.input"
                yield fault(UNKNOWN, place, f'"{step.input}" is no earlier step and no file')
            earlier.append(step.name)
