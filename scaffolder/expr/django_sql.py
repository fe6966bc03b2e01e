"""Expressions as queries of Django: values are expressions of its ORM, conditions are `Q`.

Links are followed by lookups; rows at the end of a to-many path stand in a subquery. Parameters, the login user and the
clock are values of Python. Inside a query lengths of time are whole seconds. `app/queries.py` and `app/spoken.py` must
define what is used here without a module before it: `compared`, `empty`, `among`, `holds`, `truth`, `joined`,
`expression`, `chosen`, `either`, `number_of`, `total_of`, `mean_of`, `least_of`, `most_of`, `quotient`, `floor`,
`rest`, `Seconds`, `seconds_between`, `days_between`, `later_moment`, `later_day`, what `CALENDAR` names. The code
needs `F`, `OuterRef`, `Value`, `Q`, `dt`, `Decimal` and the models imported where it uses them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from scaffolder.expr.django_paths import OUTSIDE, Frame, Lookups, optional, referred
from scaffolder.expr.literals import SECONDS, fixed_length, literal, literal_for
from scaffolder.expr.nodes import (
    AGGREGATES,
    Binary,
    Call,
    Choose,
    Compare,
    Items,
    Kind,
    Logic,
    Node,
    Path,
    Step,
    Unary,
    Value,
    walk,
)  # fmt: skip
from scaffolder.expr.pieces import joined

FIELDS: dict[Kind, str] = {
    "integer": "IntegerField", "decimal": "DecimalField", "float": "FloatField", "boolean": "BooleanField",
    "string": "CharField", "date": "DateField", "datetime": "DateTimeField", "time": "TimeField", "uuid": "UUIDField",
    "duration": "IntegerField", "row": "IntegerField",
}  # fmt: skip
FUNCTIONS = {"len": "Length", "lower": "Lower", "upper": "Upper", "abs": "Abs"}
CALENDAR = {"year": "YearOf", "month": "MonthOf", "week": "week_of", "day": "DayOf", "weekday": "WeekdayOf"}
MEASURES = {"sum": "total_of", "avg": "mean_of", "min": "least_of", "max": "most_of"}


class Queries(Lookups):
    """Writes one expression."""

    # values

    def value(self, node: Node) -> str:
        match node:
            case Value(value=timedelta() as span):
                return f"Value({int(span.total_seconds())})"
            case Value(value=None):
                return "expression(None)"
            case Value(value=value):
                return f"Value({literal(value)})"
            case Path():
                return self.path(node)
            case Unary(op="-", operand=operand):
                return f"-{self.term(operand)}"
            case Binary():
                return self.arithmetic(node)
            case Choose(test=test, then=then, other=other):
                parts = f"{self.condition(test)}, {self.value(then)}, {self.value(other)}"
                return f"chosen({parts}, models.{FIELDS[self.typed.of(node).kind]}())"
            case Call(name=name) if name in AGGREGATES:
                return self.aggregate(node)
            case Call():
                return self.call(node)
        return f"truth({self.alone(node)})"

    def term(self, node: Node) -> str:
        text = self.value(node)
        return f"({text})" if isinstance(node, Binary) or text.startswith("-") or " " in text.split("(")[0] else text

    def path(self, node: Path) -> str:
        steps = self.typed.steps(node)
        frame = self.frame(node.parts)
        rest = steps[len(frame[0]) :]
        if not frame[0] and rest[0].kind in OUTSIDE:
            return self.outside(node)
        return self.chain(frame, rest[1:] if rest and rest[0].kind == "self" else rest)

    def chain(self, frame: Frame, steps: Sequence[Step]) -> str:
        """What stands at the end of to-one links."""
        _, prefix, depth = frame
        names: list[str] = [prefix] if prefix else []
        for step in steps:
            if step.computed is not None:
                link = "__".join(names)
                inner = self.of(step.computed, link, depth)
                text = inner.value(step.computed.node)
                if not optional(steps[: steps.index(step)]):
                    return text
                field = FIELDS[step.type.kind]
                return f"chosen(~empty({referred(link, depth)}), {text}, expression(None), models.{field}())"
            names.append(self.lookup(step))
        text = referred("__".join(names) or "pk", depth)
        return f"Seconds({text})" if steps and steps[-1].type.kind == "duration" else text

    # numbers and the calendar

    def arithmetic(self, node: Binary) -> str:
        left, right = self.typed.of(node.left).kind, self.typed.of(node.right).kind
        if "date" in (left, right) or "datetime" in (left, right):
            return self.calendar(node, left, right)
        if node.op == "/":
            return f"quotient({self.value(node.left)}, {self.value(node.right)})"
        if node.op in ("//", "%"):
            name = "floor" if node.op == "//" else "rest"
            return f"{name}({self.value(node.left)}, {self.value(node.right)})"
        if self.typed.of(node).kind == "string":
            return f"joined({self.value(node.left)}, {self.value(node.right)})"
        text = f"{self.term(node.left)} {node.op} {self.term(node.right)}"
        mixed = {left, right} == {"float", "decimal"}
        return f"ExpressionWrapper({text}, models.DecimalField())" if mixed else text

    def calendar(self, node: Binary, left: str, right: str) -> str:
        """A date later or earlier by a duration, or the time between two."""
        if left == right:
            between = f"{self.value(node.left)}, {self.value(node.right)}"
            return f"days_between({between}) * 86400" if left == "date" else f"seconds_between({between})"
        moment, span = (node.right, node.left) if left == "duration" else (node.left, node.right)
        fixed = fixed_length(span)
        if isinstance(moment, Path) and moment.parts[0] in ("now", "today") and fixed is not None:
            return f"{self.value(moment)} {node.op} {literal(fixed)}"
        sign = "-" if node.op == "-" else ""
        length = self.term(span)
        if "date" in (left, right):
            return f"later_day({self.value(moment)}, {sign}{length})"
        return f"later_moment({self.value(moment)}, {sign}{length})"

    # conditions

    def condition(self, node: Node) -> str:
        """A `Q` that lets through the rows for which it holds, and no row for which it is unknown."""
        match node:
            case Logic():
                return f"({self.logic(node)})"
            case Unary(op="not", operand=operand):
                return f"~known({self.alone(operand)})"
            case Compare():
                return self.comparison(node)
            case Value(value=value):
                return f"holds({value})"
            case Path():
                return self.boolean(node)
        return f"compared({self.value(node)}, '==', True)"

    def alone(self, node: Node) -> str:
        """A condition where it needs no brackets of its own."""
        return self.logic(node) if isinstance(node, Logic) else self.condition(node)

    def logic(self, node: Logic) -> str:
        return (" | " if node.op == "or" else " & ").join(self.condition(o) for o in node.operands)

    def boolean(self, node: Path) -> str:
        steps = self.typed.steps(node)
        frame = self.frame(node.parts)
        if not frame[0] and steps[0].kind in OUTSIDE:
            return f"holds({self.rows(self.typed, 'self', self.data).condition(node)[0]})"
        computed = steps[-1].computed
        if computed is not None:
            names = [frame[1]] if frame[1] else []
            names += [self.lookup(s) for s in steps[len(frame[0]) : -1] if s.kind != "self"]
            link = "__".join(names)
            inner = self.of(computed, link, frame[2])
            text = inner.condition(computed.node)
            there = f"~empty({referred(link, frame[2])})"
            return f"({there} & {text})" if optional(steps[len(frame[0]) : -1]) else text
        return f'compared({self.path(node)}, "==", True)'

    def python(self, node: Node) -> bool:
        """Whether Python knows the value: nothing of it is read from rows."""
        paths = [p for p in self.typed.paths if self.within(p, node)]
        outside = all(self.typed.steps(p)[0].kind in OUTSIDE for p in paths)
        return outside and bool(paths)

    def within(self, path: Path, node: Node) -> bool:
        return any(n == path for n in walk(node))

    def comparison(self, node: Compare) -> str:
        if self.python(node):
            return f"holds({self.rows(self.typed, 'self', self.data).condition(node)[0]})"
        if node.op in ("is", "is not"):
            return f"{'~' if node.op == 'is not' else ''}empty({self.value(node.left)})"
        if node.op in ("in", "not in"):
            return self.membership(node)
        left, right = self.operand(node.left, node.right), self.operand(node.right, node.left)
        return f'compared({left}, "{node.op}", {right})'

    def operand(self, node: Node, other: Node) -> str:
        """One side of a comparison; a text compared with a date is a date."""
        meant = literal_for(node, self.typed.of(other).kind)
        if meant is not None:
            return literal(meant)
        if isinstance(node, Value) and not isinstance(node.value, timedelta):
            return literal(node.value)
        fixed = fixed_length(node)
        return str(int(fixed.total_seconds())) if fixed is not None else self.value(node)

    def membership(self, node: Compare) -> str:
        no = "~" if node.op == "not in" else ""
        if isinstance(node.right, Items):
            items = ", ".join(self.operand(i, node.left) for i in node.right.items)
            return f"{'not_' if no else ''}among({self.operand(node.left, node.right.items[0])}, [{items}])"
        if not isinstance(node.right, Path):
            raise TypeError(node)
        if self.typed.steps(node.right)[0].kind in OUTSIDE:
            guards: list[str] = []
            loops, last = self.rows(self.typed, "self", self.data).loops(node.right, guards)
            listed = f"[{last}.pk {loops}]" + (f" if {joined(guards)} else []" if guards else "")
            return f"{'not_' if no else ''}among({self.value(node.left)}, {listed})"
        found = self.found(node.right, self.deeper().value(node.left))
        return f"{no}Q(Exists({found}))"

    # rows of other kinds

    def aggregate(self, node: Call) -> str:
        source = self.typed.source(node)
        if self.start(source).kind in OUTSIDE:
            return f"Value({self.rows(self.typed, 'self', self.data).value(node)[0]})"
        inner = self.deeper(source.parts)
        found = self.found(source)
        if len(node.args) == 2:
            found += f".filter({inner.alone(node.args[1])})"
        if node.name == "count":
            return f"number_of({found})"
        field = f"models.{FIELDS[self.typed.of(node).kind]}()"
        return f"{MEASURES[node.name]}({found}, {inner.value(node.args[0])}, {field})"

    # functions

    def call(self, node: Call) -> str:
        if node.name in SECONDS:
            fixed = fixed_length(node)
            if fixed is not None:
                return f"Value({int(fixed.total_seconds())})"
            return f"{self.term(node.args[0])} * {SECONDS[node.name]}"
        args = [self.value(a) for a in node.args]
        if node.name in ("year", "month", "week", "day", "weekday"):
            return f"{CALENDAR[node.name]}({args[0]})"
        if node.name == "coalesce":
            return f"either({', '.join(args)}, field=models.{FIELDS[self.typed.of(node).kind]}())"
        if node.name == "round":
            if len(node.args) == 1:
                return f"Cast(Round({args[0]}), models.IntegerField())"
            return f"Round({args[0]}, {literal(getattr(node.args[1], 'value', 0))})"
        return f"{FUNCTIONS[node.name]}({args[0]})"
