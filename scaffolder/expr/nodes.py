"""The nouns of the expression language: nodes, types, resolved paths, the one error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from scaffolder.plan import Field, Relation

Kind = Literal[
    "boolean", "integer", "decimal", "float", "string", "date", "datetime", "time", "duration", "row", "rows", "list",
    "json", "file", "uuid", "none",
]  # fmt: skip
Arithmetic = Literal["+", "-", "*", "/", "//", "%"]
Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"]
StepKind = Literal["field", "to_one", "to_many", "owner", "user", "role", "profile", "self", "param", "now", "today"]

NUMBERS: frozenset[Kind] = frozenset({"integer", "decimal", "float"})
ORDERED: frozenset[Kind] = NUMBERS | {"date", "datetime", "time", "duration"}
AGGREGATES = ("count", "sum", "avg", "min", "max")
DURATIONS = ("days", "hours", "minutes", "weeks")
DATE_PARTS = ("year", "month", "week", "day", "weekday")
FUNCTIONS = (*AGGREGATES, *DURATIONS, *DATE_PARTS, "round", "abs", "coalesce", "len", "lower", "upper", "now", "today")
LOGIN_USER = "user"  # the entity of a `row` type that is the login user; plan entities are PascalCase
WORDS: Mapping[Kind, str] = {
    "boolean": "yes or no", "integer": "a whole number", "decimal": "a number", "float": "a number", "string": "text",
    "date": "a date", "datetime": "a date with a time", "time": "a time of day", "duration": "a length of time",
    "row": "a row", "rows": "a list of rows", "list": "a list", "json": "free JSON", "file": "a file",
    "uuid": "a UUID", "none": "nothing",
}  # fmt: skip


class ExprError(ValueError):
    """One line for people. `offset`: where in the text, in characters; `suggestions`: names that were perhaps meant."""

    def __init__(self, message: str, *, suggestions: tuple[str, ...] = (), offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.suggestions = suggestions
        self.offset = offset


class Written(Struct, frozen=True, eq=False):
    """A part of an expression, as it was written at `offset`: two that differ in nothing else are the same."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._said() == other._said()

    def __ne__(self, other: object) -> bool:  # Struct has one of its own, which compares identities here
        return not self == other

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self.__struct_fields__ if name != "offset"])


class Value(Written, frozen=True, eq=False):
    """A literal. Numbers with a point are Decimal; dates, times and UUIDs are written as text (see `meaning`)."""

    value: int | Decimal | str | bool | None
    offset: int = 0

    def _said(self) -> tuple[Any, ...]:
        return (type(self.value), self.value)


class Path(Written, frozen=True, eq=False):
    """Names as the plan spells them: ("book", "title"). In text a Python keyword has a trailing underscore."""

    parts: tuple[str, ...]
    offset: int = 0


class Unary(Written, frozen=True, eq=False):
    op: Literal["-", "not"]
    operand: Node
    offset: int = 0


class Binary(Written, frozen=True, eq=False):
    op: Arithmetic
    left: Node
    right: Node
    offset: int = 0


class Compare(Written, frozen=True, eq=False):
    """`in` has Items or a path to many rows at its right, `is` and `is not` have Value(None)."""

    op: Comparison
    left: Node
    right: Node
    offset: int = 0


class Logic(Written, frozen=True, eq=False):
    """Two operands or more; an operand is never a Logic of the same operator."""

    op: Literal["and", "or"]
    operands: tuple[Node, ...]
    offset: int = 0


class Choose(Written, frozen=True, eq=False):
    """`then if test else other`."""

    test: Node
    then: Node
    other: Node
    offset: int = 0


class Call(Written, frozen=True, eq=False):
    name: str
    args: tuple[Node, ...]
    offset: int = 0


class Items(Written, frozen=True, eq=False):
    """The right side of `in`: literals or other values."""

    items: tuple[Node, ...]
    offset: int = 0


Node = Value | Path | Unary | Binary | Compare | Logic | Choose | Call | Items


class Type(Struct, frozen=True):
    """`entity` is of row and rows (LOGIN_USER: the login user); `choices` are the values of an enum field."""

    kind: Kind
    entity: str | None = None
    choices: tuple[str, ...] = ()
    nullable: bool = False

    @property
    def words(self) -> str:
        """ "a whole number", "a Book", "a list of Loans"."""
        if self.kind == "row":
            return "a user" if self.entity == LOGIN_USER else f"a row of {self.entity}"
        return f"a list of {self.entity} rows" if self.kind == "rows" else WORDS[self.kind]


class Step(Struct, frozen=True):
    """One name of a path. `entity`: what it is read from (None for user, role, now, today, self and parameters).

    `type` is what stands there after the step; its `nullable` is of this step alone. `through` of a to_many is its
    relation, which belongs to `type.entity` where the path is an inverse, and to `entity` where it is many-to-many
    from this side (`inverse` False). `computed` is the checked expression of a computed field.
    """

    name: str
    kind: StepKind
    type: Type
    entity: str | None = None
    field: Field | None = None
    through: Relation | None = None
    inverse: bool = False
    computed: Typed | None = None
    soft_delete: bool = False


class Typed(Struct, frozen=True, eq=False):
    """A checked expression: everything that a compiler asks, without scope or plan."""

    node: Node
    types: Mapping[Node, Type]
    paths: Mapping[Path, tuple[Step, ...]]
    entity: str | None = None

    @property
    def type(self) -> Type:
        return self.types[self.node]

    def of(self, node: Node) -> Type:
        return self.types[node]

    def steps(self, path: Path) -> tuple[Step, ...]:
        return self.paths[path]

    def source(self, call: Call) -> Path:
        """The path to the rows that an aggregate goes over."""
        for node in walk(call):
            if isinstance(node, Path):
                steps = self.paths[node]
                many = [i for i, step in enumerate(steps) if step.kind == "to_many"]
                if many:
                    return Path(node.parts[: many[-1] + 1])
        raise KeyError(call.name)


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Logic(operands=nodes) | Call(args=nodes) | Items(items=nodes):
            return nodes
        case Choose(test=test, then=then, other=other):
            return (test, then, other)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def references(node: Node) -> tuple[tuple[str, ...], ...]:
    """The paths that an expression reads, each once, in the order of the text; `now`, `today`, `user` among them."""
    return tuple(dict.fromkeys(n.parts for n in walk(node) if isinstance(n, Path)))
