"""Edits of emitted code, one in one place each: what a test suite that measures something must notice.

A mutant is found by the shape of the code, never by plan or domain: an operator walks the syntax tree of one kind of
file and offers each thing that can be left out, turned round or loosened there, with the plan element it belongs to.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from scaffolder import naming
from scaffolder.plan import CreateEffect, Entity, Field, Plan
from scaffolder.plan.index import Index, entity_plural

FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """`kind` is the rule that is broken; `element` whose it is ("Book.isbn", "action:Book.borrow")."""

    kind: str
    element: str
    path: str
    text: str
    edit: str

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.element} in {self.path}: {self.edit}"


@dataclass(frozen=True)
class Place:
    """A node of a file, with the names of the functions, classes and targets around it."""

    tree: ast.Module
    node: ast.AST
    inside: tuple[str, ...]
    number: int  # place in the walk


def mutants(plan: Plan, files: dict[str, str]) -> Iterator[Mutant]:
    """Every mutant of every operator, in a stable order."""
    for path in sorted(files):
        for operator in OPERATORS:
            if re.fullmatch(operator.path, path):
                yield from _of(operator, plan, path, files[path])


Edit = Callable[[ast.AST], object]
Offer = tuple[str, str, str, Edit]


@dataclass(frozen=True)
class Operator:
    """`offers` yields, for a place: kind, element, what is edited, and the edit of that node in a copy of the tree."""

    path: str
    offers: Callable[[Plan, Entity | None, Place], Iterator[Offer]]


def _of(operator: Operator, plan: Plan, path: str, text: str) -> Iterator[Mutant]:
    tree = ast.parse(text)
    entity = _entity(plan, path)
    for place in _places(tree):
        for i, (kind, element, edit, _) in enumerate(operator.offers(plan, entity, place)):
            changed = copy.deepcopy(tree)
            again = next(p for p in _places(changed) if p.number == place.number)
            change = list(operator.offers(plan, entity, again))[i][3]
            change(again.node)
            mutated = ast.unparse(ast.fix_missing_locations(changed))
            if mutated != ast.unparse(tree):
                yield Mutant(kind, element, path, mutated + "\n", edit)


def _places(tree: ast.Module) -> Iterator[Place]:
    count = 0
    waiting: list[tuple[ast.AST, tuple[str, ...]]] = [(tree, ())]
    while waiting:
        node, inside = waiting.pop(0)
        yield Place(tree, node, inside, count)
        count += 1
        here = inside + _name(node)
        waiting += [(child, here) for child in ast.iter_child_nodes(node)]


def _name(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return (node.name,)
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return (node.target.id,)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return (node.targets[0].id,)
    return ()


def _entity(plan: Plan, path: str) -> Entity | None:
    """The entity whose module this is."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    return next((e for e in plan.entities if naming.identifier(naming.snake(entity_plural(e))) == stem), None)


def _member(entity: Entity | None, name: str) -> str:
    """ "Book.isbn" for isbn, Isbn and author_id; empty where the entity has no such thing."""
    if entity is None:
        return ""
    plain = name.rstrip("_")
    for part in (*entity.fields, *entity.relations, *entity.constraints):
        if part.name in (plain, naming.snake(plain), plain.removesuffix("_id")):
            return f"{entity.name}.{part.name}"
    return ""


# what a request may hold


def _schemas(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node, element = place.node, _member(entity, place.inside[-1]) if place.inside else ""
    if not element:
        return
    known = _field(entity, element)
    if isinstance(node, ast.Call) and _called(node) == "Field":
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
        yield "enum", element, "any text", lambda n: _become(n, ast.Name("str", ast.Load()))


def _required(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name) or len(place.inside) != 1:
        return
    element = _member(entity, node.target.id)
    if not element or entity is None:
        return
    if place.inside[0] == f"{entity.name}Create" and node.value is None and _field(entity, element) is not None:
        yield "required", element, "may be left out", lambda n: setattr(
            n, "value", ast.parse("fields.UNSET").body[0].value
        )
    if place.inside[0] == f"{entity.name}Read" and _field(entity, element) is not None:
        yield "create", element, "not shown", lambda n: _become_pass(n)


def _field(entity: Entity | None, element: str) -> Field | None:
    return next((f for f in entity.fields if entity and f"{entity.name}.{f.name}" == element), None) if entity else None


# what a row is


def _models(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if entity is None or entity.name not in {n.rstrip("_") for n in place.inside}:
        return
    element = _member(entity, place.inside[-1])
    if isinstance(node, ast.Call) and _called(node) == "mapped_column" and element:
        for i, keyword in enumerate(node.keywords):
            if keyword.arg == "unique":
                yield "unique", element, "not unique", lambda n, i=i: n.keywords.pop(i)
            if keyword.arg == "default":
                state = any(f"{m.entity}.{m.field}" == element for m in plan.state_machines)
                yield "initial" if state else "default", element, "no default", lambda n, i=i: n.keywords.pop(i)
    if isinstance(node, ast.Call) and _called(node) == "ForeignKey" and element:
        for i, keyword in enumerate(node.keywords):
            if keyword.arg == "ondelete":
                yield "on_delete", element, "another ondelete", lambda n, i=i: _other_ondelete(n.keywords[i])
    if isinstance(node, ast.Tuple) and place.inside[-1] == "__table_args__":
        for i, part in enumerate(node.elts):
            named = _constraint(entity, part)
            if named:
                yield named[0], named[1], "no such constraint", lambda n, i=i: n.elts.pop(i)
    if isinstance(node, ast.Return) and element and _is_computed(entity, element):
        for change in _loosened(node.value):
            yield "computed", element, change[0], lambda n, c=change[1]: c(n.value)


def _is_computed(entity: Entity, element: str) -> bool:
    return any(f"{entity.name}.{f.name}" == element and f.computed for f in entity.fields)


def _constraint(entity: Entity, part: ast.AST) -> tuple[str, str] | None:
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


# what the database holds


def _migration(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if not isinstance(node, ast.Call) or _called(node) != "create_table":
        return
    table = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
    found = next((e for e in plan.entities if naming.snake(entity_plural(e)) == table), None)
    if found is None:
        return
    for i, part in enumerate(node.args):
        if not isinstance(part, ast.Call):
            continue
        if _called(part) == "UniqueConstraint":
            names = [a.value for a in part.args if isinstance(a, ast.Constant)]
            named = _constraint(found, part)
            element = named[1] if named else _member(found, str(names[0]))
            yield "unique", element, "no unique constraint", lambda n, i=i: n.args.pop(i)
        if _called(part) == "CheckConstraint":
            named = _constraint(found, part)
            if named:
                yield "check", named[1], "no check constraint", lambda n, i=i: n.args.pop(i)
        if _called(part) == "ForeignKeyConstraint":
            column = ast.unparse(part.args[0]).strip("[]'")
            for j, keyword in enumerate(part.keywords):
                if keyword.arg == "ondelete" and _member(found, column):
                    yield "on_delete", _member(found, column), "another ondelete", lambda n, i=i, j=j: _other_ondelete(
                        n.args[i].keywords[j]
                    )


# what is done


def _action_of(plan: Plan, entity: Entity | None, inside: tuple[str, ...]) -> str:
    for action in plan.actions:
        if action.entity is not None and (entity is None or action.entity != entity.name):
            continue
        if inside and inside[0].rstrip("_") == f"{action.name}_{naming.snake(action.entity or '')}".rstrip("_"):
            return f"action:{action.entity + '.' if action.entity else ''}{action.name}"
    return ""


def _routes(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node, action = place.node, _action_of(plan, entity, place.inside)
    if isinstance(node, ast.FunctionDef) and _action_of(plan, entity, (node.name,)):
        action = _action_of(plan, entity, (node.name,))
        moved = {m.field for m in plan.state_machines if entity and m.entity == entity.name}
        if _guarded(node):
            yield "permission", action, "nobody is asked", _unguard
        for i, line in enumerate(node.body):
            text = ast.unparse(line)
            if text.startswith("require("):
                state = any(re.match(rf"require\(\w+\.{f} ", text) for f in moved)
                yield "transition" if state else "precondition", action, "not required", lambda n, i=i: _drop(n, i)
            elif isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Attribute):
                state = line.targets[0].attr.rstrip("_") in moved
                yield "transition" if state else "effect", action, f"no {text.split(' = ')[0]}", lambda n, i=i: _drop(
                    n, i
                )
            elif text.startswith("session.add("):
                yield "effect", action, "nothing is stored", lambda n, i=i: _drop(n, i)
            elif text.startswith("check_") and _limited(plan, action, line):
                yield "limit", action, "rules are not checked", lambda n, i=i: _drop(n, i)
            elif text.startswith("notifications."):
                name = text.removeprefix("notifications.").partition("(")[0]
                yield "notification", f"notification:{name}", "not sent", lambda n, i=i: _drop(n, i)
    if isinstance(node, ast.Call) and _called(node) == "require" and action:
        for change in _loosened(node.args[0]):
            kind = "transition" if _about_state(plan, entity, node.args[0]) else "precondition"
            yield kind, action, change[0], lambda n, c=change[1]: c(n.args[0])


def _about_state(plan: Plan, entity: Entity | None, node: ast.AST) -> bool:
    fields = {m.field for m in plan.state_machines if entity and m.entity == entity.name}
    return any(isinstance(n, ast.Attribute) and n.attr.rstrip("_") in fields for n in ast.walk(node)) and not any(
        isinstance(n, ast.Attribute) and n.attr == "user" for n in ast.walk(node)
    )


def _limited(plan: Plan, action: str, line: ast.stmt) -> bool:
    """Does this line check the limits of what the action creates?"""
    name = ast.unparse(line).removeprefix("check_").partition("(")[0]
    found = next(a for a in plan.actions if action == f"action:{a.entity + '.' if a.entity else ''}{a.name}")
    made = {e.entity for e in found.effects if isinstance(e, CreateEffect)}
    limited = (e for e in plan.entities if e.name in made and any(c.kind == "limit" for c in e.constraints))
    return any(naming.snake(e.name) == name for e in limited)


def _doors(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """The four operations of an entity, and its queries."""
    node = place.node
    if not isinstance(node, ast.FunctionDef) or entity is None:
        return
    operation = {"create": "create", "read": "read", "update": "update", "delete": "delete"}.get(node.name, "")
    granted = {p.role for p in plan.permissions if p.entity == entity.name and operation in p.operations}
    if not operation or all(r.admin or r.name in granted for r in plan.roles):
        return  # everybody may anyway
    if _guarded(node):
        yield "permission", f"permissions:{entity.name}.{operation}", "nobody is asked", _unguard


def _guarded(node: ast.FunctionDef) -> bool:
    return "access.may(" in ast.unparse(node.args)


def _unguard(node: ast.AST) -> None:
    """Who asks is known still, but not whether they may."""
    assert isinstance(node, ast.FunctionDef)
    user = next(a for a in node.args.args if a.arg == "user")
    user.annotation = ast.parse("access.UserDep", mode="eval").body


def _rules(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if entity is None:
        return
    if isinstance(node, ast.FunctionDef) and node.name == f"check_{naming.snake(entity.name)}":
        for i, line in enumerate(node.body):
            name = ast.unparse(line).partition("(")[0].removeprefix("keep_")
            found = next((c for c in entity.constraints if c.name == name), None)
            if found is not None:
                yield found.kind, f"{entity.name}.{name}", "not checked", lambda n, i=i: _drop(n, i)
    if not place.inside or not place.inside[0].startswith("keep_"):
        return
    constraint = next((c for c in entity.constraints if c.name == place.inside[0].removeprefix("keep_")), None)
    if constraint is None or not isinstance(node, ast.Compare):
        return
    text = ast.unparse(node)
    if re.match(r"\w+\.id != \w+\.id", text) or " is not None" in text or "deleted_at" in text:
        return  # a row never stands in its own way twice, and None has nothing to flip
    for change in _loosened(node):
        yield constraint.kind, f"{entity.name}.{constraint.name}", f"{change[0]} ({text})", change[1]


# what is shown


def _services(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    if entity is None:
        return
    select = f"select_{naming.identifier(naming.snake(entity_plural(entity)))}"
    if isinstance(node, ast.If) and place.inside[:1] == (select,):
        asked = re.match(r"query\.(\w+) is not None", ast.unparse(node.test))
        wanted = {n for q in plan.queries if q.entity == entity.name for n in q.filters}
        if asked and asked.group(1) in wanted:
            query = next(q.name for q in plan.queries if q.entity == entity.name and asked.group(1) in q.filters)
            yield "filter", f"query:{query}", f"no {asked.group(1)}", lambda n: _empty(n)
        elif asked and asked.group(1) == "search":
            yield "search", _searcher(plan, entity), "no search", lambda n: _empty(n)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _called(node.value) == "refer":
        column = ast.unparse(node.value.args[3]).strip("'\"") if len(node.value.args) > 3 else ""
        if _member(entity, column):
            yield "relation", _member(entity, column), "not looked up", lambda n: _become_pass(n)


def _searcher(plan: Plan, entity: Entity) -> str:
    query = next((q.name for q in plan.queries if q.entity == entity.name and q.search), "")
    field = next((f.name for f in entity.fields if f.searchable), "")
    return f"{entity.name}.{field}" if field else f"query:{query}"


def _queries(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
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
    if isinstance(node, ast.Call) and _called(node).startswith("select_"):
        for i, argument in enumerate(node.args):
            if query.where and isinstance(argument, (ast.Compare, ast.Call, ast.UnaryOp, ast.BoolOp, ast.Attribute)):
                yield "query", element, "no condition", lambda n, i=i: n.args.pop(i)
        for keyword_place, keyword in enumerate(node.keywords):
            if keyword.arg == "order" and query.sort and query.sort != entity.order_by:
                yield "sort", element, "no order", lambda n, i=keyword_place: n.keywords.pop(i)
    if isinstance(node, ast.Compare) and "deleted_at" not in ast.unparse(node):
        for change in _loosened(node):
            yield "query", element, f"{change[0]} ({ast.unparse(node)})", change[1]
    if query.limit and isinstance(node, ast.Constant) and node.value == query.limit:
        yield "query", element, "a longer list", lambda n: setattr(n, "value", n.value + 1)


def _reports(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
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
            yield "report", element, f"no {node.func.attr}", lambda n: _become(n, n.func.value)
    if isinstance(node, ast.Attribute) and node.attr in ("desc", "asc") and report.sort:
        first = ast.unparse(node)
        if first == "sa.desc" and report.sort[0].startswith("-"):
            yield "report", element, "the other way round", lambda n: setattr(n, "attr", "asc")


def _happenings(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    node = place.node
    names = {f"job:{j.name}": j.name for j in plan.jobs} | {
        f"notification:{n.name}": n.name for n in plan.notifications
    }
    inside = re.sub(r"^(run|send)_", "", (place.inside or ("",))[0]).rstrip("_")
    element = next((e for e, n in names.items() if n == inside), "")
    if not element:
        return
    kind = element.partition(":")[0]
    if isinstance(node, ast.Compare) and not re.search("deleted_at|OutboxMessage", ast.unparse(node)):
        for change in _loosened(node):
            yield kind, element, f"{change[0]} ({ast.unparse(node)})", change[1]
    if isinstance(node, ast.Call) and _called(node) == "where" and "not_in(told)" in ast.unparse(node.args[0]):
        yield kind, element, "told again", lambda n: n.args.pop(0)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
        yield kind, element, f"no {ast.unparse(node.targets[0])}", _become_pass


def _access(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
    """What is written down about roles: an operation more, an operation less, rows of others too."""
    node = place.node
    if isinstance(node, ast.Dict) and place.inside[-1:] == ("ALLOWED",):
        for i, key in enumerate(node.keys):
            role, name = ast.literal_eval(key) if key is not None else ("", "")
            found = next((e for e in plan.entities if naming.identifier(e.name) == name), None)
            allowed = (
                {ast.literal_eval(v) for v in node.values[i].elts} if isinstance(node.values[i], ast.Set) else set()
            )
            for operation in ("create", "read", "update", "delete") if found else ():
                others = {p.role for p in plan.permissions if p.entity == name and operation in p.operations}
                if operation not in allowed and others:
                    element = f"permissions:{name}.{operation}"
                    yield "permission", element, f"{role} may as well", partial(_let, i, operation)
                elif operation in allowed:
                    yield "permission", f"permission:{role}.{name}", f"no {operation}", partial(_forbid, i, operation)
    for permission in plan.permissions:
        words = naming.snake(entity_plural(next(e for e in plan.entities if e.name == permission.entity)))
        if not permission.where or place.inside[:1] != (f"{naming.snake(permission.role)}_{words}",):
            continue
        if isinstance(node, ast.Compare) and type(node.ops[0]) is ast.Eq:
            element = f"permission:{permission.role}.{permission.entity}"
            yield "owner", element, f"others' rows ({ast.unparse(node)})", _loosened(node)[0][1]


def _let(place: int, operation: str, node: ast.AST) -> None:
    assert isinstance(node, ast.Dict) and isinstance(node.values[place], ast.Set)
    node.values[place].elts.append(ast.Constant(operation))


def _forbid(place: int, operation: str, node: ast.AST) -> None:
    assert isinstance(node, ast.Dict) and isinstance(node.values[place], ast.Set)
    kept = [e for e in node.values[place].elts if ast.literal_eval(e) != operation]
    node.values[place] = ast.Set(kept) if kept else ast.parse("set()").body[0].value


def _transfers(plan: Plan, entity: Entity | None, place: Place) -> Iterator[Offer]:
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


# small edits


def _loosened(node: ast.AST | None) -> list[tuple[str, Edit]]:
    """The same condition or sum with one thing turned round."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in FLIPS:
        other = FLIPS[type(node.ops[0])]
        return [(f"{other.__name__} for {type(node.ops[0]).__name__}", lambda n: n.ops.__setitem__(0, other()))]
    if isinstance(node, ast.BinOp):
        swap = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
        return [("another operator", lambda n: setattr(n, "op", swap()))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [("not left out", lambda n: _become(n, n.operand))]
    if isinstance(node, ast.BoolOp):
        swapped = ast.Or if isinstance(node.op, ast.And) else ast.And
        return [("and for or", lambda n: setattr(n, "op", swapped()))]
    return []


def _called(node: ast.Call) -> str:
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr if isinstance(node.func, ast.Attribute) else ""
    )


def _drop(function: ast.AST, place: int) -> None:
    assert isinstance(function, ast.FunctionDef)
    function.body[place] = ast.Pass()


def _empty(node: ast.AST) -> None:
    assert isinstance(node, ast.If)
    node.body = [ast.Pass()]


def _become(node: ast.AST, other: ast.AST) -> None:
    """Turn a node into another one, in place."""
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)


def _become_pass(node: ast.AST) -> None:
    _become(node, ast.Pass())


OPERATORS = (
    Operator(r"app/schemas/\w+\.py", _schemas),
    Operator(r"app/schemas/\w+\.py", _required),
    Operator(r"app/models/\w+\.py", _models),
    Operator(r"migrations/versions/\w+\.py", _migration),
    Operator(r"app/(routes/\w+|actions)\.py", _routes),
    Operator(r"app/routes/\w+\.py", _doors),
    Operator(r"app/routes/\w+\.py", _queries),
    Operator(r"app/rules/\w+\.py", _rules),
    Operator(r"app/services/\w+\.py", _services),
    Operator(r"app/reports\.py", _reports),
    Operator(r"app/(jobs|notifications)\.py", _happenings),
    Operator(r"app/access\.py", _access),
    Operator(r"app/transfers\.py", _transfers),
)
