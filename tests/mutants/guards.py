"""What keeps people apart who ask at the same moment: each guard, taken away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolder.plan import Entity, Plan
from tests.mutants.deeds import action_of
from tests.mutants.edits import become_pass, called
from tests.mutants.places import Offer, Place


def transactions(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """SQLite: who will write says so at once."""
    node = place.node
    if isinstance(node, ast.Constant) and node.value == "BEGIN IMMEDIATE":
        yield "sqlite", "", "begins by reading", lambda n: setattr(n, "value", "BEGIN")
    if isinstance(node, ast.keyword) and node.arg == "writes":
        yield "sqlite", "", "does not say that it writes", lambda n: setattr(n, "value", ast.Constant(False))


def locks(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """PostgreSQL: who checks a rule over several rows, or changes a row, has it alone."""
    node = place.node
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called(node.value) == "lock":
        yield "postgresql", "", "the table is not locked", become_pass
    acts = isinstance(node, ast.keyword) and node.arg == "lock" and action_of(plan, entity, place.inside)
    if acts and _row_is_at_stake(place):
        yield "postgresql", "", "the row is not locked", lambda n: setattr(n, "value", ast.Constant(False))
    if isinstance(node, ast.Expr) and "with_for_update" in ast.unparse(node):
        yield "postgresql", "", "the row that it leads to is not locked", become_pass


def _row_is_at_stake(place: Place) -> bool:
    """Nothing else keeps people apart there, and what the row holds decides or is changed."""
    here = next(n for n in ast.walk(place.tree) if isinstance(n, ast.FunctionDef) and n.name == place.inside[0])
    text = ast.unparse(here)
    return "with_for_update" not in text and bool(re.search(r"^ +(require\(|\w+\.\w+ = )", text, re.M))
