"""Expressions as the text of an SQL CHECK constraint, for databases that keep rows right themselves.

Only what every database reads alike: own columns, literals, comparisons, `and or not`, `in`, `is None`, sums and
products of numbers, `len`, `lower`, `upper`. As in SQL, a comparison with an empty column does not break the rule.
"""

from __future__ import annotations

from decimal import Decimal

from scaffolder.expr.nodes import (
    NUMBERS,
    Binary,
    Call,
    Compare,
    Items,
    Logic,
    Node,
    Path,
    Typed,
    Unary,
    Value,
)  # fmt: skip

FUNCTIONS = {"len": "length", "lower": "lower", "upper": "upper"}
OPERATORS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "IN", "not in": "NOT IN",
             "is": "IS", "is not": "IS NOT"}  # fmt: skip
COMPARED = NUMBERS | {"string", "boolean", "date"}
RESERVED = """
all analyse analyze and any array as asc asymmetric authorization between binary both by case cast check collate
column commit constraint create cross current database default deferrable delete desc distinct do drop each else end
escape except exclude exists explain fail fetch filter following for foreign freeze from full glob grant group groups
having if ignore ilike immediate in index indexed initially inner insert instead intersect into is isnull join key
lateral leading left like limit localtime match materialized natural no not nothing notnull null nulls of offset on
only or order others outer over overlaps partition placing plan pragma preceding primary query raise range recursive
references regexp release rename replace restrict returning right rollback row rows savepoint select session set
similar some symmetric table tablesample temp temporary then ties to trailing transaction trigger true false unbounded
union unique update user using vacuum values variadic verbose view virtual when where window with without
"""


def to_check(typed: Typed) -> str:
    """The SQL text, or "" where the expression says more than a constraint of one table can."""
    try:
        return _condition(typed, typed.node)
    except _Beyond:
        return ""


class _Beyond(Exception):
    """The expression is beyond a constraint of one table."""


def _condition(typed: Typed, node: Node) -> str:
    match node:
        case Logic(op=op, operands=operands):
            return f" {op.upper()} ".join(_inner(typed, operand) for operand in operands)
        case Unary(op="not", operand=operand):
            return f"NOT ({_condition(typed, operand)})"
        case Compare(op=op, left=left, right=right):
            if not op.startswith("is") and not _comparable(typed, left, right):
                raise _Beyond
            return f"{_value(typed, left)} {OPERATORS[op]} {_value(typed, right)}"
        case Path():
            return _value(typed, node)
        case _:
            raise _Beyond


def _comparable(typed: Typed, left: Node, right: Node) -> bool:
    """Dates with a time and rows only with one another: each database writes a literal of them its own way."""
    return typed.of(left).kind in COMPARED or (isinstance(left, Path) and isinstance(right, Path))


def _inner(typed: Typed, node: Node) -> str:
    text = _condition(typed, node)
    return f"({text})" if isinstance(node, Logic) else text


def _value(typed: Typed, node: Node) -> str:
    match node:
        case Value(value=value):
            return _literal(value)
        case Items(items=items):
            return f"({', '.join(_value(typed, item) for item in items)})"
        case Path():
            return _column(typed, node)
        case Unary(op="-", operand=operand) if typed.of(operand).kind in NUMBERS:
            return f"-{_value(typed, operand)}"
        case Binary(op="+" | "-" | "*", left=left, right=right) if _numbers(typed, left, right):
            return f"({_value(typed, left)} {node.op} {_value(typed, right)})"
        case Call(name=name, args=(arg,)) if name in FUNCTIONS and typed.of(arg).kind == "string":
            return f"{FUNCTIONS[name]}({_value(typed, arg)})"
        case _:
            raise _Beyond


def _numbers(typed: Typed, *nodes: Node) -> bool:
    return all(typed.of(n).kind in NUMBERS for n in nodes)


def _column(typed: Typed, path: Path) -> str:
    steps = typed.steps(path)
    if len(steps) != 1 or steps[0].computed or steps[0].type.kind == "file":
        raise _Beyond
    if steps[0].kind == "to_one":
        return f"{steps[0].name}_id"
    if steps[0].kind != "field":
        raise _Beyond
    return f'"{steps[0].name}"' if steps[0].name in RESERVED.split() else steps[0].name


def _literal(value: int | Decimal | str | bool | None) -> str:
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "true", False: "false"}[value]
    if not isinstance(value, str):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if any(sign in value for sign in "%:\\\x00"):
        raise _Beyond  # signs that database drivers read as their own
    return "'" + value.replace("'", "''") + "'"
