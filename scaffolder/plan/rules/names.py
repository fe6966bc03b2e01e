"""Names reach file paths, code, tables and addresses, so each is held to one strict spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scaffolder import naming
from scaffolder.plan import Entity, Param, Plan
from scaffolder.plan.rules import NAME, TWICE, action_path, fault, machine_path
from scaffolder.types import Diagnostic

MAX_NAME = 60
PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*([ _-][A-Za-z0-9]+)*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STACK = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
REQUIREMENT_ID = re.compile(r"R[0-9]{1,5}(\.[0-9]{1,5})*")
ID = re.compile(r"[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*")
MODULE = re.compile(r"[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*\.py")
LANGUAGE_WORDS = {"current_user", "current_role", "self", "now", "today"}
"""What expressions mean by themselves: a field of that name could not be told from it."""


def faults(plan: Plan) -> Iterator[Diagnostic]:
    yield from _project(plan)
    for entity in plan.entities:
        yield from _entity(entity)
    yield from _snake_lists(plan)
    yield from _ids(plan)
    yield from _twice("entities", (e.name for e in plan.entities))
    yield from _twice("state_machines", (machine_path(m).partition(".")[2] for m in plan.state_machines))
    yield from _twice("actions", (action_path(a).partition(".")[2] for a in plan.actions))
    for module in plan.modules:
        yield from _spelled(f"modules.{module.path}", module.path, MODULE, "a path like pricing/rules.py")
        yield from _all_snake(f"modules.{module.path}.public", (s.name for s in module.public))
    yield from _twice("modules", (m.path for m in plan.modules))


def _project(plan: Plan) -> Iterator[Diagnostic]:
    if not plan.name.strip():
        yield fault(NAME, "name", "the application has no name")
    if not SLUG.fullmatch(plan.slug) or len(plan.slug) > naming.SLUG_LENGTH or naming.is_device(plan.slug):
        message = f'"{plan.slug}" is no folder name: use a-z, 0-9 and single hyphens, {naming.SLUG_LENGTH} at most'
        yield fault(NAME, "slug", f"{message}, such as {naming.slug(plan.slug or plan.name)}")
    yield from _spelled("stack", plan.stack, STACK, "a word like api")


def _entity(entity: Entity) -> Iterator[Diagnostic]:
    here = f"entities.{entity.name}"
    yield from _spelled(here, entity.name, PASCAL, f"like {naming.pascal(entity.name) or 'Book'}")
    if entity.plural:
        yield from _spelled(f"{here}.plural", entity.plural, WORDS, "words of letters, like book copies")
    yield from _all_snake(f"{here}.fields", (f.name for f in entity.fields))
    yield from _all_snake(f"{here}.relations", (r.name for r in entity.relations))
    yield from _all_snake(f"{here}.constraints", (c.name for c in entity.constraints))
    links = [(f"{here}.relations.{r.name}.inverse", r.inverse) for r in entity.relations if r.inverse is not None]
    links += [(f"{here}.owner", entity.owner)] if entity.owner is not None else []
    for place, name in links:
        yield from _snake(place, name)
    places = [f"{here}.fields.{f.name}" for f in entity.fields]
    for place in places + [f"{here}.relations.{r.name}" for r in entity.relations]:
        name = place.rpartition(".")[2]
        if name in LANGUAGE_WORDS:
            yield fault(NAME, place, f'"{name}" has a meaning of its own in expressions: choose another name')


def _snake_lists(plan: Plan) -> Iterator[Diagnostic]:
    lists: dict[str, list[str]] = {
        "roles": [r.name for r in plan.roles],
        "queries": [q.name for q in plan.queries],
        "reports": [r.name for r in plan.reports],
        "jobs": [j.name for j in plan.jobs],
        "notifications": [n.name for n in plan.notifications],
        "transfers": [t.name for t in plan.transfers],
        "pages": [p.name for p in plan.pages],
        "commands": [c.name for c in plan.commands],
        "functions": [f.name for f in plan.functions],
        "pipelines": [p.name for p in plan.pipelines],
        "blocks": [b.name for b in plan.blocks],
    }
    for place, names in lists.items():
        yield from _all_snake(place, names)
    for action in plan.actions:
        yield from _snake(action_path(action), action.name)
        yield from _params(action_path(action), action.params)
    for report in plan.reports:
        yield from _all_snake(f"reports.{report.name}.measures", (m.name for m in report.measures))
    for pipeline in plan.pipelines:
        yield from _all_snake(f"pipelines.{pipeline.name}.steps", (s.name for s in pipeline.steps))
    for function in plan.functions:
        yield from _params(f"functions.{function.name}", function.params)
    for command in plan.commands:
        yield from _params(f"commands.{command.name}", command.params)


def _params(here: str, params: list[Param]) -> Iterator[Diagnostic]:
    yield from _all_snake(f"{here}.params", (p.name for p in params))
    for name in ("id", *sorted(LANGUAGE_WORDS)):
        if any(p.name == name for p in params):
            yield fault(NAME, f"{here}.params.{name}", f'"{name}" has a meaning of its own: choose another name')


def _ids(plan: Plan) -> Iterator[Diagnostic]:
    for requirement in plan.requirements:
        yield from _spelled(f"requirements.{requirement.id}", requirement.id, REQUIREMENT_ID, "like R3 or R3.2")
    yield from _twice("requirements", (r.id for r in plan.requirements))
    others = {
        "assumptions": [a.id for a in plan.assumptions],
        "questions": [q.id for q in plan.questions],
        "criteria": [c.id for c in plan.criteria],
    }
    for place, ids in others.items():
        for one in ids:
            yield from _spelled(f"{place}.{one}", one, ID, "letters and digits")
        yield from _twice(place, ids)


def _all_snake(place: str, names: Iterable[str]) -> Iterator[Diagnostic]:
    found = list(names)
    for name in found:
        yield from _snake(f"{place}.{name}", name)
    yield from _twice(place, found)


def _snake(place: str, name: str) -> Iterator[Diagnostic]:
    yield from _spelled(place, name, SNAKE, f"like {naming.snake(name) or 'due_date'}")


def _spelled(place: str, name: str, pattern: re.Pattern[str], like: str) -> Iterator[Diagnostic]:
    shown = name if len(name) <= MAX_NAME else name[: MAX_NAME - 3] + "..."
    if not pattern.fullmatch(name):
        yield fault(NAME, place, f"{shown!r} is no name here: write it {like}")
    elif len(name) > MAX_NAME:
        yield fault(NAME, place, f'"{shown}" has {len(name)} characters; {MAX_NAME} are the limit')


def _twice(place: str, names: Iterable[str]) -> Iterator[Diagnostic]:
    for name, count in Counter(names).items():
        if count > 1:
            yield fault(TWICE, f"{place}.{name}", f'"{name}" stands {count} times')
