"""A plan for an application that has one user and no login: who acts is said with the action, and nobody is kept out.

What would be told to people who log in is told to that user, by what the application prints, unless it is to be mailed.

`user.member`, the profile of whoever is logged in, becomes a parameter of the action that reads it. What asks in any
other way who is logged in has no meaning there: it is left out, and the requirements that asked for it say why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scaffolder import naming
from scaffolder.expr.nodes import Binary, Call, Choose, Compare, Items, Logic, Node, Path, Unary, references
from scaffolder.expr.parsing import parse, text
from scaffolder.plan import (
    Action,
    Channel,
    CreateEffect,
    Effect,
    Element,
    Entity,
    Notification,
    Param,
    Plan,
    Precondition,
    SetEffect,
)
from scaffolder.plan.index import Index

MAIL = re.compile(r"e-?mail|\bmail", re.IGNORECASE)
LOGIN = ("user", "role", "current_user", "current_role")


def for_one_user(plan: Plan, reason: str) -> Plan:
    """The plan without roles; `reason` is told to requirements of which something is left out."""
    plan = plan.model_copy(update={"notifications": [_printed(n, plan) for n in plan.notifications]})
    if not plan.roles and not any(e.owner for e in plan.entities):
        return plan
    actions = [a for a in (_acted(Index(plan), a) for a in plan.actions) if a is not None]
    kept: dict[str, list[Any]] = {
        "actions": actions,
        "queries": [q for q in plan.queries if not _asks(Index(plan), q.entity, [q.where])],
        "reports": [r for r in plan.reports if not _asks(Index(plan), r.entity, [r.where, *r.group_by])],
    }
    functions = [f.model_copy(update={"roles": []}) for f in plan.functions]
    # Who may do something to all rows is the one user: only rights to some rows lose their meaning.
    lost = [*(p for p in plan.permissions if p.where is not None), *_lost(plan, kept)]
    told = {rid for element in lost for rid in element.satisfies} | set(_exclusive(plan))
    return plan.model_copy(
        update={
            **kept,
            "functions": functions,
            "entities": [_unowned(e) for e in plan.entities],
            "roles": [],
            "permissions": [],
            "requirements": [
                r.model_copy(update={"status": "partial", "reason": r.reason or reason}) if r.id in told else r
                for r in plan.requirements
            ],
            "assumptions": [a for a in plan.assumptions if not a.affects or not all(map(_of_roles, a.affects))],
        }
    )


def _printed(notification: Notification, plan: Plan) -> Notification:
    """Told where the user is. Nobody said that it is mailed: then that is only how it is usually done."""
    asked = [r.text for r in plan.requirements if r.id in notification.satisfies]
    mailed = notification.channel == "email" and any(MAIL.search(text) for text in asked)
    to = "" if notification.to == "user" or notification.to.startswith("role:") else notification.to
    channel: Channel = "stdout" if notification.channel in ("email", "in_app") and not mailed else notification.channel
    return notification.model_copy(update={"channel": channel, "to": to})


def _exclusive(plan: Plan) -> Iterator[str]:
    """The requirements that keep others from an action, a function or rows: the plan says who may, only their words
    that nobody else."""
    restricted = {rid for a in plan.actions if a.roles for rid in a.satisfies}
    restricted |= {rid for f in plan.functions if f.roles for rid in f.satisfies}
    restricted |= {rid for p in plan.permissions for rid in p.satisfies}
    only = re.compile(r"\bonly\b", re.IGNORECASE)
    yield from (r.id for r in plan.requirements if r.id in restricted and only.search(r.text))


def _lost(plan: Plan, kept: Mapping[str, list[Any]]) -> Iterator[Element]:
    for name, elements in kept.items():
        there = {(e.name, e.entity) for e in elements}
        yield from (e for e in getattr(plan, name) if (e.name, e.entity) not in there)


def _of_roles(element: str) -> bool:
    return element.startswith(("role:", "permission:"))


def _unowned(entity: Entity) -> Entity:
    return entity.model_copy(update={"owner": None})


def _asks(index: Index, entity: str | None, expressions: Iterable[str | None]) -> bool:
    """Whether one of them reads who is logged in."""
    found = index.entities.get(entity or "")
    own = {f.name for f in found.fields} | {r.name for r in found.relations} if found else set()
    owner = {found.owner, "owner"} if found and found.owner else set()
    words = (set(LOGIN) - own) | owner
    return any(path[0] in words for e in expressions if e for path in references(parse(e)))


def _acted(index: Index, action: Action) -> Action | None:
    """With who acts as a parameter; None where it asks more than that of who is logged in."""
    wanted: dict[str, str] = {}
    for role in index.plan.roles:
        if role.entity:
            profile = naming.snake(role.entity)
            declared = index.entities.get(action.entity or "")
            taken = declared is not None and any(r.name == profile for r in declared.relations)
            wanted[profile] = f"acting_{profile}" if taken else profile
    preconditions = [Precondition(expr=_told(p.expr, wanted), message=p.message) for p in action.preconditions]
    effects = [_effect(e, wanted) for e in action.effects]
    said = [p.expr for p in preconditions] + [v for e in effects for v in _values(e)]
    if _asks(index, action.entity, said):
        return None
    before = [p.expr for p in action.preconditions] + [v for e in action.effects for v in _values(e)]
    used = {path[1] for e in before for path in references(parse(e)) if path[0] in LOGIN and len(path) > 1}
    params = [
        Param(name=wanted[naming.snake(r.entity)], ref=r.entity, type="integer")
        for r in index.plan.roles
        if r.entity and naming.snake(r.entity) in used
    ]
    unique = list({p.name: p for p in [*params, *action.params]}.values())
    changes = {"preconditions": preconditions, "effects": effects, "params": unique, "roles": []}
    return action.model_copy(update=changes)


def _values(effect: Effect) -> list[str]:
    if isinstance(effect, SetEffect):
        return [effect.value]
    return list(effect.values.values()) if isinstance(effect, CreateEffect) else []


def _effect(effect: Effect, wanted: Mapping[str, str]) -> Effect:
    if isinstance(effect, SetEffect):
        return effect.model_copy(update={"value": _told(effect.value, wanted)})
    if isinstance(effect, CreateEffect):
        return effect.model_copy(update={"values": {k: _told(v, wanted) for k, v in effect.values.items()}})
    return effect


def _told(expression: str, wanted: Mapping[str, str]) -> str:
    return text(_renamed(parse(expression), wanted))


def _renamed(node: Node, wanted: Mapping[str, str]) -> Node:
    """`user.member.name` is `member.name`, where that is the parameter."""

    def inner(part: Node) -> Node:
        return _renamed(part, wanted)

    match node:
        case Path(parts=("user" | "current_user", profile, *rest)) if profile in wanted:
            return Path((wanted[profile], *rest))
        case Unary(op=op, operand=operand):
            return Unary(op, inner(operand))
        case Binary(op=op, left=left, right=right):
            return Binary(op, inner(left), inner(right))
        case Compare(op=op, left=left, right=right):
            return Compare(op, inner(left), inner(right))
        case Logic(op=op, operands=operands):
            return Logic(op, tuple(map(inner, operands)))
        case Choose(test=test, then=then, other=other):
            return Choose(inner(test), inner(then), inner(other))
        case Call(name=name, args=args):
            return Call(name, tuple(map(inner, args)))
        case Items(items=items):
            return Items(tuple(map(inner, items)))
    return node
