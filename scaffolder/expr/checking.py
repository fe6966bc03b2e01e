"""Types for every node, or one line that says what is wrong.

Nullability: a value may be None where a field, relation or parameter may, where something is divided by what may be
zero, and for avg, min and max of what may be no rows at all. Comparisons, `and`, `or`, `not` and `is` never are None.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from msgspec.structs import replace

from scaffolder.expr.arithmetic import arithmetic
from scaffolder.expr.literals import literal_for, not_zero
from scaffolder.expr.nodes import (
    AGGREGATES,
    NUMBERS,
    ORDERED,
    Binary,
    Call,
    Choose,
    Compare,
    ExprError,
    Items,
    Kind,
    Logic,
    Node,
    Path,
    Step,
    Type,
    Typed,
    Unary,
    Value,
    walk,
)  # fmt: skip
from scaffolder.expr.parsing import parse, text
from scaffolder.expr.scope import KINDS, Scope
from scaffolder.expr.signatures import ARGUMENTS, CALLS
from scaffolder.expr.suggesting import near
from scaffolder.plan import FieldType

BOOLEAN = Type("boolean")


def check(text_or_node: str | Node, scope: Scope) -> Typed:
    """Raises ExprError."""
    node = parse(text_or_node) if isinstance(text_or_node, str) else text_or_node
    checker = _Checker(scope)
    if checker.type(node).kind == "rows":
        raise _many(node)
    return Typed(node, checker.types, checker.paths, scope.entity)


def fits(type_: Type, field: FieldType) -> bool:
    """Whether a value of `type_` may be stored in a field of that type (None and ISO texts are for the caller)."""
    kind = KINDS.get(field, "string")
    if type_.kind == "none" or type_.kind == kind:
        return True
    return type_.kind in NUMBERS and kind in ("decimal", "float")


def _many(node: Node) -> ExprError:
    return ExprError(f"{text(node)} is a list of rows: use it inside count, sum, avg, min or max")


class _Checker:
    """One walk over one expression; `aggregate` is the path of the rows that the walk is inside of."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.types: dict[Node, Type] = {}
        self.paths: dict[Path, tuple[Step, ...]] = {}
        self.aggregate: tuple[str, ...] | None = None

    def type(self, node: Node) -> Type:
        found = self.infer(node)
        self.types[node] = found
        return found

    def infer(self, node: Node) -> Type:
        match node:
            case Value():
                return self.value(node)
            case Path():
                return self.path(node)
            case Unary(op="not", operand=operand):
                self.condition(operand, "not")
                return BOOLEAN
            case Unary(operand=operand):
                return self.negated(operand)
            case Binary():
                return self.binary(node)
            case Compare():
                return self.compare(node)
            case Logic(op=op, operands=operands):
                for operand in operands:
                    self.condition(operand, op)
                return BOOLEAN
            case Choose(test=test, then=then, other=other):
                self.condition(test, "if")
                return self.common([then, other], "if … else")
            case Call(name=name) if name in AGGREGATES:
                return self.aggregated(node)
            case Call():
                return self.call(node)
        raise ExprError("a list stands only to the right of in")

    def value(self, node: Value) -> Type:
        kinds: dict[type, Kind] = {
            bool: "boolean", int: "integer", str: "string", date: "date", datetime: "datetime", time: "time",
            UUID: "uuid",
        }  # fmt: skip
        if node.value is None:
            return Type("none", nullable=True)
        return Type(kinds.get(type(node.value), "decimal"))

    def path(self, node: Path) -> Type:
        try:
            steps = self.paths[node] = self.scope.resolve(node)
        except ExprError as error:
            raise ExprError(error.message, suggestions=error.suggestions, offset=node.offset) from None
        many = [i for i, step in enumerate(steps) if step.kind == "to_many"]
        last = steps[-1].type
        if not many:
            return replace(last, nullable=any(s.type.nullable for s in steps))
        source = node.parts[: many[-1] + 1]
        if self.aggregate is None and len(source) < len(node.parts):
            raise _many(Path(source))
        if self.aggregate not in (None, source):
            outer = ".".join(self.aggregate or ())
            raise ExprError(f"{text(Path(source))} and {outer} are different rows: aggregate them separately")
        return replace(last, nullable=any(s.type.nullable for s in steps[many[-1] + 1 :]))

    def scalar(self, node: Node) -> Type:
        """The type of a node that must be one value."""
        found = self.type(node)
        if found.kind == "rows" and self.aggregate is None:
            raise _many(node)
        return replace(found, kind="row") if found.kind == "rows" else found

    def condition(self, node: Node, place: str) -> None:
        found = self.scalar(node)
        if found.kind != "boolean":
            raise self.error(node, f"{place} needs a condition, and {text(node)} is {found.words}")

    def negated(self, operand: Node) -> Type:
        found = self.scalar(operand)
        if found.kind not in NUMBERS | {"duration"}:
            raise self.error(operand, f"- needs a number, and {text(operand)} is {found.words}")
        return replace(found, choices=())

    def binary(self, node: Binary) -> Type:
        left, right = self.scalar(node.left), self.scalar(node.right)
        kind = arithmetic(node, left, right)
        nullable = left.nullable or right.nullable
        if node.op in ("/", "//", "%") and not not_zero(node.right):
            nullable = True
        return Type(kind, nullable=nullable)

    def compare(self, node: Compare) -> Type:
        if node.op in ("is", "is not"):
            self.scalar(node.left)
            self.type(node.right)
        elif isinstance(node.right, Items):
            left = self.scalar(node.left)
            for item in node.right.items:
                self.comparable(node, left, item)
            self.types[node.right] = Type("list")
        elif node.op in ("in", "not in"):
            self.member(node)
        else:
            self.comparable(node, self.scalar(node.left), node.right)
        return BOOLEAN

    def member(self, node: Compare) -> None:
        left, right = self.scalar(node.left), self.type(node.right)
        if right.kind != "rows" or self.aggregate is not None:
            raise self.error(
                node.right, f"{node.op} needs a list such as (1, 2), and {text(node.right)} is {right.words}"
            )
        if left.kind != "row" or left.entity != right.entity:
            raise self.error(node, f"{text(node.left)} is {left.words}, and {text(node.right)} is {right.words}")

    def comparable(self, node: Compare, left: Type, far: Node) -> None:
        right = self.scalar(far)
        if left.kind == "none" or right.kind == "none":
            raise self.error(node, "compare with nothing by is None or is not None")
        if right.kind == "string" and literal_for(far, left.kind) is not None:
            return
        if left.kind == "string" and literal_for(node.left, right.kind) is not None:
            return
        same = left.kind == right.kind or (left.kind in NUMBERS and right.kind in NUMBERS)
        if not same or left.entity != right.entity:
            raise self.error(node, self.unlike(node.left, left, far, right))
        if node.op in ("<", "<=", ">", ">=") and left.kind not in ORDERED:
            raise self.error(node, f"{node.op} needs numbers, dates or times: {text(node.left)} is {left.words}")
        if left.kind in ("list", "json", "file"):
            raise self.error(node, f"{text(node.left)} is {left.words}: only is None can be asked of it")
        self.chosen(left, far)
        self.chosen(right, node.left)

    def unlike(self, near_: Node, left: Type, far: Node, right: Type) -> str:
        hint = ""
        if {left.kind, right.kind} == {"date", "datetime"}:
            hint = ": compare dates with today, dates with a time with now"
        return f"{text(near_)} is {left.words}, {text(far)} is {right.words}{hint}"

    def chosen(self, type_: Type, node: Node) -> None:
        """An enum field is compared with its own values only."""
        if type_.choices and isinstance(node, Value) and node.value not in type_.choices:
            found = near(str(node.value), type_.choices)
            raise self.error(node, f'"{node.value}" is none of {", ".join(type_.choices)}', found)

    def common(self, nodes: list[Node], place: str) -> Type:
        """The one type of several nodes; None fits everything."""
        types = [self.scalar(n) for n in nodes]
        known = [t for t in types if t.kind != "none"]
        if not known:
            raise self.error(nodes[0], f"{place} needs a value that is not None")
        first, nullable = known[0], any(t.nullable for t in types)
        kinds = {t.kind for t in known}
        if kinds <= NUMBERS and len(kinds) > 1:
            return Type("decimal" if "decimal" in kinds else "float", nullable=nullable)
        if len(kinds) > 1 or len({t.entity for t in known}) > 1:
            raise self.error(nodes[0], f"{place} mixes {' and '.join(dict.fromkeys(t.words for t in known))}")
        return Type(first.kind, first.entity, nullable=nullable)

    def aggregated(self, node: Call) -> Type:
        self.arity(node)
        if self.aggregate is not None:
            raise self.error(node, f"{node.name}() stands inside another aggregate: {text(node)}")
        try:
            self.aggregate = self.rows_of(node)
            found = self.scalar(node.args[0])
            if len(node.args) == 2:
                self.condition(node.args[1], f"{node.name}()")
        finally:
            self.aggregate = None
        return self.result(node, found)

    def rows_of(self, node: Call) -> tuple[str, ...]:
        for below in walk(node.args[0]):
            if isinstance(below, Path):
                try:
                    steps = self.scope.resolve(below)
                except ExprError as error:
                    raise ExprError(error.message, suggestions=error.suggestions, offset=below.offset) from None
                many = [i for i, step in enumerate(steps) if step.kind == "to_many"]
                if many:
                    return below.parts[: many[-1] + 1]
        raise self.error(node, f"{node.name}() goes over many rows, and {text(node.args[0])} is one value")

    def result(self, node: Call, found: Type) -> Type:
        if node.name == "count":
            if found.kind != "row" or self.types[node.args[0]].kind != "rows":
                raise self.error(node, f"count() counts rows, and {text(node.args[0])} is {found.words}")
            return Type("integer")
        if node.name == "sum" and found.kind in NUMBERS | {"duration"}:
            return Type(found.kind)
        if node.name == "avg" and found.kind in NUMBERS:
            return Type("decimal", nullable=True)
        if node.name in ("min", "max") and found.kind in ORDERED:
            return Type(found.kind, nullable=True)
        wanted = "numbers or dates" if node.name in ("min", "max") else "numbers"
        raise self.error(node, f"{node.name}() needs {wanted}, and {text(node.args[0])} is {found.words}")

    def arity(self, node: Call) -> None:
        low, high = ARGUMENTS.get(node.name, (1, 1))
        if not low <= len(node.args) <= high:
            wanted = str(low) if low == high else f"{low} to {high}"
            plural = "" if high == 1 else "s"
            raise self.error(node, f"{node.name}() takes {wanted} argument{plural}, not {len(node.args)}")

    def call(self, node: Call) -> Type:
        self.arity(node)
        if node.name == "coalesce":
            found = self.common(list(node.args), "coalesce()")
            return replace(found, nullable=all(self.types[a].nullable for a in node.args))
        first = self.scalar(node.args[0])
        wanted, kind = CALLS[node.name]
        if first.kind not in wanted:
            words = " or ".join(dict.fromkeys(Type(k).words for k in sorted(wanted)))
            raise self.error(node, f"{node.name}() needs {words}, and {text(node.args[0])} is {first.words}")
        if node.name == "round":
            return Type(self.rounded(node), nullable=first.nullable)
        return Type(kind or first.kind, nullable=first.nullable)

    def rounded(self, node: Call) -> Kind:
        if len(node.args) == 1:
            return "integer"
        digits = node.args[1]
        self.type(digits)
        if not isinstance(digits, Value) or type(digits.value) is not int or not 0 <= digits.value <= 6:
            raise self.error(node, f"round() takes a number of decimals from 0 to 6, not {text(digits)}")
        return "decimal"

    def error(self, node: Node, message: str, suggestions: tuple[str, ...] = ()) -> ExprError:
        return ExprError(message, suggestions=suggestions, offset=node.offset)
