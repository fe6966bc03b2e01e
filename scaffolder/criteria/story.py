"""Tell a scenario: who takes part, which rows it needs, and then its steps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import combinations
from typing import Any

from scaffolder import naming
from scaffolder.criteria import candidates, values
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import access
from scaffolder.criteria.oracle.world import Row
from scaffolder.criteria.steps import INVENTED
from scaffolder.criteria.teller import Impossible, Teller
from scaffolder.plan import Action, Entity, Field, Param
from scaffolder.plan.index import relation_key

__all__ = ["Impossible", "Story", "doers"]


class Story(Teller):
    counting = False  # whether rows to come are made in a loop: then they differ in what must, and by a number only

    # who

    @property
    def admin(self) -> str:
        """Who may do everything; "" in an application without login. Raises Impossible where nobody may."""
        if not self.facts.has_login:
            return ""
        found = next((r.name for r in self.plan.roles if r.admin), None)
        if found is None:
            raise Impossible("no role may do everything")
        return found

    def makers(self, entity: str) -> list[str]:
        """Who may create rows of an entity, those who may do most first."""
        if not self.facts.has_login:
            return [""]
        roles = [r.name for r in self.plan.roles if r.admin]
        granted = [p for p in self.plan.permissions if p.entity == entity and "create" in p.operations]
        roles += [p.role for p in sorted(granted, key=lambda p: p.where is not None)]
        return [self.actor(r) for r in dict.fromkeys(roles)]

    def actor(self, role: str) -> str:
        found = self.index.role(role)
        return "" if found is not None and found.anonymous else role

    def reader(self, entity: str) -> str:
        """Who sees all rows of an entity."""
        if not self.facts.has_login:
            return ""
        roles = [r.name for r in self.plan.roles if r.admin]
        roles += [
            p.role for p in self.plan.permissions if p.entity == entity and "read" in p.operations and not p.where
        ]
        if not roles:
            raise Impossible(f"nobody may see every {entity}")
        return self.actor(roles[0])

    def writer(self, entity: str, operation: str) -> str:
        if not self.facts.has_login:
            return ""
        roles = [r.name for r in self.plan.roles if r.admin]
        roles += [
            p.role for p in self.plan.permissions if p.entity == entity and operation in p.operations and not p.where
        ]
        if not roles:
            raise Impossible(f"nobody may {operation} every {entity}")
        return self.actor(roles[0])

    def profile(self, actor: str, over: Mapping[str, Any] | None = None) -> Row:
        """The profile row of an actor, made at first need."""
        user = self.world.user(actor)
        role = self.index.role(user.role) if user else None
        if user is None or role is None or role.entity is None:
            raise Impossible(f"{actor or 'nobody'} has no profile")
        entity = self.index.entity(role.entity)
        for row in self.world.rows(entity.name):
            if row.stored.get(entity.owner or "") is user:
                return row
        return self.make(entity.name, {**(over or {}), f"{entity.owner}_id": user}, bind=naming.snake(actor))

    # rows made for the sake of the scenario

    def make(self, entity: str, over: Mapping[str, Any] | None = None, *, full: bool = False, bind: str = "") -> Row:
        """A valid row, made by whoever may. `over` by plan name or wire key: values, rows, or a mapping for the row
        that a relation points at. Raises Impossible."""
        self.look_around()
        given = dict(over or {})
        between = self._between(entity, given)
        for fresh in self._fresh(entity):
            for actor in self.makers(entity):
                found = self._attempt(actor, entity, given, full, bind, fresh)
                if found is not None:
                    self._link(found, between)
                    return found
        raise Impossible(f"no valid {entity} was found")

    def _fresh(self, entity: str) -> Iterator[set[str]]:
        """The links that lead to rows of their own: none, those in which it must not overlap with others (whoever acts
        stays the same), all."""
        yield set()
        links = {r.name: r.target for r in self.index.entity(entity).relations}
        apart = {name for c in self.index.constraints(entity, "no_overlap") for name in c.per} & links.keys()
        if apart and any(self.index.profile_role(target) for name, target in links.items() if name not in apart):
            yield apart
        yield set(links)
        yield set(links)

    def _between(self, entity: str, given: dict[str, Any]) -> dict[str, Any]:
        """Taken out of `given`: the links that no request can set, by relation."""
        found = {}
        for relation in self.index.entity(entity).relations:
            if not self.index.settable(entity, relation):
                for name in {relation.name, relation_key(relation)} & given.keys():
                    found[relation.name] = given.pop(name)
        return found

    def _link(self, row: Row, between: Mapping[str, Any]) -> None:
        for name, targets in between.items():
            self.link(row, name, targets)

    def link(self, row: Row, name: str, targets: Sequence[Row]) -> None:
        """Lead from a row to others through the entity between."""
        relation = self.index.relation(row.entity.name, name)
        if relation is None or relation.through is None:
            raise Impossible(f"{name} goes through no entity")
        here, there = self.index.ends(row.entity.name, relation)
        for target in targets:
            self.make(relation.through, {here.name: row, there.name: target})

    def look_around(self) -> None:
        """Name the rows that came by themselves, so that the next ones can be told from them."""
        for entity, rows in list(self.world.tables.items()):
            if rows and any(not row.name and not row.deleted for row in rows):
                with suppress(Impossible):
                    self.appeared(self.reader(entity), entity)

    def _attempt(
        self, actor: str, entity: str, over: Mapping[str, Any], full: bool, bind: str, fresh: Collection[str]
    ) -> Row | None:
        given = self.complete(entity, over, full=full, fresh=fresh)
        for changes in self._repairs(entity, over, given):
            try:
                return self.create(actor, entity, {**given, **changes}, bind=bind)
            except Impossible:
                continue
        return None

    def _repairs(self, entity: str, over: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Nothing, then other values for what the check constraints read and nobody asked for."""
        yield {}
        checks = [c.expr for c in self.index.constraints(entity, "check") if c.expr]
        free = {
            name: options
            for name, options in candidates.own_fields(self.facts, entity, checks).items()
            if name not in over and name in given
        }
        single = [(name, v) for name, options in free.items() for v in options]
        yield from ({name: v} for name, v in single)
        yield from ({a: x, b: y} for (a, x), (b, y) in combinations(single, 2) if a != b)

    def complete(
        self, entity: str, over: Mapping[str, Any], *, full: bool = False, fresh: Collection[str] = ()
    ) -> dict[str, Any]:
        """Input for a row by wire key: what is asked for, and whatever else is required."""
        declared = self.index.entity(entity)
        links: dict[str, Any] = {}
        for relation in declared.relations:
            key = relation_key(relation)
            asked = over.get(relation.name, over.get(key))
            if type(asked) is dict:  # a Row is a mapping too
                links[key] = self.make(relation.target, asked)
            elif relation.name in over or key in over:
                links[key] = asked
            elif relation.required:
                taken = [v for v in (*links.values(), *over.values()) if isinstance(v, Row)]
                alone = relation.name in fresh or relation.cardinality == "one_to_one"
                links[key] = self.parent(relation.target, alone, taken if self._differ(entity) else ())
                if relation.cardinality == "many_to_many":
                    links[key] = [links[key]]
        given: dict[str, Any] = {}
        # after the rows it points at: one of them may be of its own kind
        n = len(self.world.tables[entity])
        for field in self.index.writable(entity):
            if field.type in ("file", "image"):
                continue
            if field.name in over and over[field.name] is not INVENTED:
                given[field.name] = over[field.name]
            elif full or field.name in over or (field.required and field.default is None):
                given[field.name] = self._invented(declared, field, n)
        self._apart(declared, given, over, n)
        owner = f"{declared.owner}_id"
        asked = over.get(declared.owner or "", over.get(owner))
        return {**links, **given, **({owner: asked} if asked is not None else {})}

    def _invented(self, entity: Entity, field: Field, n: int) -> Any:
        if not self.counting:
            return invent(self.facts, entity, field, n)
        unique = {name for c in self.index.constraints(entity.name, "unique") for name in c.fields}
        if field.unique or field.name in unique:
            return values.counted(entity, field, n)
        return invent(self.facts, entity, field, 0)

    def _apart(self, entity: Entity, given: dict[str, Any], over: Mapping[str, Any], n: int) -> None:
        """Intervals that must not overlap are put one after the other."""
        for constraint in self.index.constraints(entity.name, "no_overlap"):
            start, end = constraint.fields[:2]
            field = self.index.field(entity.name, start)
            if field is None or start in over or end in over:
                continue
            begins = values.NOW + timedelta(days=1 + 2 * n)
            if field.type == "datetime":
                given |= {start: begins, end: begins + timedelta(hours=1)}
            elif field.type == "date":
                given |= {start: begins.date(), end: begins.date() + timedelta(days=1)}

    def _differ(self, entity: str) -> bool:
        """Does a check compare the rows that a row points at?"""
        checks = [self.facts.typed(c.expr or "True", entity) for c in self.index.constraints(entity, "check")]
        return any(sum(steps[0].kind == "to_one" for steps in c.paths.values()) > 1 for c in checks)

    def parent(self, entity: str, fresh: bool = False, besides: Sequence[Row] = ()) -> Row:
        """A row to point at: one that is there already, unless a fresh one is asked for; none of those `besides`."""
        rows = [] if fresh else [r for r in self.world.rows(entity) if r not in besides]
        return rows[0] if rows else self.make(entity)

    def params(self, action: Action, over: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Valid parameters of an action: all of them, invented where nobody asked for a value."""
        return self.arguments(action.params, over)

    def arguments(self, params: Sequence[Param], over: Mapping[str, Any] | None = None) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for n, param in enumerate(params):
            if over and param.name in over:
                given[param.name] = over[param.name]
            elif param.ref:
                found = self.parent(param.ref)
                given[param.name] = [found] if param.multiple else found
            elif param.required or param.default is None:
                given[param.name] = values.invent_param(param, n)
        return given


def doers(story: Story, action: Action) -> list[str]:
    """Who may run an action: an administrator first, those with a profile where the action asks for one."""
    if not story.facts.has_login:
        return [""]
    texts = [p.expr for p in action.preconditions] + [v for e in action.effects for v in _texts(e)]
    personal = any("user" in naming.words(t) for t in texts)
    roles = [r for r in story.plan.roles if access.may_run(story.world, story.world.user(story.actor(r.name)), action)]
    ordered = sorted(roles, key=lambda r: (not r.entity, not r.admin) if personal else (not r.admin, bool(r.entity)))
    return [story.actor(r.name) for r in ordered]


def _texts(effect: Any) -> list[str]:
    found = list(getattr(effect, "values", {}).values())
    return found + ([effect.value] if hasattr(effect, "value") else [])
