"""A mutant, and the places where it can stand."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scaffolder import naming
from scaffolder.plan import Entity, Field, Plan
from scaffolder.plan.index import entity_plural


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


Edit = Callable[[ast.AST], object]
Offer = tuple[str, str, str, Edit]


@dataclass(frozen=True)
class Operator:
    """`offers` yields, for a place: kind, element, what is edited, and the edit of that node in a copy of the tree."""

    path: str
    offers: Callable[[Plan, Entity | None, Place], Iterator[Offer]]


def each(operator: Operator, plan: Plan, path: str, text: str) -> Iterator[Mutant]:
    tree = ast.parse(text)
    unedited = ast.unparse(tree)
    entity = entity_of(plan, path)
    for place in _places(tree):
        for i, (kind, element, edit, _) in enumerate(operator.offers(plan, entity, place)):
            changed = ast.parse(text)
            again = next(p for p in _places(changed) if p.number == place.number)
            change = list(operator.offers(plan, entity, again))[i][3]
            change(again.node)
            mutated = ast.unparse(ast.fix_missing_locations(changed))
            if mutated != unedited:
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


def entity_of(plan: Plan, path: str) -> Entity | None:
    """The entity whose module this is."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    return next((e for e in plan.entities if naming.identifier(naming.snake(entity_plural(e))) == stem), None)


def member(entity: Entity | None, name: str) -> str:
    """ "Book.isbn" for isbn, Isbn and author_id; empty where the entity has no such thing."""
    if entity is None:
        return ""
    plain = name.rstrip("_")
    for part in (*entity.fields, *entity.relations, *entity.constraints):
        if part.name in (plain, naming.snake(plain), plain.removesuffix("_id")):
            return f"{entity.name}.{part.name}"
    return ""


def field_of(entity: Entity | None, element: str) -> Field | None:
    return next((f for f in entity.fields if entity and f"{entity.name}.{f.name}" == element), None) if entity else None
