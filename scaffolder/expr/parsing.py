"""Text to nodes and back. Nothing is evaluated: Python's own parser reads the text, a whitelist admits its nodes."""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from decimal import Decimal
from typing import NoReturn

from scaffolder import syntax
from scaffolder.expr.nodes import (
    FUNCTIONS,
    Arithmetic,
    Binary,
    Call,
    Choose,
    Compare,
    Comparison,
    ExprError,
    Items,
    Logic,
    Node,
    Path,
    Unary,
    Value,
)  # fmt: skip
from scaffolder.expr.suggesting import near

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_NUMBER = 10**15
BINARY: dict[type[ast.operator], Arithmetic] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
PRECEDENCE = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6, "neg": 7}
REFUSED: dict[type[ast.AST], str] = {
    ast.Lambda: "lambda is not part of the expression language",
    ast.ListComp: "write sum(lines.price) instead of a comprehension",
    ast.GeneratorExp: "write sum(lines.price) instead of a comprehension",
    ast.SetComp: "comprehensions are not part of the expression language",
    ast.DictComp: "comprehensions are not part of the expression language",
    ast.JoinedStr: "f-strings are not part of the expression language; join texts with +",
    ast.NamedExpr: "nothing can be assigned inside an expression",
    ast.Starred: "* before a name is not part of the expression language",
    ast.Subscript: "square brackets after a name are not part of the expression language; walk relations with a dot",
    ast.List: "a list stands only to the right of in",
    ast.Tuple: "a list stands only to the right of in",
    ast.Set: "a list stands only to the right of in",
    ast.Dict: "dictionaries are not part of the expression language",
    ast.Await: "await is not part of the expression language",
    ast.Yield: "yield is not part of the expression language",
}


def parse(text: str) -> Node:
    """Raises ExprError for everything outside the language, too long (2000 characters) or too deep (40 levels)."""
    if len(text) > MAX_LENGTH:
        raise ExprError(f"the expression has {len(text)} characters; {MAX_LENGTH} is the limit")
    if not text.strip():
        raise ExprError("the expression is empty")
    source = " ".join(text.split("\n")).strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `1 is None` and the like: our own check says it
            tree = syntax.expression(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        offset = max((getattr(error, "offset", None) or 1) - 1, 0)
        raise ExprError(f"not an expression: {_short(source)}", offset=offset) from None
    reader = _Reader(source)
    if reader.bytes[tree.body.end_col_offset :].strip(b" \t)"):
        raise ExprError(f"not an expression: {_short(source)}", offset=source.find("#"))  # a comment hides what follows
    return reader.node(tree.body, 0)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.bytes = source.encode()

    def node(self, tree: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ExprError(f"the expression is nested more than {MAX_DEPTH} levels deep")
        at, below = self.offset(tree), depth + 1
        match tree:
            case ast.Constant():
                return self.value(tree)
            case ast.Name() | ast.Attribute():
                return Path(self.parts(tree), at)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Unary("not", self.node(operand, below), at)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.negative(self.node(operand, below), at)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
                return Binary(BINARY[type(op)], self.node(left, below), self.node(right, below), at)
            case ast.BoolOp(op=op, values=values):
                return logic("and" if isinstance(op, ast.And) else "or", [self.node(v, below) for v in values], at)
            case ast.Compare():
                return self.comparison(tree, below)
            case ast.IfExp(test=test, body=body, orelse=other):
                return Choose(self.node(test, below), self.node(body, below), self.node(other, below), at)
            case ast.Call():
                return self.call(tree, below)
        self.refuse(tree)

    def refuse(self, tree: ast.expr) -> NoReturn:
        if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow):
            raise ExprError("** is not part of the expression language; multiply instead", offset=self.offset(tree))
        if isinstance(tree, ast.BinOp | ast.UnaryOp):
            raise ExprError("the operators are + - * / // %", offset=self.offset(tree))
        message = REFUSED.get(type(tree), f"{_short(self.text(tree))} is not part of the expression language")
        raise ExprError(message, offset=self.offset(tree))

    def value(self, tree: ast.Constant) -> Value:
        value, at = tree.value, self.offset(tree)
        if value is None or isinstance(value, bool):
            return Value(value, at)
        if isinstance(value, str):
            if len(value) > 500 or not value.isprintable():
                raise ExprError("a text has at most 500 printable characters", offset=at)
            return Value(value, at)
        if isinstance(value, int | float):
            return Value(self.number(tree, at), at)
        raise ExprError(f"{_short(self.text(tree))} is not part of the expression language", offset=at)

    def number(self, tree: ast.Constant, at: int) -> int | Decimal:
        written = self.text(tree).replace("_", "")
        if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", written):
            raise ExprError(f"write numbers as 12 or 12.5, not {_short(written)}", offset=at)
        number = Decimal(written)
        if number > MAX_NUMBER or len(written) > 30:
            raise ExprError(f"{_short(written)} is too large; {MAX_NUMBER} is the limit", offset=at)
        return number if "." in written else int(number)

    def negative(self, operand: Node, at: int) -> Node:
        value = operand.value if isinstance(operand, Value) else None
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and value > 0:
            return Value(-value, at)
        return Unary("-", operand, at)

    def parts(self, tree: ast.expr) -> tuple[str, ...]:
        names: list[str] = []
        while isinstance(tree, ast.Attribute):
            names.append(tree.attr)
            tree = tree.value
        if not isinstance(tree, ast.Name):
            raise ExprError(
                f"only names can stand before a dot, not {_short(self.text(tree))}", offset=self.offset(tree)
            )
        names.append(tree.id)
        if len(names) > 8:
            raise ExprError("a path has at most 8 names", offset=self.offset(tree))
        return tuple(self.name(n, tree) for n in reversed(names))

    def name(self, name: str, tree: ast.expr) -> str:
        plain = name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name
        plain = plain[1:] if re.match(r"_\d", plain) else plain
        if plain == name and (name.startswith("_") or not re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII)):
            raise ExprError(f"{_short(name)} is not a name that a plan can have", offset=self.offset(tree))
        return plain

    def comparison(self, tree: ast.Compare, depth: int) -> Node:
        """`1 < x < 5` becomes `1 < x and x < 5`; `== None` becomes `is None`."""
        operands = [tree.left, *tree.comparators]
        pairs = [self.pair(*triple, depth) for triple in zip(operands, tree.ops, operands[1:], strict=False)]
        return pairs[0] if len(pairs) == 1 else logic("and", pairs, self.offset(tree))

    def pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr, depth: int) -> Node:
        name, at = COMPARISONS[type(op)], self.offset(left)
        if name in ("in", "not in") and isinstance(right, ast.List | ast.Tuple):
            if not right.elts:
                raise ExprError("the list after in is empty", offset=self.offset(right))
            items = Items(tuple(self.node(e, depth + 1) for e in right.elts), self.offset(right))
            return Compare(name, self.node(left, depth), items, at)
        far = self.node(right, depth)
        if far == Value(None) and name in ("==", "!="):
            name = "is" if name == "==" else "is not"
        if name in ("is", "is not") and far != Value(None):
            raise ExprError("after is stands None; compare values with ==", offset=self.offset(right))
        if name in ("in", "not in") and not isinstance(far, Path):
            far = Items((far,), self.offset(right))  # `x in ("a")`: the brackets of one value are no tuple in Python
        return Compare(name, self.node(left, depth), far, at)

    def call(self, tree: ast.Call, depth: int) -> Node:
        at = self.offset(tree)
        if not isinstance(tree.func, ast.Name):
            raise ExprError(f"{_short(self.text(tree.func))} cannot be called", offset=at)
        name = tree.func.id
        if name not in FUNCTIONS:
            found = near(name, FUNCTIONS)
            hint = f"; did you mean {found[0]}()?" if found else ""
            raise ExprError(f"there is no function {_short(name)}(){hint}", suggestions=found, offset=at)
        if tree.keywords:
            raise ExprError(f"{name}() takes no named arguments", offset=at)
        if name in ("now", "today") and not tree.args:
            return Path((name,), at)
        return Call(name, tuple(self.node(a, depth) for a in tree.args), at)

    def text(self, tree: ast.expr) -> str:
        return self.bytes[tree.col_offset : tree.end_col_offset].decode(errors="replace")

    def offset(self, tree: ast.expr) -> int:
        return len(self.bytes[: tree.col_offset].decode(errors="replace"))


def logic(op: str, operands: list[Node], offset: int = 0) -> Logic:
    """A Logic without redundant nesting."""
    flat: list[Node] = []
    for operand in operands:
        flat += operand.operands if isinstance(operand, Logic) and operand.op == op else (operand,)
    return Logic("and" if op == "and" else "or", tuple(flat), offset)


def text(node: Node) -> str:
    """The one spelling of a node: `parse(text(n)) == n`."""
    return _text(node)[0]


def _text(node: Node) -> tuple[str, int]:
    match node:
        case Value(value=value):
            return _literal(value), 9
        case Path(parts=parts):
            return ".".join(_name(p) for p in parts), 9
        case Call(name=name, args=args):
            return f"{name}({', '.join(text(a) for a in args)})", 9
        case Items(items=items):
            return f"({', '.join(text(i) for i in items)}{',' if len(items) == 1 else ''})", 9
        case Unary(op="not", operand=operand):
            return f"not {_wrapped(operand, 3)}", 3
        case Unary(operand=operand):
            return f"-{_wrapped(operand, 9)}", 7
        case Binary(op=op, left=left, right=right):
            level = PRECEDENCE[op]
            return f"{_wrapped(left, level)} {op} {_wrapped(right, level + 1)}", level
        case Compare(op=op, left=left, right=right):
            return f"{_wrapped(left, 5)} {op} {_wrapped(right, 5)}", 4
        case Logic(op=op, operands=operands):
            level = PRECEDENCE[op]
            return f" {op} ".join(_wrapped(o, level + 1) for o in operands), level
        case Choose(test=test, then=then, other=other):
            return f"{_wrapped(then, 1)} if {_wrapped(test, 1)} else {_wrapped(other, 0)}", 0


def _wrapped(node: Node, level: int) -> str:
    written, own = _text(node)
    return written if own >= level else f"({written})"


def _name(part: str) -> str:
    if keyword.iskeyword(part):
        return f"{part}_"
    return f"_{part}" if part[0].isdigit() else part


def _literal(value: int | Decimal | str | bool | None) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}" if "." in f"{value:f}" else f"{value:f}.0"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def _short(text_: str) -> str:
    line = " ".join(text_.split())
    return line if len(line) <= 60 else line[:57] + "..."
