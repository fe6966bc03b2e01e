"""Expressions as SQLAlchemy code over the models of a generated application.

The expression stands in a statement that selects from the model of its entity; links are followed by correlated scalar
subqueries, so it may stand anywhere in it. Parameters, the login user and the clock are values of Python. Durations are
whole seconds. `app/database.py` must define, for SQLite and PostgreSQL: `month_of`, `day_of`, `week_of`, `year_of`,
`weekday_of` (of a date or moment), `later_moment(moment, seconds)`, `later_day(date, days)`,
`seconds_between(moment, moment)`, `days_between(date, date)`. The code needs `sa`, `orm`, `dt`, `Decimal`, the models
and the tables of many-to-many links imported where it uses them. A comparison with NULL is NULL, which no WHERE lets
through; under `not`, and where the truth itself is the value, NULL is made False.
SQLite keeps decimals as floats: a sum compared with `==` may miss by its last bit there.
"""

from __future__ import annotations

from datetime import timedelta

from scaffolder import naming
from scaffolder.expr.joins import far_key, hanging, named, subquery, with_aliases
from scaffolder.expr.literals import SECONDS, constant, fixed_length, literal, literal_for, not_zero
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
    Step,
    Typed,
    Unary,
    Value,
    walk,
)  # fmt: skip
from scaffolder.expr.pieces import joined
from scaffolder.expr.python import Writer

OUTSIDE = ("user", "role", "param", "now", "today")
Rows = Writer  # how its rows spell what the plan names
spelled = naming.identifier


def to_value(typed: Typed, *, data: str = "data") -> str:
    if isinstance(typed.node, Value) and not isinstance(typed.node.value, bool | None):
        return f"sa.literal({literal(typed.node.value)})"
    text = _Writer(typed, data, naming.identifier(typed.entity or ""), ()).sql(typed.node)
    return f"sa.type_coerce({text}, sa.Numeric)" if _finer(typed) else text


def _finer(typed: Typed) -> bool:
    """Whether a number has more decimals than the columns that it is made of, whose type SQLAlchemy gives it."""
    if typed.type.kind != "decimal":
        return False
    for node in walk(typed.node):
        if isinstance(node, Binary) and node.op in ("/", "*"):
            kinds = [typed.of(n).kind for n in (node.left, node.right)]
            if "decimal" in kinds and (node.op == "/" or "integer" not in kinds):
                return True
    return any(s.computed and _finer(s.computed) for steps in typed.paths.values() for s in steps)


def to_condition(typed: Typed, *, data: str = "data") -> str:
    """For a WHERE: never a bare column."""
    return _Writer(typed, data, naming.identifier(typed.entity or ""), ()).condition(typed.node)


class _Writer:
    """Writes one expression about `here`, a model. `taken`: models that statements around this one select from.

    `source` and `element`: the to-many path that an aggregate goes over, and the model at its end.
    """

    def __init__(
        self, typed: Typed, data: str, here: str, taken: tuple[str, ...], source: Path | None = None, element: str = ""
    ) -> None:
        self.typed = typed
        self.data = data
        self.here = here
        self.taken = (*taken, here)
        self.source = source
        self.element = element

    def sql(self, node: Node) -> str:
        match node:
            case Value(value=value):
                return constant(value)
            case Path():
                return self.path(node)
            case Unary(op="not", operand=operand):
                return f"sa.not_({self.truth(operand)})"
            case Unary(operand=operand):
                return f"-{self.term(operand)}"
            case Binary():
                return self.arithmetic(node)
            case Compare():
                return self.comparison(node)
            case Logic(op=op, operands=operands):
                return f"sa.{op}_({', '.join(self.condition(o) for o in operands)})"
            case Choose(test=test, then=then, other=other):
                return f"sa.case(({self.condition(test)}, {self.sql(then)}), else_={self.sql(other)})"
            case Call(name=name) if name in AGGREGATES:
                return self.aggregate(node)
            case Call():
                return self.call(node)
        raise TypeError(node)

    def condition(self, node: Node) -> str:
        """A column alone is no condition: it may hold no truth."""
        steps = self.typed.steps(node) if isinstance(node, Path) else ()
        column = steps and steps[0].kind not in OUTSIDE and steps[-1].computed is None
        return f"{self.sql(node)}.is_(True)" if column and self.typed.of(node).kind == "boolean" else self.sql(node)

    def truth(self, node: Node) -> str:
        """A condition that is never NULL."""
        text = self.condition(node)
        known = text.endswith(".is_(True)") or (isinstance(node, Compare) and node.op in ("is", "is not"))
        nullable = any(n in self.typed.types and self.typed.of(n).nullable for n in walk(node))
        return f"sa.func.coalesce({text}, sa.false())" if nullable and not known else text

    def term(self, node: Node) -> str:
        """As an operand of an operator."""
        text = self.sql(node)
        inlined = isinstance(node, Path) and self.typed.steps(node)[-1].computed is not None
        return f"({text})" if isinstance(node, Binary) or (inlined and " " in text) else text

    # names

    def path(self, node: Path) -> str:
        steps = self.typed.steps(node)
        if self.source is not None and node.parts[: len(self.source.parts)] == self.source.parts:
            return self.chain(self.element, steps[len(self.source.parts) :])
        first = steps[0]
        if first.kind in ("now", "today"):
            return f"{first.kind}()"
        if first.kind in OUTSIDE:
            return self.outside(node)
        return self.chain(self.here, steps[1:] if first.kind == "self" else steps)

    def outside(self, node: Path) -> str:
        """A value that Python has: of the login user or of a parameter."""
        guards: list[str] = []
        writer = Writer(self.typed, "self", self.data)
        row = self.typed.of(node).kind == "row"
        code = writer.key(node, guards) if row else writer.path(node, guards)
        if not guards:
            return code
        return f"sa.literal({code} if {joined(guards)} else None{', sa.Integer' if row else ''})"

    def chain(self, at: str, steps: tuple[Step, ...]) -> str:
        """The column at the end of to-one links from `at`: where links are followed, a subquery."""
        joins: list[str] = []
        aliases: dict[str, str] = {}
        taken = list(self.taken)
        for step, following in zip(steps, (*steps, None)[1:], strict=True):
            if step.computed is not None:
                inner = _Writer(step.computed, self.data, at, tuple(taken))
                boolean = step.type.kind == "boolean"
                column = inner.truth(step.computed.node) if boolean else inner.sql(step.computed.node)
                return subquery(column, joins, aliases)
            if step.kind not in ("to_one", "owner", "profile"):
                return subquery(f"{at}.{naming.identifier(step.name)}", joins, aliases)
            linked = step.kind != "profile" and not step.inverse
            if linked and (following is None or following.name == "id"):
                return subquery(f"{at}.{step.name}_id", joins, aliases)
            model = "User" if step.kind == "owner" else naming.identifier(step.type.entity or "")
            target = named(model, step, taken, aliases)
            joins.append(f"{target}.id == {at}.{step.name}_id" if linked else f"{target}.{far_key(step)}_id == {at}.id")
            at = target
        return subquery(f"{at}.id", joins, aliases)

    # operators

    def arithmetic(self, node: Binary) -> str:
        left, right = self.typed.of(node.left).kind, self.typed.of(node.right).kind
        if "date" in (left, right) or "datetime" in (left, right):
            return self.calendar(node, left, right)
        if node.op in ("+", "-", "*"):
            return f"{self.term(node.left)} {node.op} {self.term(node.right)}"
        return self.division(node)

    def division(self, node: Binary) -> str:
        """NULL by zero. Whole numbers are rounded down, where SQL would round towards zero."""
        left = self.term(node.left)
        if node.op == "//" and node.right == Call("days", (Value(1),)) and left.endswith(") * 86400)"):
            return left.removeprefix("(").removesuffix(" * 86400)")
        by = self.term(node.right)
        if not not_zero(node.right):
            by = f"sa.func.nullif({self.sql(node.right)}, 0{'' if node.op == '/' else ', type_=sa.Integer'})"
        if node.op == "/":
            return f"{left} / {by}"
        rest = f"({left} % {by} + {by}) % {by}"
        return rest if node.op == "%" else f"({left} - {rest}) // {by}"

    def calendar(self, node: Binary, left: str, right: str) -> str:
        """A date later or earlier by a duration, or the time between two."""
        if left == right:
            between = "days" if left == "date" else "seconds"
            text = f"{between}_between({self.sql(node.left)}, {self.sql(node.right)})"
            return f"{text} * 86400" if left == "date" else text
        moment, span = (node.right, node.left) if left == "duration" else (node.left, node.right)
        fixed = fixed_length(span)
        if isinstance(moment, Path) and moment.parts[0] in ("now", "today") and fixed is not None:
            return f"{self.sql(moment)} {node.op} {literal(fixed)}"
        sign = "-" if node.op == "-" else ""
        if "date" in (left, right):
            return f"later_day({self.sql(moment)}, {sign}{self.days(span, fixed)})"
        return f"later_moment({self.sql(moment)}, {sign}{self.term(span)})"

    def days(self, span: Node, fixed: timedelta | None) -> str:
        if fixed is not None:
            return str(fixed.days)
        if isinstance(span, Call) and span.name == "days":
            return self.term(span.args[0])
        return f"({self.term(span)}) / 86400"

    def comparison(self, node: Compare) -> str:
        if node.op in ("is", "is not"):
            if isinstance(node.left, Path) and self.typed.steps(node.left)[0].kind in OUTSIDE:
                return f"sa.literal({Writer(self.typed, 'self', self.data).condition(node)[0]})"
            left = self.term(node.left)
            return f"{left}.{'is_' if node.op == 'is' else 'is_not'}(None)"
        if node.op not in ("in", "not in"):
            return f"{self.operand(node.left, node.right)} {node.op} {self.operand(node.right, node.left)}"
        word = "in_" if node.op == "in" else "not_in"
        if isinstance(node.right, Items):
            items = ", ".join(self.operand(i, node.left) for i in node.right.items)
            return f"{self.term(node.left)}.{word}([{items}])"
        if not isinstance(node.right, Path):
            raise TypeError(node)
        if self.typed.steps(node.right)[0].kind in OUTSIDE:
            return f"{self.term(node.left)}.{word}({self.listed(node.right)})"
        model, conditions, aliases, _ = self.rows(node.right)
        found = with_aliases(f"sa.select({model}.id).where({', '.join(conditions)})", aliases)
        return f"{self.term(node.left)}.{word}({found})"

    def operand(self, node: Node, other: Node) -> str:
        """One side of a comparison; a text compared with a date is a date."""
        meant = literal_for(node, self.typed.of(other).kind)
        return self.term(node) if meant is None else constant(meant)

    def listed(self, path: Path) -> str:
        """The ids of rows that Python has."""
        guards: list[str] = []
        loops, last = Writer(self.typed, "self", self.data).loops(path, guards)
        return f"[{last}.id {loops}]" + (f" if {joined(guards)} else []" if guards else "")

    # aggregates and functions

    def rows(self, path: Path) -> tuple[str, list[str], dict[str, str], tuple[str, ...]]:
        """The model at the end of a to-many path, how its rows hang on `here`, models by other names, all models."""
        steps = self.steps(path)
        at, conditions, taken = self.here, [], list(self.taken)
        aliases: dict[str, str] = {}
        for step in steps[1:] if steps[0].kind == "self" else steps:
            target = named(naming.identifier(step.type.entity or ""), step, taken, aliases)
            conditions += hanging(step, at, target)
            at = target
        return at, conditions, aliases, tuple(taken)

    def steps(self, path: Path) -> tuple[Step, ...]:
        """The steps of the beginning of a path that the expression holds."""
        length = len(path.parts)
        return next(s[:length] for p, s in self.typed.paths.items() if p.parts[:length] == path.parts)

    def aggregate(self, node: Call) -> str:
        source = self.typed.source(node)
        if self.steps(source)[0].kind in OUTSIDE:
            return f"sa.literal({Writer(self.typed, 'self', self.data).value(node)[0]})"
        model, conditions, aliases, taken = self.rows(source)
        inner = _Writer(self.typed, self.data, self.here, taken, source, model)
        if len(node.args) == 2:
            conditions.append(inner.condition(node.args[1]))
        if node.name == "count":
            what = f"sa.func.count({model}.id)"
        else:
            what = f"sa.func.{node.name}({inner.sql(node.args[0])})"
            what = f"sa.func.coalesce({what}, 0)" if node.name == "sum" else what
        return with_aliases(f"sa.select({what}).where({', '.join(conditions)}).scalar_subquery()", aliases)

    def call(self, node: Call) -> str:
        if node.name in SECONDS:
            fixed = fixed_length(node)
            return str(int(fixed.total_seconds())) if fixed else f"{self.term(node.args[0])} * {SECONDS[node.name]}"
        args = ", ".join(self.sql(a) for a in node.args)
        if node.name in ("year", "month", "week", "day", "weekday"):
            return f"{node.name}_of({args})"
        if node.name == "len":
            return f"sa.func.length({args})"
        if node.name == "round" and self.typed.of(node.args[0]).kind == "float":
            args = args.replace(first := self.sql(node.args[0]), f"sa.cast({first}, sa.Numeric)", 1)
        rounded = f"sa.func.{node.name}({args})"
        return f"sa.cast({rounded}, sa.Integer)" if node.name == "round" and len(node.args) == 1 else rounded
