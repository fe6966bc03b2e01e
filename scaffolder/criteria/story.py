"""Tell a scenario: each step is done in the reference interpreter and written down with what came of it.

A step that is meant to be accepted and is refused there (or the other way round) raises `Impossible`: then this
scenario cannot be built, and nothing pretends that it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from typing import Any

from scaffolder import naming
from scaffolder.criteria import candidates, values
from scaffolder.criteria.oracle import access, reading, writing
from scaffolder.criteria.oracle.world import Facts, Refusal, Row, User, World
from scaffolder.criteria.scenario import (
    MISSING, Accepted, Act, Appeared, At, Create, Delete, Fetch, List, Ref, Refused, Rows, Step, Update, UserRef, Why,
)  # fmt: skip
from scaffolder.plan import Action, Entity, Query
from scaffolder.plan.index import relation_key

RESERVED = {"client", "response", "row", "rows", "values", "field", "value", "app", "request", "pytest", "outbox", "clock"}


class Impossible(Exception):
    """The scenario cannot be told."""


class Story:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.plan, self.index = facts.plan, facts.index
        self.world = World(facts)
        self.steps: list[Step] = []
        self.names: dict[str, Row] = {}

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
        roles += [p.role for p in self.plan.permissions if p.entity == entity and "read" in p.operations and not p.where]
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
        given = dict(over or {})
        for attempt in range(3):
            for actor in self.makers(entity):
                found = self._attempt(actor, entity, given, full, bind, fresh=attempt > 0)
                if found is not None:
                    return found
        raise Impossible(f"no valid {entity} was found")

    def _attempt(
        self, actor: str, entity: str, over: Mapping[str, Any], full: bool, bind: str, fresh: bool
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
        self, entity: str, over: Mapping[str, Any], *, full: bool = False, fresh: bool = False
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
                links[key] = self.parent(relation.target, fresh or relation.cardinality == "one_to_one")
                if relation.cardinality == "many_to_many":
                    links[key] = [links[key]]
        given: dict[str, Any] = {}
        # after the rows it points at: one of them may be of its own kind
        n = len(self.world.tables[entity])
        for field in self.index.writable(entity):
            if field.type in ("file", "image"):
                continue
            if field.name in over:
                given[field.name] = over[field.name]
            elif full or (field.required and field.default is None):
                given[field.name] = values.invent(declared, field, n)
        self._apart(declared, given, over, n)
        owner = f"{declared.owner}_id"
        asked = over.get(declared.owner or "", over.get(owner))
        return {**links, **given, **({owner: asked} if asked is not None else {})}

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

    def parent(self, entity: str, fresh: bool = False) -> Row:
        """A row to point at: one that is there already, unless a fresh one is asked for."""
        rows = [] if fresh else self.world.rows(entity)
        return rows[0] if rows else self.make(entity)

    # steps

    def create(
        self,
        actor: str,
        entity: str,
        given: Mapping[str, Any],
        *,
        refused: Why | None = None,
        see: Sequence[str] = (),
        bind: str = "",
        case: tuple[str, Any] | None = None,
    ) -> Row:
        """`see`: the wire keys to look at in what comes back. `case` replaces one of `given`, which is told without
        it. A refused row is a blank one."""
        real, cased = {**given, **dict([case] if case else [])}, case is not None
        outcome, row = self._tried(refused, lambda: writing.create(self.world, actor, entity, real))
        if row is None:
            missing = case is not None and case[1] is MISSING
            self.steps.append(Create(actor, entity, self.told(given), outcome, cased=cased, missing=missing))
            return Row(self.index.entity(entity), 0, {}, self.world)
        row.name = self._name(row, bind)
        self.steps.append(Create(actor, entity, self.told(given), self.seen(row, see), row.name, cased))
        return row

    def update(
        self,
        actor: str,
        row: Row,
        given: Mapping[str, Any],
        *,
        refused: Why | None = None,
        see: Sequence[str] = (),
        case: tuple[str, Any] | None = None,
    ) -> None:
        real = {**given, **dict([case] if case else [])}
        outcome, done = self._tried(refused, lambda: writing.update(self.world, actor, row, real))
        expect = self.seen(row, see) if done is not None else outcome
        told = self.told(given)
        self.steps.append(Update(actor, row.entity.name, row.name, told, expect, case is not None))

    def delete(self, actor: str, row: Row, *, refused: Why | None = None) -> None:
        outcome, _ = self._tried(refused, lambda: writing.delete(self.world, actor, row))
        self.steps.append(Delete(actor, row.entity.name, row.name, outcome))

    def fetch(
        self, actor: str, row: Row, *, refused: Why | None = None, see: Sequence[str] = (), hidden: Sequence[str] = ()
    ) -> None:
        def look() -> Row:
            user = self.world.user(actor)
            access.check(self.world, user, row.entity.name, "read")
            access.seen(self.world, user, row)
            return row

        outcome, found = self._tried(refused, look)
        expect = self.seen(row, see) if found is not None else outcome
        self.steps.append(Fetch(actor, row.entity.name, row.name, expect, tuple(hidden)))

    def act(
        self,
        actor: str,
        action: Action,
        row: Row | None,
        params: Mapping[str, Any] | None = None,
        *,
        refused: Why | None = None,
        see: Sequence[str] = (),
    ) -> None:
        given = params if params is not None else self.params(action)
        outcome, _ = self._tried(refused, lambda: writing.act(self.world, actor, action, row, given))
        expect = outcome
        if isinstance(outcome, Accepted) and row is not None:
            expect = Accepted(gone=True) if row.deleted else self.seen(row, see)
        told = self.told(given)
        self.steps.append(Act(actor, action.entity, action.name, row.name if row else "", told, expect))

    def list(
        self,
        actor: str,
        entity: str,
        *,
        query: Query | None = None,
        search: str = "",
        filters: Mapping[str, Any] | None = None,
        sort: str = "",
        ordered: bool = True,
        page: int | None = None,
        page_size: int | None = None,
        refused: Why | None = None,
    ) -> list[Row]:
        outcome, found = self._tried(
            refused,
            lambda: reading.listed(self.world, actor, entity, query=query, search=search, filters=filters, sort=sort),
        )
        shown = found or []
        if page is not None and page_size is not None:
            shown = shown[(page - 1) * page_size : page * page_size]
        names = tuple(self.name_of(r) for r in shown)
        expect = Rows(names, ordered, len(found)) if found is not None else outcome
        wired = self._filters(entity, filters or {})
        assert not isinstance(expect, Accepted)
        self.steps.append(
            List(actor, entity, expect, query.name if query else "", search, wired, sort, page, page_size)
        )
        return shown

    def _filters(self, entity: str, filters: Mapping[str, Any]) -> dict[str, Any]:
        wired: dict[str, Any] = {}
        for name, wanted in filters.items():
            relation = self.index.relation(entity, name)
            if isinstance(wanted, tuple):
                low, high = wanted
                wired |= {f"{name}_min": low} if low is not None else {}
                wired |= {f"{name}_max": high} if high is not None else {}
            elif relation is not None:
                wired[naming.singular(name) + "_id" if relation.cardinality == "many_to_many" else f"{name}_id"] = wanted
            else:
                wired[name] = wanted
        return self.told(wired)

    def appeared(self, actor: str, entity: str, see: Sequence[str] = ()) -> Row:
        """The one row of an entity that an effect made: found in the list, and named."""
        rows = self.world.rows(entity)
        new = [r for r in rows if not r.name]
        if len(new) != 1:
            raise Impossible(f"{len(new)} rows of {entity} are new")
        known = tuple(r.name for r in rows if r.name)
        new[0].name = self._name(new[0], "")
        self.steps.append(Appeared(actor, entity, known, new[0].name, self.seen(new[0], see)))
        return new[0]

    def at(self, delta: timedelta) -> None:
        if delta:
            self.world.now += delta
            self.steps.append(At(self.world.now))

    def step(self, step: Step) -> None:
        self.steps.append(step)

    def _tried(self, refused: Why | None, deed: Callable[[], Any]) -> tuple[Accepted | Refused, Any]:
        """What came of a deed. Raises Impossible where it is not what was meant."""
        try:
            done = deed()
        except Refusal as refusal:
            if refusal.refused.why != refused:
                raise Impossible(f"refused: {refusal}") from None
            return refusal.refused, None
        if refused is not None:
            raise Impossible(f"not refused as {refused}")
        return Accepted(), done

    # words

    def params(self, action: Action, over: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Valid parameters of an action: all of them, invented where nobody asked for a value."""
        given: dict[str, Any] = {}
        for n, param in enumerate(action.params):
            if over and param.name in over:
                given[param.name] = over[param.name]
            elif param.ref:
                found = self.parent(param.ref)
                given[param.name] = [found] if param.multiple else found
            elif param.required or param.default is None:
                given[param.name] = values.invent_param(param, n)
        return given

    def seen(self, row: Row, keys: Sequence[str]) -> Accepted:
        """The values of a row under these wire keys."""
        relations = {relation_key(r): r.name for r in row.entity.relations}
        owner = {f"{row.entity.owner}_id": row.entity.owner} if row.entity.owner else {}
        names = {**relations, **owner}
        return Accepted(self.told({k: row[names.get(k, k) or k] if k != "id" else row for k in keys}))

    def told(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {k: self._told(v) for k, v in given.items()}

    def _told(self, value: Any) -> Any:
        if isinstance(value, Row):
            return Ref(self.name_of(value))
        if isinstance(value, User):
            return UserRef(value.actor)
        return [self._told(v) for v in value] if isinstance(value, list) else value

    def name_of(self, row: Row) -> str:
        if not row.name:
            raise Impossible(f"a {row.entity.name} that an effect made has no name in the scenario")
        return row.name

    def _name(self, row: Row, bind: str) -> str:
        base = bind or naming.snake(row.entity.name)
        base = base + "_row" if base in RESERVED or base.startswith("as_") else naming.identifier(base)
        name, count = base, 1
        while name in self.names:
            count += 1
            name = f"{base}_{count}"
        self.names[name] = row
        return name

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
