"""Expressions as Django code over the models of a generated application.

Rows: a to-many path is asked for with `all()`, a length of time is kept as one, and the far side of a one-to-one link
may be missing, which Django says by an error.
"""

from __future__ import annotations

import re

from scaffolder import naming
from scaffolder.expr.django_sql import Queries
from scaffolder.expr.literals import literal, literal_for
from scaffolder.expr.nodes import Binary, Call, Compare, Items, Logic, Node, Path, Step, Typed, Unary, Value
from scaffolder.expr.python import Writer

# What a model of Django has already, or does not allow as the name of a field.
RESERVED = {
    "adelete", "arefresh_from_db", "asave", "check", "clean", "clean_fields", "date_error_message", "delete",
    "from_db", "full_clean", "get_constraints", "get_deferred_fields", "objects", "pk", "prepare_database_save",
    "refresh_from_db", "save", "save_base", "serializable_value", "unique_error_message", "validate_constraints",
    "validate_unique",
}  # fmt: skip


def spelled(name: str) -> str:
    """The attribute of a model for what the plan calls `name`: no name ends in an underscore or has two in a row."""
    fits = naming.identifier(name) == name and name not in RESERVED and name.strip("_") == name and "__" not in name
    return name if fits else f"{re.sub('__+', '_', name).strip('_')}_value"


class Rows(Writer):
    """How the rows of Django's models spell what the plan names."""

    def named(self, name: str) -> str:
        return spelled(name)

    def reached(self, row: str, step: Step) -> str:
        if step.kind == "profile" or (step.kind == "to_one" and step.inverse):
            return f'getattr({row}, "{self.named(step.name)}", None)'
        return super().reached(row, step)

    def many(self, code: str) -> str:
        return f"{code}.all()"

    def stored_duration(self, code: str) -> str:
        return code


LOOKUPS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
CLASSES = {
    "==": "Exact", "<": "LessThan", "<=": "LessThanOrEqual", ">": "GreaterThan", ">=": "GreaterThanOrEqual",
    "in": "In",
}  # fmt: skip
OPPOSITES = {"!=": "==", "not in": "in"}
FUNCTIONS = {"len": "Length", "lower": "Lower", "upper": "Upper"}


def to_constraint(typed: Typed) -> str:
    """The condition of a constraint of one table (see `ddl`, which says what such a condition may hold)."""
    return _constraint(typed, typed.node)


def _constraint(typed: Typed, node: Node) -> str:
    match node:
        case Logic(op=op, operands=operands):
            return f"({(' | ' if op == 'or' else ' & ').join(_constraint(typed, o) for o in operands)})"
        case Unary(op="not", operand=operand):
            return f"~{_constraint(typed, operand)}"
        case Path():
            return f"models.Q({_attribute(typed, node)}=True)"
        case Compare(op="is" | "is not" as op, left=Path() as left):
            return f"models.Q({_attribute(typed, left)}__isnull={op == 'is'})"
        case Compare(op=op, left=left, right=right) if op in OPPOSITES:
            return f"~{_compared(typed, OPPOSITES[op], left, right)}"
        case Compare(op=op, left=left, right=right):
            return _compared(typed, op, left, right)
    raise TypeError(node)


def _compared(typed: Typed, op: str, left: Node, right: Node) -> str:
    value = _literal(typed, right, left) if isinstance(right, Items) else _operand(typed, right, left)
    if isinstance(left, Path):
        lookup = f"__{LOOKUPS.get(op, op)}" if op != "==" else ""
        return f"models.Q({_attribute(typed, left)}{lookup}={value})"
    return f"models.Q(lookups.{CLASSES[op]}({_operand(typed, left, right)}, {value}))"


def _attribute(typed: Typed, path: Path) -> str:
    return spelled(typed.steps(path)[-1].name)


def _literal(typed: Typed, node: Items, other: Node) -> str:
    return f"[{', '.join(_operand(typed, item, other) for item in node.items)}]"


def _operand(typed: Typed, node: Node, other: Node | None = None) -> str:
    match node:
        case Value(value=value):
            meant = literal_for(node, typed.of(other).kind) if other is not None else None
            return literal(value if meant is None else meant)
        case Path():
            return f'F("{_attribute(typed, node)}")'
        case Unary(operand=operand):
            return f"-{_operand(typed, operand)}"
        case Binary(op=op, left=left, right=right):
            return f"({_operand(typed, left)} {op} {_operand(typed, right)})"
        case Call(name=name, args=(arg,)):
            return f"{FUNCTIONS[name]}({_operand(typed, arg)})"
    raise TypeError(node)


def to_value(typed: Typed, *, data: str = "data") -> str:
    """An expression of Django's ORM; a length of time is one again."""
    text = Queries(typed, data, Rows, spelled).value(typed.node)
    return f"Span({text})" if typed.type.kind == "duration" else text


def to_condition(typed: Typed, *, data: str = "data") -> str:
    """A `Q`."""
    return Queries(typed, data, Rows, spelled).alone(typed.node)
