"""Lookups over a plan: what templates, expressions, criteria and checks ask again and again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from scaffolder import naming
from scaffolder.plan import (
    Action,
    Constraint,
    Entity,
    Field,
    Function,
    Operation,
    Page,
    Param,
    Permission,
    Plan,
    Query,
    Relation,
    Report,
    Role,
    StateMachine,
    Transfer,
    calling,
)


class ToMany(Struct, frozen=True):
    """The far side of a relation: `name` is the path from `target` to the rows of `source` that point at it."""

    name: str
    source: Entity
    relation: Relation


class Index:
    """Read-only, over a plan that does not change meanwhile; raises KeyError for a name that the plan does not declare
    (validation comes first)."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._writable: dict[str, list[Field]] = {}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        return {e.name: e for e in self.plan.entities}

    def entity(self, name: str) -> Entity:
        return self.entities[name]

    def field(self, entity: str, name: str) -> Field | None:
        return next((f for f in self.entities[entity].fields if f.name == name), None)

    def relation(self, entity: str, name: str) -> Relation | None:
        return next((r for r in self.entities[entity].relations if r.name == name), None)

    def to_many(self, entity: str) -> list[ToMany]:
        """The paths from `entity` to many rows: inverses of to-one relations and of many-to-many ones."""
        return [
            ToMany(inverse_name(source, r), source, r)
            for source in self.plan.entities
            for r in source.relations
            if r.target == entity
        ]

    def called_by(self, entity: str) -> list[str]:
        return calling.called_by(self.entities[entity], self.plan.entities)

    @cached_property
    def named_by_others(self) -> list[str]:
        """The entities whose rows are called by what they are about, or by a day."""
        return [e.name for e in self.plan.entities if self._beyond_texts(e)]

    def _beyond_texts(self, entity: Entity) -> bool:
        parts = [self.field(entity.name, name) for name in self.called_by(entity.name)]
        days = [f for f in parts if f is not None and f.type in ("date", "datetime") and f.name != entity.display]
        return None in parts or bool(days)

    def holders(self, entity: str) -> list[tuple[Entity, list[Relation]]]:
        """What keeps a row of an entity from being deleted: the entities whose rows must not lose it, each with the
        links by which they have it."""
        found: dict[str, list[Relation]] = {}
        for far in [] if self.entities[entity].soft_delete else self.to_many(entity):
            if far.relation.cardinality != "many_to_many" and far.relation.on_delete == "restrict":
                found.setdefault(far.source.name, []).append(far.relation)
        return [(self.entities[name], links) for name, links in found.items()]

    def machine(self, entity: str) -> StateMachine | None:
        """The first state machine of an entity; `machines` gives all."""
        return next(iter(self.machines(entity)), None)

    def machines(self, entity: str) -> list[StateMachine]:
        return [m for m in self.plan.state_machines if m.entity == entity]

    def actions(self, entity: str | None) -> list[Action]:
        return [a for a in self.plan.actions if a.entity == entity]

    def queries(self, entity: str) -> list[Query]:
        return [q for q in self.plan.queries if q.entity == entity]

    def reports(self, entity: str) -> list[Report]:
        return [r for r in self.plan.reports if r.entity == entity]

    def transfers(self, entity: str) -> list[Transfer]:
        return [t for t in self.plan.transfers if t.entity == entity]

    def permissions(self, role: str, entity: str) -> list[Permission]:
        return [p for p in self.plan.permissions if p.role == role and p.entity == entity]

    def sees_some(self, entity: str) -> set[str]:
        """The roles that see some rows of an entity, and not the others."""
        readers = [p for p in self.plan.permissions if p.entity == entity and "read" in p.operations]
        whole = {p.role for p in readers if p.where is None} | {r.name for r in self.plan.roles if r.admin}
        return {p.role for p in readers} - whole

    def does_to_fewer(self, entity: str, operation: Operation) -> bool:
        """Whether somebody may do this to fewer rows of an entity than they see."""

        def rows(role: str, doing: Operation) -> set[str | None]:
            return {p.where for p in self.permissions(role, entity) if doing in p.operations}

        plain = [r.name for r in self.plan.roles if not r.admin]
        pairs = [(rows(name, "read"), rows(name, operation)) for name in plain]
        return any(done and None not in done and not seen <= done for seen, done in pairs)

    def links_unseen(self, entity: str, relation: Relation, operation: Operation) -> bool:
        """Whether somebody who creates or updates rows of an entity could link them to what they may not see."""
        doing = {operation, "import"} if operation == "create" else {operation}
        who = {p.role for p in self.plan.permissions if p.entity == entity and doing & set(p.operations)}
        if operation == "create":
            who |= {r.name for r in self.plan.roles if r.self_signup and r.entity == entity}
        return self.settable(entity, relation) and bool(who & self.sees_some(relation.target))

    def names_unseen(self, action: Action, param: Param) -> bool:
        """Whether somebody who runs an action could name a row that they may not see."""
        changing = {p.role for p in self.plan.permissions if p.entity == action.entity and "update" in p.operations}
        return bool((set(action.roles) or changing) & self.sees_some(param.ref or ""))

    def callers(self, function: Function) -> list[str]:
        """The roles that may call a function, beside those that may do everything."""
        return function.roles or [r.name for r in self.plan.roles if not r.anonymous]

    def role(self, name: str) -> Role | None:
        return next((r for r in self.plan.roles if r.name == name), None)

    def profile_role(self, entity: str) -> Role | None:
        """The role whose users have a row of this entity as their profile."""
        return next((r for r in self.plan.roles if r.entity == entity), None)

    def page_path(self, page: Page) -> str:
        """ "/about/", and "/" for the first page of all."""
        bare = (page.path or naming.kebab(page.name)).strip("/")
        return f"/{bare}/" if bare else "/"

    def state_fields(self, entity: str) -> set[str]:
        return {m.field for m in self.machines(entity)}

    def writable(self, entity: str) -> list[Field]:
        """The fields that create and update accept: not computed, not readonly, not a state."""
        if entity not in self._writable:
            states, fields = self.state_fields(entity), self.entities[entity].fields
            self._writable[entity] = [f for f in fields if not (f.computed or f.readonly or f.name in states)]
        return self._writable[entity]

    def searchable(self, entity: str) -> list[str]:
        named = {name for q in self.queries(entity) for name in q.search}
        return [f.name for f in self.entities[entity].fields if f.searchable or f.name in named]

    def constraints(self, entity: str, kind: str) -> list[Constraint]:
        return [c for c in self.entities[entity].constraints if c.kind == kind]

    def applying(self, entity: str, constraint: Constraint) -> str | None:
        """Which rows a rule over several rows counts, None for all of them: those that its `where` says, and that are
        of a group at all."""
        found = [(self.relation(entity, name) or self.field(entity, name), name) for name in constraint.per]
        parts = [f"{name} is not None" for held, name in found if held is not None and not held.required]
        where = f"({constraint.where})" if parts and constraint.where else constraint.where
        return " and ".join([*parts, *([where] if where else [])]) or None

    def ends(self, entity: str, relation: Relation) -> tuple[Relation, Relation]:
        """The links of the entity between, to this side and to the far one."""
        links = self.entities[relation.through or ""].relations
        here = next(r for r in links if r.target == entity)
        return here, [r for r in links if r.target == relation.target][-1]

    def settable(self, entity: str, relation: Relation) -> bool:
        """May a request name the rows at the far side? Through an entity whose rows have values, rules, owners or
        rights of their own, or are told of: no, then these rows are made one by one."""
        if relation.through is None:
            return True
        between, ends = self.entities[relation.through], {r.name for r in self.ends(entity, relation)}
        own = [f for f in between.fields if f.required and f.default is None]
        own_links = [r for r in between.relations if r.required and r.name not in ends]
        ruled = [c for c in between.constraints if c.kind != "unique"]
        triggers = [j.trigger for j in self.plan.jobs] + [n.trigger for n in self.plan.notifications]
        told = [t for t in triggers if t.entity == between.name]
        return not (own or own_links or ruled or told or between.owner or between.soft_delete or self.plan.roles)

    def by_dependency(self) -> list[Entity]:
        """Entities so that the target of a required to-one relation stands before its source; cycles by plan order."""
        done: list[Entity] = []
        waiting = list(self.plan.entities)
        while waiting:
            ready = [e for e in waiting if not set(self._needs(e)) & {w.name for w in waiting if w is not e}]
            chosen = ready or waiting[:1]
            done += chosen
            waiting = [e for e in waiting if e not in chosen]
        return done

    def _needs(self, entity: Entity) -> Iterator[str]:
        for r in entity.relations:
            if r.cardinality != "many_to_many" and r.target != entity.name:
                yield r.target


def inverse_name(source: Entity, relation: Relation) -> str:
    """The name of a relation as its target sees it."""
    return relation.inverse or naming.snake(entity_plural(source))


def entity_plural(entity: Entity) -> str:
    """PascalCase plural: "TrackingEvents". `Entity.plural` wins where the writer gave one."""
    return naming.pascal(entity.plural) if entity.plural else naming.plural(entity.name)


def relation_key(relation: Relation) -> str:
    """The JSON key and column of a relation: `author_id`, or `genre_ids` for many-to-many."""
    if relation.cardinality == "many_to_many":
        return naming.singular(relation.name) + "_ids"
    return relation.name + "_id"
