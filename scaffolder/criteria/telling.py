"""Which rows tell an expression from one that is nearly the same: those are the rows worth testing with.

For `due_on < today and returned_on is None` the near misses are `due_on <= today`, `due_on < today`, `... or ...` and
so on; the rows chosen give, together, another answer than each near miss that any row at hand can give away.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import Any

from msgspec import Struct

from scaffolder import syntax
from scaffolder.criteria import candidates
from scaffolder.criteria.candidates import Change
from scaffolder.criteria.oracle.world import Facts, Refusal, Row
from scaffolder.criteria.solver import Recipe, merged, realise
from scaffolder.criteria.story import Impossible, Story
from scaffolder.expr import ExprError
from scaffolder.plan import Param

POOL = 260  # stories tried
MOST = 6  # rows chosen
SWAPPED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
CALLS = {"sum": "max", "avg": "max", "min": "max", "max": "min", "days": "weeks", "hours": "days", "lower": "upper"}


def near_misses(text: str) -> list[str]:
    """Expressions with one thing changed: a comparison, a number, a part left out, an operator."""
    tree = syntax.expression(text)
    found: list[str] = []
    for place, _ in enumerate(ast.walk(tree)):
        count = len(list(_changes(list(ast.walk(copy.deepcopy(tree)))[place])))
        for which in range(count):
            changed = copy.deepcopy(tree)
            node = list(ast.walk(changed))[place]
            for i, change in enumerate(_changes(node)):
                if i == which:
                    change()
                    break
            with suppress(ValueError):
                found.append(ast.unparse(ast.fix_missing_locations(changed)))
    return [t for t in dict.fromkeys(found) if t != ast.unparse(tree)]


def _changes(node: ast.AST) -> Iterator[Callable[[], None]]:
    if isinstance(node, ast.Compare):
        for other in SWAPPED.get(type(node.ops[0]), ()):
            yield lambda n=node, o=other: n.ops.__setitem__(0, o())  # type: ignore[misc]
    elif isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            yield lambda n=node, i=i: n.values.__delitem__(i) if len(n.values) > 2 else _only(n, 1 - i)  # type: ignore[misc]
        yield lambda n=node: setattr(n, "op", ast.Or() if isinstance(n.op, ast.And) else ast.And())  # type: ignore[misc]
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield lambda n=node: setattr(n, "op", ARITHMETIC[type(n.op)]())  # type: ignore[misc]
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield lambda n=node: setattr(n, "value", n.value + 1)  # type: ignore[misc]
        yield lambda n=node: setattr(n, "value", n.value - 1)  # type: ignore[misc]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield lambda n=node: setattr(n, "operand", ast.UnaryOp(ast.Not(), n.operand))  # type: ignore[misc]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield lambda n=node: setattr(n, "func", ast.Name(CALLS[n.func.id], ast.Load()))  # type: ignore[misc]
    elif isinstance(node, ast.IfExp):
        yield lambda n=node: setattr(n, "body", n.orelse)  # type: ignore[misc]
        yield lambda n=node: setattr(n, "orelse", n.body)  # type: ignore[misc]
    elif isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) > 1:
        for i in range(len(node.elts)):
            yield lambda n=node, i=i: n.elts.__delitem__(i)  # type: ignore[misc]


def _only(node: ast.BoolOp, place: int) -> None:
    """Leave one of two operands: twice the same says the same."""
    node.values = [node.values[place], copy.deepcopy(node.values[place])]


class Told(Struct, frozen=True):
    """A recipe, what the expression is worth for its row, and which near misses it gives away."""

    recipe: Recipe
    value: Any
    caught: frozenset[int]


def telling(
    facts: Facts,
    entity: str | None,
    text: str,
    *,
    actors: Sequence[str] = ("",),
    params: Sequence[Param] = (),
    extra: Sequence[Change] = (),
    start: Sequence[Change] = (),
    keep: Callable[[Story, Row | None, Recipe], bool] | None = None,
    most: int = MOST,
    values: bool = False,
) -> list[Told]:
    """Recipes whose rows together tell the expression from its near misses; at least one row for which it holds and
    one for which it does not, where there are any (`values`: one with a value). `keep` sorts out recipes."""
    typed = facts.typed(text, entity, params)
    misses = [m for m in near_misses(text) if _types(facts, m, entity, params)]
    pool: list[Told] = []
    for recipe in _recipes(entity, [*candidates.changes(facts, [typed]), *extra], actors, start):
        with suppress(Impossible, Refusal):
            story = Story(facts)
            row = realise(story, recipe)
            if keep is None or keep(story, row, recipe):
                pool.append(_told(story, row, recipe, text, misses, params))
    return _chosen(pool, most, values)


def _types(facts: Facts, text: str, entity: str | None, params: Sequence[Param]) -> bool:
    try:
        facts.typed(text, entity, params)
    except (ExprError, SyntaxError):
        return False
    return True


def _recipes(
    entity: str | None, changes: Sequence[Change], actors: Sequence[str], start: Sequence[Change]
) -> Iterator[Recipe]:
    count = 0
    for size in (0, 1, 2, 3):
        for chosen in combinations(changes, size):
            if len({c.target for c in chosen}) < size:
                continue
            for actor in actors:
                yield Recipe(entity, merged(start, chosen), actor)
            count += 1
            if count >= POOL:
                return


def _told(
    story: Story, row: Row | None, recipe: Recipe, text: str, misses: Sequence[str], params: Sequence[Param]
) -> Told:
    given = {**{p.name: p.default for p in params}, **story.arguments(params, recipe.params)}

    def worth(expression: str) -> Any:
        user = story.world.user(recipe.actor)
        return story.world.evaluate(expression, row, user=user, params=given, declared=params, entity=recipe.entity)

    value = worth(text)
    return Told(recipe, value, frozenset(i for i, miss in enumerate(misses) if worth(miss) != value))


def _chosen(pool: Sequence[Told], most: int, values: bool) -> list[Told]:
    """One of each answer first, then whoever gives away most of what is still hidden."""
    wanted: list[Callable[[Told], bool]] = [lambda t: t.value is True, lambda t: t.value is not True]
    if values:
        wanted = [lambda t: t.value not in (None, 0, False, "")]
    chosen: list[Told] = []
    caught: set[int] = set()
    for test in wanted:
        fitting = [t for t in pool if test(t)]
        if fitting:
            chosen.append(max(fitting, key=lambda t: (len(t.caught - caught), -len(t.recipe.changes))))
            caught |= chosen[-1].caught
    while len(chosen) < most:
        best = max(pool, key=lambda t: (len(t.caught - caught), -len(t.recipe.changes)), default=None)
        if best is None or not best.caught - caught:
            break
        chosen.append(best)
        caught |= best.caught
    return chosen
