"""What is shown: lists, queries, reports, exports and imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolder import naming
from scaffolder.plan import Entity, Plan
from scaffolder.plan.index import entity_plural
from tests.mutants.edits import become, become_pass, called, drop, empty, loosened
from tests.mutants.places import Offer, Place, member


def services(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if entity is None:
        return
    select = f"select_{naming.identifier(naming.snake(entity_plural(entity)))}"
    if isinstance(node, ast.If) and place.inside[:1] == (select,):
        asked = re.match(r"query\.(\w+) is not None", ast.unparse(node.test))
        wanted = {n for q in plan.queries if q.entity == entity.name for n in q.filters}
        if asked and asked.group(1) in wanted:
            query = next(q.name for q in plan.queries if q.entity == entity.name and asked.group(1) in q.filters)
            yield "filter", f"query:{query}", f"no {asked.group(1)}", lambda n: empty(n)
        elif asked and asked.group(1) == "search":
            yield "search", _searcher(plan, entity), "no search", lambda n: empty(n)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called(node.value) == "refer":
        column = ast.unparse(node.value.args[3]).strip("'\"") if len(node.value.args) > 3 else ""
        if member(entity, column):
            yield "relation", member(entity, column), "not looked up", lambda n: become_pass(n)


def kept(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """In which order rows come, which are there still, and what they have many of."""
    node = place.node
    if entity is None or not isinstance(node, ast.FunctionDef):
        return
    if node.name.startswith("select_") and entity.order_by:
        place_of = next(i for i, a in enumerate(node.args.args + node.args.kwonlyargs) if a.arg == "order")
        if place_of >= len(node.args.args):
            yield "order", entity.name, "in no order", lambda n: n.args.kw_defaults.__setitem__(0, ast.Constant(""))
    for i, line in enumerate(node.body):
        text = ast.unparse(line)
        many = re.match(r"\w+\.(\w+) = refer_all\(", text)
        if entity.soft_delete and "deleted_at" in text and not text.startswith("return"):
            yield "soft_delete", entity.name, f"without {text}", lambda n, i=i: drop(n, i)
        elif many and member(entity, many.group(1)):
            yield "many", member(entity, many.group(1)), "not linked", lambda n, i=i: drop(n, i)


def _searcher(plan: Plan, entity: Entity) -> str:
    query = next((q.name for q in plan.queries if q.entity == entity.name and q.search), "")
    field = next((f.name for f in entity.fields if f.searchable), "")
    return f"{entity.name}.{field}" if field else f"query:{query}"


def queries(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    query = next(
        (
            q
            for q in plan.queries
            if entity and q.entity == entity.name and place.inside[:1] == (naming.identifier(q.name),)
        ),
        None,
    )
    if query is None:
        return
    element = f"query:{query.name}"
    if isinstance(node, ast.Call) and called(node).startswith("select_"):
        for i, argument in enumerate(node.args):
            if query.where and isinstance(argument, (ast.Compare, ast.Call, ast.UnaryOp, ast.BoolOp, ast.Attribute)):
                yield "query", element, "no condition", lambda n, i=i: n.args.pop(i)
        for keyword_place, keyword in enumerate(node.keywords):
            if keyword.arg == "order" and query.sort and query.sort != entity.order_by:
                yield "sort", element, "no order", lambda n, i=keyword_place: n.keywords.pop(i)
    if isinstance(node, ast.Compare) and "deleted_at" not in ast.unparse(node):
        for change in loosened(node):
            yield "query", element, f"{change[0]} ({ast.unparse(node)})", change[1]
    if query.limit and isinstance(node, ast.Constant) and node.value == query.limit:
        yield "query", element, "a longer list", lambda n: setattr(n, "value", n.value + 1)


def reports(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    report = next((r for r in plan.reports if place.inside[:1] == (naming.identifier(r.name),)), None)
    if report is None:
        return
    element = f"report:{report.name}"
    if isinstance(node, ast.Attribute) and node.attr in ("sum", "avg", "min", "max", "count"):
        other = {"sum": "max", "avg": "max", "min": "max", "max": "min", "count": "max"}[node.attr]
        yield "report", element, f"{other} for {node.attr}", lambda n: setattr(n, "attr", other)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        asked = report.where and "access.visible" not in ast.unparse(node.args[0])
        if node.func.attr == "group_by" or (node.func.attr == "where" and asked):
            yield "report", element, f"no {node.func.attr}", lambda n: become(n, n.func.value)
    if isinstance(node, ast.Attribute) and node.attr in ("desc", "asc") and report.sort:
        first = ast.unparse(node)
        if first == "sa.desc" and report.sort[0].startswith("-"):
            yield "report", element, "the other way round", lambda n: setattr(n, "attr", "asc")


def transfers(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    transfer = next((t for t in plan.transfers if place.inside[:1] == (naming.identifier(t.name),)), None)
    if transfer is None:
        return
    element = f"{transfer.direction}:{transfer.name}"
    if isinstance(node, ast.List) and transfer.direction == "export" and place.inside[-1] == "columns":
        yield "export", element, "a column less", lambda n: n.elts.pop()
    if isinstance(node, ast.If) and transfer.direction == "import":
        if ast.unparse(node.test) == "faults":
            yield "import", element, "faults do not matter", lambda n: setattr(n, "test", ast.Constant(False))
        if ast.unparse(node.test) == "dry_run":
            yield "import", element, "a trial stores", lambda n: setattr(n, "test", ast.Constant(False))
