"""Expressions as plain English: "the returned on is empty and the due on is before today"."""

from __future__ import annotations

from decimal import Decimal

from scaffolder import naming
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
from scaffolder.plan.index import Index

ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "//": "divided by", "%": "modulo"}
COMPARED = {"==": "is", "!=": "is not", "<": "is less than", "<=": "is at most", ">": "is more than",
            ">=": "is at least", "in": "is one of", "not in": "is none of"}  # fmt: skip
TIMES = {"<": "is before", "<=": "is not after", ">": "is after", ">=": "is not before"}
GROUPED = {"count": "the number of", "sum": "the total of", "avg": "the average of", "min": "the lowest of",
           "max": "the highest of"}  # fmt: skip
NAMED = {"len": "length", "abs": "size"}
LETTERS = {"lower": "in small letters", "upper": "in capitals"}
WORDS = {"user": "the user", "role": "the role", "now": "now", "today": "today", "self": "it"}


def to_english(typed: Typed, index: Index) -> str:
    """A phrase without a capital and a full stop."""
    return _Speaker(typed, index).say(typed.node)


def to_condition(typed: Typed, index: Index) -> str:
    """The same, where it stands for what holds or not: a flag is yes."""
    return _Speaker(typed, index).holds(typed.node)


def to_rule(typed: Typed, index: Index) -> str:
    """A sentence that tells what has to be so: "The end time must be after the start time."."""
    said = _Speaker(typed, index).must(typed.node)
    return f"{said[0].upper()}{said[1:]}."


class _Speaker:
    def __init__(self, typed: Typed, index: Index) -> None:
        self.typed = typed
        self.index = index

    def say(self, node: Node) -> str:
        match node:
            case Value(value=value):
                return _literal(value)
            case Path():
                return self.path(node)
            case Unary(op="not", operand=Path() as path):
                return f"{self.path(path)} is no"
            case Unary(op="not", operand=operand):
                return f"not {self.part(operand)}"
            case Unary(operand=operand):
                return f"minus {self.part(operand)}"
            case Binary(op=op, left=left, right=right):
                words = f"{self.part(left)} {ARITHMETIC[op]} {self.part(right)}"
                return f"{words}, rounded down" if op == "//" else words
            case Compare(left=left):
                return f"{self.say(left)} {self.verb(node)}"
            case Logic(op=op, operands=operands):
                return f" {op} ".join(self.holds(o) for o in operands)
            case Choose(test=test, then=then, other=other):
                return f"{self.say(then)} if {self.holds(test)}, else {self.say(other)}"
            case Items(items=items):
                return ", ".join(self.say(i) for i in items)
            case Call():
                return self.call(node)

    def holds(self, node: Node) -> str:
        """As a condition: what is true or false by itself is yes."""
        flag = isinstance(node, Path) and self.typed.of(node).kind == "boolean"
        return f"{self.say(node)} is yes" if flag else self.part(node)

    def must(self, node: Node) -> str:
        match node:
            case Logic(op="and", operands=operands):
                return " and ".join(self.must(o) for o in operands)
            case Compare(left=left):
                said, verb = self.say(left), self.verb(node)
            case Unary(op="not", operand=Path() as path):
                said, verb = self.flag(path), "is no"
            case Path():
                said, verb = self.flag(node), "is yes"
            case _:
                return f"it must hold that {self.holds(node)}"
        denied, kept = verb.startswith("is not "), verb.removeprefix("is ").removeprefix("not ")
        return f"{said} must not be {kept}" if denied else f"{said} must be {kept}"

    def flag(self, node: Path) -> str:
        """As a form calls it, where it is one of the row itself."""
        return self.label(0, node) if len(self.typed.steps(node)) == 1 else self.path(node)

    def part(self, node: Node) -> str:
        """As a part of something: in brackets where it has parts that would be taken for parts of the whole."""
        many = isinstance(node, Binary | Logic | Choose) or (isinstance(node, Call) and node.name == "round")
        return f"({self.say(node)})" if many else self.say(node)

    def path(self, node: Path) -> str:
        """ "the title of the book"."""
        words = [WORDS.get(step.kind) or f"the {self.label(n, node)}" for n, step in enumerate(self.typed.steps(node))]
        return " of ".join(reversed(words))

    def label(self, n: int, node: Path) -> str:
        step = self.typed.steps(node)[n]
        label = step.field.label if step.field is not None else ""
        return label or naming.title(step.name).lower()

    def verb(self, node: Compare) -> str:
        """What is said of its left side: "is after the start time"."""
        if node.op in ("is", "is not"):
            return f"{node.op} empty"
        moments = self.typed.of(node.left).kind in ("date", "datetime", "time")
        words = TIMES.get(node.op) if moments else None
        return f"{words or COMPARED[node.op]} {self.say(node.right)}"

    def call(self, node: Call) -> str:
        args = [self.say(a) for a in node.args]
        if node.name in AGGREGATES:
            return f"{GROUPED[node.name]} {args[0]}" + (
                f" for which {self.holds(node.args[1])}" if len(args) == 2 else ""
            )
        if node.name in ("days", "weeks", "hours", "minutes"):
            return f"{args[0]} {node.name if args[0] != '1' else node.name[:-1]}"
        if node.name == "coalesce":
            return f"{args[0]} (or, where it is empty, {', or '.join(args[1:])})"
        if node.name == "round":
            return f"{args[0]}, rounded" + (f" to {args[1]} decimals" if len(args) == 2 else "")
        return (
            f"{args[0]} {LETTERS[node.name]}"
            if node.name in LETTERS
            else f"the {NAMED.get(node.name, node.name)} of {args[0]}"
        )


def _literal(value: int | Decimal | str | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else str(value)
