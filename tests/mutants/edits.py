"""Small edits of a syntax tree, in place."""

from __future__ import annotations

import ast

from tests.mutants.places import Edit

FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


def loosened(node: ast.AST | None) -> list[tuple[str, Edit]]:
    """The same condition or sum with one thing turned round."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in FLIPS:
        other = FLIPS[type(node.ops[0])]
        return [(f"{other.__name__} for {type(node.ops[0]).__name__}", lambda n: n.ops.__setitem__(0, other()))]
    if isinstance(node, ast.BinOp):
        swap = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
        return [("another operator", lambda n: setattr(n, "op", swap()))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [("not left out", lambda n: become(n, n.operand))]
    if isinstance(node, ast.BoolOp):
        swapped = ast.Or if isinstance(node.op, ast.And) else ast.And
        return [("and for or", lambda n: setattr(n, "op", swapped()))]
    return []


def called(node: ast.Call) -> str:
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr if isinstance(node.func, ast.Attribute) else ""
    )


def drop(function: ast.AST, place: int) -> None:
    assert isinstance(function, ast.FunctionDef)
    function.body[place] = ast.Pass()


def empty(node: ast.AST) -> None:
    assert isinstance(node, ast.If)
    node.body = [ast.Pass()]


def become(node: ast.AST, other: ast.AST) -> None:
    """Turn a node into another one, in place."""
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)


def become_pass(node: ast.AST) -> None:
    become(node, ast.Pass())
