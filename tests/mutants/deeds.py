"""What is done: actions, and the rules over several rows that they must keep."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolder import naming
from scaffolder.plan import CreateEffect, Entity, Plan
from tests.mutants.edits import called, drop, loosened
from tests.mutants.people import guarded, unguard
from tests.mutants.places import Offer, Place


def action_of(plan: Plan, entity: Entity | None, inside: tuple[str, ...]) -> str:
    for action in plan.actions:
        if action.entity is not None and (entity is None or action.entity != entity.name):
            continue
        if inside and inside[0].rstrip("_") == f"{action.name}_{naming.snake(action.entity or '')}".rstrip("_"):
            return f"action:{action.entity + '.' if action.entity else ''}{action.name}"
    return ""


def routes(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node, action = place.node, action_of(plan, entity, place.inside)
    if isinstance(node, ast.FunctionDef) and action_of(plan, entity, (node.name,)):
        action = action_of(plan, entity, (node.name,))
        moved = {m.field for m in plan.state_machines if entity and m.entity == entity.name}
        if guarded(node):
            yield "permission", action, "nobody is asked", unguard
        for i, line in enumerate(node.body):
            text = ast.unparse(line)
            if text.startswith("require("):
                state = any(re.match(rf"require\(\w+\.{f} ", text) for f in moved)
                yield "transition" if state else "precondition", action, "not required", lambda n, i=i: drop(n, i)
            elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Attribute):
                state = line.targets[0].attr.rstrip("_") in moved
                yield "transition" if state else "effect", action, f"no {text.split(' = ')[0]}", lambda n, i=i: drop(
                    n, i
                )
            elif text.startswith("session.add("):
                yield "effect", action, "nothing is stored", lambda n, i=i: drop(n, i)
            elif text.startswith("check_") and _limited(plan, action, line):
                yield "limit", action, "rules are not checked", lambda n, i=i: drop(n, i)
            elif text.startswith("notifications."):
                name = text.removeprefix("notifications.").partition("(")[0]
                yield "notification", f"notification:{name}", "not sent", lambda n, i=i: drop(n, i)
    if isinstance(node, ast.Call) and called(node) == "require" and action:
        for change in loosened(node.args[0]):
            kind = "transition" if _about_state(plan, entity, node.args[0]) else "precondition"
            yield kind, action, change[0], lambda n, c=change[1]: c(n.args[0])


def _about_state(plan: Plan, entity: Entity | None, node: ast.AST) -> bool:
    fields = {m.field for m in plan.state_machines if entity and m.entity == entity.name}
    return any(isinstance(n, ast.Attribute) and n.attr.rstrip("_") in fields for n in ast.walk(node)) and not any(
        isinstance(n, ast.Attribute) and n.attr == "user" for n in ast.walk(node)
    )


def _limited(plan: Plan, action: str, line: ast.stmt) -> bool:
    """Does this line check the limits of what the action creates?"""
    name = ast.unparse(line).removeprefix("check_").partition("(")[0]
    found = next(a for a in plan.actions if action == f"action:{a.entity + '.' if a.entity else ''}{a.name}")
    made = {e.entity for e in found.effects if isinstance(e, CreateEffect)}
    limited = (e for e in plan.entities if e.name in made and any(c.kind == "limit" for c in e.constraints))
    return any(naming.snake(e.name) == name for e in limited)


def rules(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if entity is None:
        return
    if isinstance(node, ast.FunctionDef) and node.name == f"check_{naming.snake(entity.name)}":
        for i, line in enumerate(node.body):
            name = ast.unparse(line).partition("(")[0].removeprefix("keep_")
            found = next((c for c in entity.constraints if c.name == name), None)
            if found is not None:
                yield found.kind, f"{entity.name}.{name}", "not checked", lambda n, i=i: drop(n, i)
    if not place.inside or not place.inside[0].startswith("keep_"):
        return
    constraint = next((c for c in entity.constraints if c.name == place.inside[0].removeprefix("keep_")), None)
    if constraint is None or not isinstance(node, ast.Compare):
        return
    text = ast.unparse(node)
    if re.match(r"\w+\.id != \w+\.id", text) or " is not None" in text or "deleted_at" in text:
        return  # a row never stands in its own way twice, and None has nothing to flip
    for change in loosened(node):
        yield constraint.kind, f"{entity.name}.{constraint.name}", f"{change[0]} ({text})", change[1]
