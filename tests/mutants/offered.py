"""What is offered besides rows: calculations, further addresses, what an action asks for, who may sign up."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffolder import naming
from scaffolder.plan import Entity, Plan
from tests.mutants.edits import become, become_pass, called, loosened
from tests.mutants.places import Offer, Place


def calculations(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    found = next((f for f in plan.functions if place.inside[:1] == (naming.identifier(f.name),)), None)
    if found is not None and isinstance(node, ast.BinOp):
        for change in loosened(node):
            yield "function", f"function:{found.name}", f"{change[0]} ({ast.unparse(node)})", change[1]


def endpoints(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called(node.value) == "add_api_route":
        path = ast.literal_eval(node.value.args[0])
        element = next((f"endpoint:{e.method} {e.path}" for e in plan.endpoints if e.path == path), "")
        yield "endpoint", element, "no such address", become_pass


def params(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """What an action asks for may be left out."""
    node = place.node
    if not isinstance(node, ast.AnnAssign) or node.value is not None or entity is None:
        return
    for action in plan.actions:
        if action.entity == entity.name and place.inside[:1] == (f"{entity.name}{naming.pascal(action.name)}",):
            element = f"action:{entity.name}.{action.name}"
            yield "params", element, f"no {ast.unparse(node.target)} is asked for", lambda n: setattr(
                n, "value", ast.parse("fields.UNSET").body[0].value
            )


def signups(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """Somebody signs up with any role."""
    node = place.node
    named = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"
    if named and place.inside[:2] == ("Registration", "role"):
        role = next(r.name for r in plan.roles if r.self_signup)
        yield "signup", f"role:{role}", "with any role", lambda n: become(n, ast.Name("str", ast.Load()))
