"""The state of an application that exists only on paper: rows, users, the time, and what expressions mean in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from scaffolder import expr, naming
from scaffolder.criteria.steps import Refused
from scaffolder.criteria.values import NOW
from scaffolder.expr.english import to_rule
from scaffolder.expr.evaluate import Env, evaluate
from scaffolder.plan import Entity, Param, Plan, Relation
from scaffolder.plan.index import Index


class Refusal(Exception):
    """What was asked is not done."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(f"{refused.why} {refused.field} {refused.words}".strip())
        self.refused = refused


class Readable(Mapping[str, Any]):
    """What expressions read: names to values. Each is itself alone, whatever it holds."""

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


@dataclass(eq=False)
class User(Readable):
    """A login user. `actor` is its name in scenarios; profile rows are reached by name (`user.member`)."""

    actor: str
    role: str
    id: int
    world: World = field(repr=False)

    @property
    def email(self) -> str:
        return f"{self.actor.replace(' ', '.').replace('_', '-')}@example.com"

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name) if name in ("id", "email", "role") else self.world.user_value(self, name)


@dataclass(eq=False)
class Row(Readable):
    """`stored` by plan name: fields that are stored, relations as Row, None or list of Row, the owner as User."""

    entity: Entity
    id: int
    stored: dict[str, Any]
    world: World = field(repr=False)
    name: str = ""
    deleted: bool = False

    def __getitem__(self, name: str) -> Any:
        return self.id if name == "id" else self.world.value(self, name)


class Facts:
    """What does not change while scenarios run: the plan, and its expressions checked once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.index = Index(plan)
        self._typed: dict[Any, expr.Typed] = {}
        self._told: dict[tuple[str, str | None], str] = {}

    def typed(self, text: str, entity: str | None, params: Sequence[Param] = (), self_row: bool = False) -> expr.Typed:
        key = (text, entity, tuple(p.name for p in params), self_row)
        if key not in self._typed:
            scope = expr.Scope.of(self.index, entity, params=params, self_row=self_row)
            self._typed[key] = expr.check(text, scope)
        return self._typed[key]

    def must_hold(self, condition: str, entity: str | None, params: Sequence[Param] = ()) -> str:
        """What every application says where a condition does not hold that has no words of its own."""
        if (condition, entity) not in self._told:
            self._told[condition, entity] = to_rule(self.typed(condition, entity, params), self.index)
        return self._told[condition, entity]

    @cached_property
    def has_login(self) -> bool:
        return bool(self.plan.roles)


class World:
    """Rows and users at a moment. Every change goes through `oracle.writing`."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.plan, self.index = facts.plan, facts.index
        self.now: datetime = NOW
        self.tables: dict[str, list[Row]] = {e.name: [] for e in facts.plan.entities}
        self.users: dict[str, User] = {}
        self.outbox: list[tuple[str, str, str, str]] = []  # notification, to, subject, body
        self.reminded: set[tuple[str, str, int]] = set()  # notification or job, entity, row id

    def user(self, actor: str) -> User | None:
        """The user behind an actor ("librarian", "other librarian"), None for nobody."""
        if not actor or not self.facts.has_login:
            return None
        if actor not in self.users:
            role = actor.removeprefix("other ")
            self.users[actor] = User(actor, role, len(self.users) + 1, self)
        return self.users[actor]

    def rows(self, entity: str) -> list[Row]:
        """Those that are there: deleted ones are not."""
        return [row for row in self.tables[entity] if not row.deleted]

    def value(self, row: Row, name: str) -> Any:
        """A field, a computed field, a to-one or to-many path, the owner. Raises KeyError for anything else."""
        if name in row.stored:
            found = row.stored[name]
            relation = self.index.relation(row.entity.name, name)
            if relation is not None and relation.through:
                return self._through(row, relation, found)
            if isinstance(found, Row) and found.deleted:
                return None
            return [r for r in found if not (isinstance(r, Row) and r.deleted)] if isinstance(found, list) else found
        declared = self.index.field(row.entity.name, name)
        if declared is not None:
            return self.evaluate(declared.computed, row) if declared.computed else None
        for inverse in self.index.to_many(row.entity.name):
            if inverse.name == name:
                return self._pointing(row, inverse.source.name, inverse.relation.name, inverse.relation.cardinality)
        raise KeyError(name)

    def _through(self, row: Row, relation: Relation, named: Sequence[Row]) -> list[Row]:
        """The far rows that a request named, and those that rows between lead to."""
        here, there = self.index.ends(row.entity.name, relation)
        between = [r for r in self.rows(relation.through or "") if r.stored.get(here.name) is row]
        found = [*named, *(r.stored[there.name] for r in between if r.stored.get(there.name) is not None)]
        return [r for r in dict.fromkeys(found) if not r.deleted]

    def _pointing(self, row: Row, source: str, relation: str, cardinality: str) -> Any:
        found = [r for r in self.rows(source) if _points(self.value(r, relation), row)]
        if cardinality == "one_to_one":
            return found[0] if found else None
        return found

    def user_value(self, user: User, name: str) -> Any:
        """The profile of a user."""
        for entity in self.plan.entities:
            if entity.owner and self.index.profile_role(entity.name) and naming.snake(entity.name) == name:
                return next((r for r in self.rows(entity.name) if r.stored.get(entity.owner) is user), None)
        raise KeyError(name)

    def evaluate(
        self,
        text: str,
        row: Row | None,
        *,
        user: User | None = None,
        params: Mapping[str, Any] | None = None,
        declared: Sequence[Param] = (),
        self_row: Row | None = None,
        entity: str | None = None,
    ) -> Any:
        """What an expression is worth for a row, to a user, now."""
        at = entity or (row.entity.name if row is not None else None)
        typed = self.facts.typed(text, at, declared, self_row is not None)
        role = user.role if user else self.anonymous_role
        env = Env(self.now, self.now.date(), user, role or None, params or {}, self_row)
        return evaluate(typed, row if row is not None else {}, env)

    @property
    def anonymous_role(self) -> str:
        return next((r.name for r in self.plan.roles if r.anonymous), "")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what happens inside, or nothing where it is refused."""
        tables = {name: [(r, dict(r.stored), r.deleted) for r in rows] for name, rows in self.tables.items() if rows}
        sent = list(self.outbox)
        try:
            yield
        except Refusal:
            for name in [name for name, rows in self.tables.items() if rows or name in tables]:
                saved = tables.get(name, [])
                self.tables[name] = [r for r, _, _ in saved]
                for row, values, deleted in saved:
                    row.stored, row.deleted = values, deleted
            self.outbox = sent
            raise


def _points(value: Any, row: Row) -> bool:
    return any(v is row for v in value) if isinstance(value, list) else value is row
