"""The expression language of plans: a small typed subset of Python expressions over entities.

    typed = check("count(loans, loans.returned_at is None) < 5", Scope.of(index, "Member"))

Literals, names, dotted paths, `+ - * / // %`, comparisons, `in`, `is None`, `and or not`, `a if c else b` and the
functions in `FUNCTIONS`. Paths over to-many relations stand inside aggregates only, whose second argument is a
condition; a to-many path in that condition is the row at hand (`count(members, members == user.member)`), and outside
an aggregate `x in members` asks for membership. A Python keyword as a name is written with a trailing underscore.

Meaning: a comparison with None on either side is False (also `!=`); arithmetic with None is None; division by zero is
None; a condition that is None counts as False; sum over no rows is 0; avg, min, max over no rows are None, and all
aggregates skip None. `x not in (a, b)` means x != a and x != b. A check constraint is broken only where it is surely
False: it passes where a value it compares is None, as in SQL. `round` rounds half away from zero. `//` and `%` are of
whole numbers and round down. `month(x)` is "2026-03", `day(x)` "2026-03-05", `week(x)` "2026-W10" (ISO), `year(x)`
2026, `weekday(x)` 1 (Monday) to 7. Dates with a time are UTC. `(end - start) // days(1)` is a number of days. Rows
marked as deleted (soft delete) are in no to-many path. Field types: money, percent and decimal are "decimal"; float
with decimal gives decimal.
"""

from __future__ import annotations

from scaffolder.expr.checking import check, fits
from scaffolder.expr.nodes import (
    AGGREGATES,
    FUNCTIONS,
    LOGIN_USER,
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
    children,
    references,
    walk,
)  # fmt: skip
from scaffolder.expr.parsing import parse, text
from scaffolder.expr.scope import Scope, is_optional
from scaffolder.expr.suggesting import near

__all__ = [
    "AGGREGATES", "FUNCTIONS", "LOGIN_USER", "Binary", "Call", "Choose", "Compare", "ExprError", "Items", "Kind",
    "Logic", "Node", "Path", "Scope", "Step", "Type", "Typed", "Unary", "Value", "check", "children", "fits",
    "is_optional", "near", "parse", "references", "text", "walk",
]  # fmt: skip
