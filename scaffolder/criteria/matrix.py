"""Who may come through which door: every operation of an entity against every role, and nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, cast

from msgspec import Struct

from scaffolder.criteria import values
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Facts, User
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics.actions import everybody, named
from scaffolder.plan import Action, Function, Operation, Plan, Query, Report, Transfer

Doing = Literal[
    "create",
    "list",
    "read",
    "update",
    "delete",
    "query",
    "report",
    "action",
    "import",
    "export",
    "function",
    "endpoint", "upload", "download", "inbox",
]  # fmt: skip
OF: dict[str, Operation] = {
    "create": "create", "list": "read", "read": "read", "update": "update", "delete": "delete", "query": "read",
    "report": "read", "import": "import", "export": "export", "upload": "update", "download": "read",
}  # fmt: skip


FILES: tuple[Doing, ...] = ("upload", "download")


class Door(Struct, frozen=True):
    """Something that can be asked for, `allowed` by these actors ("": nobody in particular). `values` are right in
    themselves, but point at rows that are not there."""

    doing: Doing
    name: str
    values: dict[str, Any]
    allowed: tuple[str, ...]


def doors(plan: Plan, entity: str | None) -> tuple[Door, ...]:
    """The doors of an entity in a plan with roles; None: those of the application as a whole."""
    facts = Facts(plan)
    if entity is None:
        return tuple(_of_application(facts))
    found = [_door(facts, entity, doing, "", given) for doing, given in _plain(facts, entity)]
    found += [_door(facts, entity, "query", q.name, {}) for q in facts.index.queries(entity)]
    found += [_door(facts, entity, "report", r.name, {}) for r in facts.index.reports(entity)]
    found += [_action(facts, a) for a in facts.index.actions(entity)]
    found += [_door(facts, entity, t.direction, t.name, {}) for t in facts.index.transfers(entity)]
    for field in (f for f in facts.index.entity(entity).fields if f.type in ("file", "image") and not f.computed):
        found += [_door(facts, entity, doing, field.name, {}) for doing in FILES]
    return tuple(found)


def _of_application(facts: Facts) -> Iterator[Door]:
    yield from (_action(facts, a) for a in facts.index.actions(None))
    yield from (_function(facts, f) for f in facts.plan.functions)
    for endpoint in facts.plan.endpoints:
        found = _behind(facts, endpoint.does)
        yield Door("endpoint", f"{endpoint.method} {endpoint.path}", {}, found.allowed)
    if any(n.channel == "in_app" for n in facts.plan.notifications):
        yield Door("inbox", "", {}, tuple(a for a in everybody(facts) if a))


def _behind(facts: Facts, does: str) -> Door:
    """The usual door to what a further address does: "list:Book", "action:Book.borrow", "report:loans_per_month"."""
    plan, (kind, _, name) = facts.plan, does.partition(":")
    if kind == "function":
        return _function(facts, next(f for f in plan.functions if f.name == name))
    if kind == "action":
        return _action(facts, next(x for x in plan.actions if named(x) == does))
    if kind in ("query", "report", "import", "export"):
        elements: dict[str, Sequence[Query | Report | Transfer]] = {"query": plan.queries, "report": plan.reports}
        found = next(e for e in elements.get(kind, plan.transfers) if e.name == name)
        return _door(facts, found.entity, cast(Doing, kind), name, {})
    return _door(facts, name, cast(Doing, kind), "", {})


def _function(facts: Facts, function: Function) -> Door:
    story = Story(facts)
    given = {p.name: values.invent_param(p, n) for n, p in enumerate(function.params)}
    allowed = [a for a in everybody(facts) if access.may_call(story.world, story.world.user(a), function)]
    return Door("function", function.name, given, tuple(allowed))


def _plain(facts: Facts, entity: str) -> list[tuple[Doing, dict[str, Any]]]:
    found: list[tuple[Doing, dict[str, Any]]] = [("list", {}), ("read", {}), ("update", {}), ("delete", {})]
    try:
        story = Story(facts)
        given = story.complete(entity, {})
    except Impossible:
        return found
    return [("create", story.told(given)), *found]


def _door(facts: Facts, entity: str, doing: Doing, name: str, given: dict[str, Any]) -> Door:
    story = Story(facts)

    def may(user: User | None) -> bool:
        world = story.world
        return access.unlimited(world, user) or bool(access.permissions(world, user, entity, OF[doing]))

    return Door(doing, name, given, tuple(a for a in everybody(facts) if may(story.world.user(a))))


def _action(facts: Facts, action: Action) -> Door:
    story = Story(facts)
    given: dict[str, Any] = {}
    for n, p in enumerate(action.params):
        given[p.name] = ([999_999] if p.multiple else 999_999) if p.ref else values.invent_param(p, n)
    allowed = [a for a in everybody(facts) if access.may_run(story.world, story.world.user(a), action)]
    return Door("action", action.name, given, tuple(allowed))
