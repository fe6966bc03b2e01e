"""What a request may hold, what a row is, and what the database holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolder import naming
from scaffolder.plan import Entity, Plan
from scaffolder.plan.index import Index, entity_plural
from tests.mutants.edits import become, become_pass, called, loosened
from tests.mutants.places import Offer, Place, field_of, member


def schemas(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node, element = place.node, member(entity, place.inside[-1]) if place.inside else ""
    if not element:
        return
    known = field_of(entity, element)
    if isinstance(node, ast.Call) and called(node) == "Field":
        for i, keyword in enumerate(node.keywords):
            asked = {
                "ge": "min",
                "le": "max",
                "max_length": "max_length",
                "min_length": "min_length",
                "pattern": "pattern",
            }
            if keyword.arg in asked and known is not None and getattr(known.validation, asked[keyword.arg]) is not None:
                kind = "pattern" if keyword.arg == "pattern" else "bounds"
                yield kind, element, f"no {keyword.arg}", lambda n, i=i: n.keywords.pop(i)
    written = known is not None and known in Index(plan).writable(entity.name) if entity else False
    if written and isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
        yield "enum", element, "any text", lambda n: become(n, ast.Name("str", ast.Load()))


def required(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name) or len(place.inside) != 1:
        return
    element = member(entity, node.target.id)
    if not element or entity is None:
        return
    if place.inside[0] == f"{entity.name}Create" and node.value is None and field_of(entity, element) is not None:
        yield "required", element, "may be left out", lambda n: setattr(
            n, "value", ast.parse("fields.UNSET").body[0].value
        )
    if place.inside[0] == f"{entity.name}Read" and field_of(entity, element) is not None:
        yield "create", element, "not shown", lambda n: become_pass(n)


def models(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if entity is None or entity.name not in {n.rstrip("_") for n in place.inside}:
        return
    element = member(entity, place.inside[-1])
    if isinstance(node, ast.Call) and called(node) == "mapped_column" and element:
        for i, keyword in enumerate(node.keywords):
            if keyword.arg == "unique":
                yield "unique", element, "not unique", lambda n, i=i: n.keywords.pop(i)
            if keyword.arg == "default":
                state = any(f"{m.entity}.{m.field}" == element for m in plan.state_machines)
                yield "initial" if state else "default", element, "no default", lambda n, i=i: n.keywords.pop(i)
    if isinstance(node, ast.Call) and called(node) == "ForeignKey" and element:
        for i, keyword in enumerate(node.keywords):
            if keyword.arg == "ondelete":
                yield "on_delete", element, "another ondelete", lambda n, i=i: _other_ondelete(n.keywords[i])
    if isinstance(node, ast.Tuple) and place.inside[-1] == "__table_args__":
        for i, part in enumerate(node.elts):
            named = constraint_of(entity, part)
            if named:
                yield named[0], named[1], "no such constraint", lambda n, i=i: n.elts.pop(i)
    if isinstance(node, ast.Return) and element and _is_computed(entity, element):
        for change in loosened(node.value):
            yield "computed", element, change[0], lambda n, c=change[1]: c(n.value)


def _is_computed(entity: Entity, element: str) -> bool:
    return any(f"{entity.name}.{f.name}" == element and f.computed for f in entity.fields)


def constraint_of(entity: Entity, part: ast.AST) -> tuple[str, str] | None:
    text = ast.unparse(part)
    for c in entity.constraints:
        if c.kind in ("unique", "check") and re.search(rf"[\"'](\w+_)?{c.name}[\"']", text):
            return c.kind, f"{entity.name}.{c.name}"
    for f in entity.fields:
        if f.unique and text.startswith("sa.Index('uq_") and f"'{f.name}'" in text:
            return "unique", f"{entity.name}.{f.name}"
    return None


def _other_ondelete(keyword: ast.keyword) -> None:
    now = keyword.value.value if isinstance(keyword.value, ast.Constant) else ""
    keyword.value = ast.Constant("RESTRICT" if now != "RESTRICT" else "CASCADE")


def migration(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if not isinstance(node, ast.Call) or called(node) != "create_table":
        return
    table = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
    found = next((e for e in plan.entities if naming.snake(entity_plural(e)) == table), None)
    if found is None:
        return
    for i, part in enumerate(node.args):
        if not isinstance(part, ast.Call):
            continue
        if called(part) == "UniqueConstraint":
            names = [a.value for a in part.args if isinstance(a, ast.Constant)]
            named = constraint_of(found, part)
            element = named[1] if named else member(found, str(names[0]))
            yield "unique", element, "no unique constraint", lambda n, i=i: n.args.pop(i)
        if called(part) == "CheckConstraint":
            named = constraint_of(found, part)
            if named:
                yield "check", named[1], "no check constraint", lambda n, i=i: n.args.pop(i)
        if called(part) == "ForeignKeyConstraint":
            column = ast.unparse(part.args[0]).strip("[]'")
            for j, keyword in enumerate(part.keywords):
                if keyword.arg == "ondelete" and member(found, column):
                    yield "on_delete", member(found, column), "another ondelete", lambda n, i=i, j=j: _other_ondelete(
                        n.args[i].keywords[j]
                    )
