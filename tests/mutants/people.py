"""Who may: the guards of the doors, and what is written down about roles."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from scaffolder import naming
from scaffolder.plan import Entity, Plan
from scaffolder.plan.index import entity_plural
from tests.mutants.edits import loosened
from tests.mutants.places import Offer, Place


def doors(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """The four operations of an entity, and its queries."""
    node = place.node
    if not isinstance(node, ast.FunctionDef) or entity is None:
        return
    operation = {"create": "create", "read": "read", "update": "update", "delete": "delete"}.get(node.name, "")
    granted = {p.role for p in plan.permissions if p.entity == entity.name and operation in p.operations}
    if not operation or all(r.admin or r.name in granted for r in plan.roles):
        return  # everybody may anyway
    if guarded(node):
        yield "permission", f"permissions:{entity.name}.{operation}", "nobody is asked", unguard


def functions(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """What is calculated for those who may have it calculated."""
    node = place.node
    found = next((f for f in plan.functions if isinstance(node, ast.FunctionDef) and f.name == node.name), None)
    if found is not None and isinstance(node, ast.FunctionDef) and guarded(node):
        yield "permission", f"function:{found.name}", "nobody is asked", unguard


def guarded(node: ast.FunctionDef) -> bool:
    return "access.may(" in ast.unparse(node.args)


def unguard(node: ast.AST) -> None:
    """Who asks is known still, but not whether they may."""
    assert isinstance(node, ast.FunctionDef)
    user = next(a for a in node.args.args if a.arg == "user")
    user.annotation = ast.parse("access.UserDep", mode="eval").body


def access(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """What is written down about roles: an operation more, an operation less, rows of others too."""
    node = place.node
    if isinstance(node, ast.Dict) and place.inside[-1:] == ("ALLOWED",):
        for i, key in enumerate(node.keys):
            role, name = ast.literal_eval(key) if key is not None else ("", "")
            found = next((e for e in plan.entities if naming.identifier(e.name) == name), None)
            allowed = (
                {ast.literal_eval(v) for v in node.values[i].elts} if isinstance(node.values[i], ast.Set) else set()
            )
            for operation in ("create", "read", "update", "delete") if found else ():
                others = {p.role for p in plan.permissions if p.entity == name and operation in p.operations}
                if operation not in allowed and others:
                    element = f"permissions:{name}.{operation}"
                    yield "permission", element, f"{role} may as well", partial(_let, i, operation)
                elif operation in allowed:
                    yield "permission", f"permission:{role}.{name}", f"no {operation}", partial(_forbid, i, operation)
    for permission in plan.permissions:
        words = naming.snake(entity_plural(next(e for e in plan.entities if e.name == permission.entity)))
        if not permission.where or place.inside[:1] != (f"{naming.snake(permission.role)}_{words}",):
            continue
        if isinstance(node, ast.Compare) and type(node.ops[0]) is ast.Eq:
            element = f"permission:{permission.role}.{permission.entity}"
            yield "owner", element, f"others' rows ({ast.unparse(node)})", loosened(node)[0][1]


def _let(place: int, operation: str, node: ast.AST) -> None:
    assert isinstance(node, ast.Dict) and isinstance(node.values[place], ast.Set)
    node.values[place].elts.append(ast.Constant(operation))


def _forbid(place: int, operation: str, node: ast.AST) -> None:
    assert isinstance(node, ast.Dict) and isinstance(node.values[place], ast.Set)
    kept = [e for e in node.values[place].elts if ast.literal_eval(e) != operation]
    node.values[place] = ast.Set(kept) if kept else ast.parse("set()").body[0].value
