"""The elements of the plan that is being made, each found by its kind, its owner and its name."""

from __future__ import annotations

from typing import TypeVar

from scaffolder import naming
from scaffolder.plan import Action, Element, Entity, Field, Plan, Relation, Role

E = TypeVar("E", bound=Element)


class Elements:
    """Mutable. `rid` is the requirement being read: every element that is put or cited then satisfies it."""

    def __init__(self, strict: bool) -> None:
        self.plan = Plan(name="", slug="")
        self.strict = strict
        self.rid = ""
        self.assuming = False  # what is put is said by nobody
        # holds on to the elements: the id of one that is gone is reused
        self._cited: dict[tuple[int, str], Element] = {}
        self.cites: list[Element] = []  # one after another, as they were put or cited
        self._index: dict[tuple[str, str, str], Element] = {}

    def put(self, kind: str, owner: str, name: str, element: E, into: list[E]) -> E:
        """Add an element, or cite the one that has its name already."""
        known = self._index.get((kind, owner, name))
        if known is not None:
            self.cite(known)
            return known  # type: ignore[return-value]
        self._index[kind, owner, name] = element
        self.cite(element)
        if not self.rid or self.assuming:
            element.origin = "default"
        into.append(element)
        return element

    def put_apart(self, kind: str, owner: str, name: str, element: E, into: list[E]) -> E:
        """Add an element that the planner names: one that says something else than its namesake gets its own name."""
        for number in range(1, len(into) + 2):
            element.name = name if number == 1 else f"{name}_{number}"  # type: ignore[attr-defined]
            known = self._index.get((kind, owner, element.name))  # type: ignore[attr-defined]
            if known is None or _same(known, element):
                break
        return self.put(kind, owner, element.name, element, into)  # type: ignore[attr-defined]

    def cite(self, element: Element) -> None:
        if self.rid and (id(element), self.rid) not in self._cited:
            self._cited[id(element), self.rid] = element
            self.cites.append(element)
            element.satisfies.append(self.rid)

    def forget(self, kind: str, owner: str, name: str) -> None:
        self._index.pop((kind, owner, name), None)

    def knows(self, kind: str, owner: str, name: str) -> bool:
        return (kind, owner, name) in self._index

    def entity(self, name: str) -> Entity | None:
        return self._index.get(("entity", "", name))  # type: ignore[return-value]

    def field(self, entity: str, name: str) -> Field | None:
        return self._index.get(("field", entity, name))  # type: ignore[return-value]

    def relation(self, entity: str, name: str) -> Relation | None:
        return self._index.get(("relation", entity, name))  # type: ignore[return-value]

    def role(self, name: str) -> Role | None:
        return self._index.get(("role", "", name))  # type: ignore[return-value]

    def action(self, entity: str | None, name: str) -> Action | None:
        return self._index.get(("action", entity or "", name))  # type: ignore[return-value]

    def add_field(self, entity: Entity, made: Field) -> Field:
        return self.put("field", entity.name, made.name, made, entity.fields)

    def replace_field(self, entity: Entity, made: Field) -> Field:
        """A second description of a field adds to the first."""
        known = self.field(entity.name, made.name)
        if known is None:
            return self.add_field(entity, made)
        for key in set(made.stated()) - {"satisfies", "origin", "required"}:
            setattr(known, key, getattr(made, key))
        known.required = known.required or made.required
        self.cite(known)
        return known

    def add_relation(self, entity: Entity, made: Relation) -> Relation:
        """Of two links to one thing, the second is found from there by a name of its own."""
        twin = any(r.target == made.target and r.name != made.name and not r.inverse for r in entity.relations)
        if twin and made.inverse is None and not self.strict:
            made.inverse = f"{made.name}_{naming.snake(naming.plural(entity.name))}"
        return self.put("relation", entity.name, made.name, made, entity.relations)

    def add_action(self, made: Action) -> Action:
        return self.put("action", made.entity or "", made.name, made, self.plan.actions)


def _same(one: Element, other: Element) -> bool:
    uncited = {"satisfies": [], "origin": "stated"}
    return one.model_copy(update=uncited) == other.model_copy(update=uncited)
