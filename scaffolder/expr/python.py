"""Expressions as Python code over the rows of a generated application.

A bare name is an attribute of `row`; a parameter is an attribute of `data` (the request), or, where it names a row or
`data` is empty, a variable of its own; the login user is `user` (may be None), the clock `now()` and `today()`. The
code needs `dt`, `Decimal` and `ROUND_HALF_UP` imported where it uses them. None is handled as the language says: every
name that may be None is asked for before it is used, so that type checkers follow.
"""

from __future__ import annotations

from decimal import Decimal

from scaffolder.expr.breach import OPPOSITE
from scaffolder.expr.literals import literal, literal_for
from scaffolder.expr.names import Names
from scaffolder.expr.nodes import (
    AGGREGATES,
    Binary,
    Call,
    Choose,
    Compare,
    Items,
    Logic,
    Node,
    Path,
    Typed,
    Unary,
    Value,
)  # fmt: skip
from scaffolder.expr.pieces import (
    AND,
    ATOM,
    CHOICE,
    COMPARISON,
    NOT,
    OR,
    PRODUCT,
    SIGN,
    SUM,
    Code,
    all_hold,
    enclosed,
    filtered,
    joined,
    or_none_at_all,
)  # fmt: skip

FORMATS = {"month": "%Y-%m", "day": "%Y-%m-%d"}


def to_python(typed: Typed, *, row: str = "self", data: str = "data", rows: type[Writer] | None = None) -> str:
    """The value of the expression; of a condition, True or False. `rows`: how they spell what the plan names."""
    writer = (rows or Writer)(typed, row, data)
    if isinstance(typed.node, (Compare, Logic, Unary)) and typed.type.kind == "boolean":
        return writer.condition(typed.node)[0]
    return writer.value(typed.node)[0]


class Writer(Names):
    """Writes one expression."""

    def value(self, node: Node) -> Code:
        """The value, None where there is none."""
        guards: list[str] = []
        text, level = self.code(node, guards)
        if guards and guards[-1] == f"{text} is not None":  # it is None itself where there is none
            guards.pop()
        if not guards:
            return text, level
        if text == "value" and len(guards) == 1:  # kept in a name only to be asked for: not needed here
            return guards[0].removeprefix("(value := (").removesuffix(")) is not None"), CHOICE
        return f"{enclosed((text, level), OR)} if {joined(guards)} else None", CHOICE

    def condition(self, node: Node) -> Code:
        """True or False; None counts as False."""
        match node:
            case Logic(op=op, operands=operands):
                level = AND if op == "and" else OR
                return f" {op} ".join(enclosed(self.condition(o), level + 1) for o in operands), level
            case Unary(op="not", operand=operand):
                return self.negation(operand)
            case Compare():
                guards: list[str] = []
                return all_hold(guards, self.comparison(node, guards))
        guards = []
        return all_hold(guards, self.code(node, guards))

    def negation(self, operand: Node) -> Code:
        guards: list[str] = []
        if isinstance(operand, Compare) and (
            operand.op in ("is", "is not") or not (self.comparison(operand, guards), guards)[1]
        ):
            return self.condition(Compare(OPPOSITE[operand.op], operand.left, operand.right))
        text, level = self.condition(operand)
        return f"not {enclosed((text, level), ATOM)}", NOT

    def code(self, node: Node, guards: list[str]) -> Code:
        """The value, given that `guards` (added to) hold."""
        match node:
            case Value(value=value):
                return literal(value), ATOM
            case Path():
                return self.path(node, guards), ATOM
            case Unary(op="-", operand=operand):
                return f"-{enclosed(self.code(operand, guards), SIGN)}", SIGN
            case Binary():
                return self.arithmetic(node, guards)
            case Choose(test=test, then=then, other=other):
                parts = [enclosed(c, OR) for c in (self.value(then), self.condition(test), self.value(other))]
                return self.kept(node, (f"{parts[0]} if {parts[1]} else {parts[2]}", CHOICE), guards)
            case Call(name=name) if name in AGGREGATES:
                return self.aggregate(node, guards)
            case Call(name="coalesce"):
                return self.coalesce(node, guards)
            case Call():
                return self.call(node, guards)
        return self.condition(node)

    def kept(self, node: Node, code: Code, guards: list[str]) -> Code:
        """A value that may be None and has no name gets one."""
        if not self.typed.of(node).nullable:
            return code
        name = f"value_{len(guards)}" if any("(value :=" in g for g in guards) else "value"
        guards.append(f"({name} := ({code[0]})) is not None")
        return name, ATOM

    # names

    def key(self, node: Node, guards: list[str], *, may_be_none: bool = False) -> str:
        """The id of a row. A link is not followed where its column tells the id."""
        if not isinstance(node, Path):
            return f"{enclosed(self.code(node, guards), ATOM)}.id"
        found = self.prefixes(node)
        column = self.column(found)
        if not column:
            guards += [f"{code} is not None" for code, nullable, _ in found if nullable]
            return f"{found[-1][0]}.id"
        guards += [f"{code} is not None" for code, nullable, _ in found[:-1] if nullable]
        guards += [f"{column} is not None"] if found[-1][1] and not may_be_none else []
        return column

    # operators

    def arithmetic(self, node: Binary, guards: list[str]) -> Code:
        level = SUM if node.op in ("+", "-") else PRODUCT
        left = enclosed(self.code(node.left, guards), level)
        right = enclosed(self.code(node.right, guards), level + 1)
        kinds = self.typed.of(node.left).kind, self.typed.of(node.right).kind
        if node.op in ("/", "//", "%") and not (isinstance(node.right, Value) and node.right.value):
            guards += [] if kinds[1] == "duration" else [f"{right} != 0"]
        if self.typed.of(node).kind == "decimal":
            if kinds[0] == "duration":
                return f"Decimal(str({left} / {right}))", ATOM
            left, right = (
                f"Decimal(str({t}))" if k == "float" else t for t, k in ((left, kinds[0]), (right, kinds[1]))
            )
            left = f"Decimal({left})" if kinds == ("integer", "integer") else left
        return f"{left} {node.op} {right}", level

    def comparison(self, node: Compare, guards: list[str]) -> Code:
        if node.op in ("is", "is not"):
            return self.emptiness(node)
        if node.op in ("in", "not in"):
            return self.membership(node, guards)
        if self.typed.of(node.left).kind == "row":
            left = self.key(node.left, guards, may_be_none=node.op == "==")
            return f"{left} {node.op} {self.key(node.right, guards)}", COMPARISON
        left, right = self.operand(node.left, node.right, guards), self.operand(node.right, node.left, guards)
        return f"{left} {node.op} {right}", COMPARISON

    def operand(self, node: Node, other: Node, guards: list[str]) -> str:
        """One side of a comparison; a text compared with a date is a date, a float with a decimal is one too."""
        kind, far = self.typed.of(node).kind, self.typed.of(other).kind
        meant = literal_for(node, far)
        if meant is not None:
            return literal(meant)
        if far == "float" and isinstance(node, Value) and isinstance(node.value, Decimal):
            return repr(float(node.value))
        code = self.code(node, guards)
        exact = kind == "float" and far == "decimal" and not isinstance(other, Value)
        return f"Decimal(str({code[0]}))" if exact else enclosed(code, SUM)

    def emptiness(self, node: Compare) -> Code:
        if not isinstance(node.left, Path):
            return f"{enclosed(self.value(node.left), SUM)} {node.op} None", COMPARISON
        found = self.prefixes(node.left)
        names = [code for code, nullable, _ in found[:-1] if nullable] + [self.column(found) or found[-1][0]]
        word, level = ("or", OR) if node.op == "is" else ("and", AND)
        return f" {word} ".join(f"{n} {node.op} None" for n in names), level if len(names) > 1 else COMPARISON

    def membership(self, node: Compare, guards: list[str]) -> Code:
        if isinstance(node.right, Items):
            left = self.operand(node.left, node.right.items[0], guards)
            asked: list[str] = guards if node.op == "not in" else []
            items = [self.operand(i, node.left, asked) for i in node.right.items]
            if asked is not guards and asked:
                either = [Compare("==", node.left, i) for i in node.right.items]
                return enclosed(self.condition(Logic("or", tuple(either))), AND), AND
            return f"{left} {node.op} ({', '.join(items)}{',' if len(items) == 1 else ''})", COMPARISON
        if not isinstance(node.right, Path):
            raise TypeError(node)
        key = self.key(node.left, guards)
        loops, last = self.loops(node.right, guards)
        return f"{key} {node.op} [{last}.id {loops}]", COMPARISON

    # aggregates and functions

    def aggregate(self, node: Call, guards: list[str]) -> Code:
        source = self.typed.source(node)
        before: list[str] = []
        loops, element = self.loops(source, before)
        inner = type(self)(self.typed, self.row, self.data, source, element)
        tests = [enclosed(inner.condition(node.args[1]), NOT)] if len(node.args) == 2 else []
        if node.name == "count":
            plain = not tests and " if " not in loops and loops.count("for ") == 1
            return or_none_at_all(
                f"len({loops.split(' in ', 1)[1]})" if plain else f"sum(1 {filtered(loops, tests)})", before
            )
        asked: list[str] = []
        value = inner.code(node.args[0], asked)[0]
        over = filtered(loops, [*tests, *dict.fromkeys(asked)])
        if node.name == "sum":
            zero = {"decimal": "Decimal(0)", "duration": "dt.timedelta()"}.get(self.typed.of(node).kind)
            return or_none_at_all(
                f"sum(({value} {over}), {zero})" if zero else f"sum({value} {over})", before, zero or "0"
            )
        guards += before
        if node.name == "avg":
            exact = value if self.typed.of(node.args[0]).kind == "decimal" else f"Decimal(str({value}))"
            mean = f"sum(found, Decimal(0)) / len(found) if (found := [{exact} {over}]) else None"
            return self.kept(node, (mean, CHOICE), guards)
        return self.kept(node, (f"{node.name}(({value} {over}), default=None)", ATOM), guards)

    def coalesce(self, node: Call, guards: list[str]) -> Code:
        code = self.value(node.args[-1])
        for arg in reversed(node.args[:-1]):
            asked: list[str] = []
            first = self.code(arg, asked)
            code = (f"{enclosed(first, OR)} if {joined(asked)} else {code[0]}", CHOICE) if asked else first
        return self.kept(node, code, guards)

    def call(self, node: Call, guards: list[str]) -> Code:
        name, first = node.name, node.args[0]
        if name in ("days", "weeks", "hours", "minutes"):
            return f"dt.timedelta({name}={self.code(first, guards)[0]})", ATOM
        text = enclosed(self.code(first, guards), ATOM)
        match name:
            case "month" | "day":
                return f'f"{{{text}:{FORMATS[name]}}}"', ATOM
            case "week":
                return f'"{{}}-W{{:02}}".format(*{text}.isocalendar()[:2])', ATOM
            case "weekday":
                return f"{text}.isoweekday()", ATOM
            case "year":
                return f"{text}.year", ATOM
            case "lower" | "upper":
                return f"{text}.{name}()", ATOM
            case "round":
                return self.rounded(node, text), ATOM
        return f"{name}({text})", ATOM

    def rounded(self, node: Call, text: str) -> str:
        kind = self.typed.of(node.args[0]).kind
        exact = {"integer": f"Decimal({text})", "float": f"Decimal(str({text}))"}.get(kind, text)
        if len(node.args) == 1:
            return text if kind == "integer" else f"int({exact}.quantize(Decimal(1), ROUND_HALF_UP))"
        digits = node.args[1]
        places = digits.value if isinstance(digits, Value) and isinstance(digits.value, int) else 0
        return f'{exact}.quantize(Decimal("{Decimal(1).scaleb(-places)}"), ROUND_HALF_UP)'


Rows = Writer  # what is not said otherwise is spelled as here
