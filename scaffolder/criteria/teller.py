"""Do a step in the reference interpreter and write down what came of it.

A step that is meant to be accepted and is refused there (or the other way round) raises `Impossible`: then this
scenario cannot be built, and nothing pretends that it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from scaffolder import naming
from scaffolder.criteria.oracle import access, acting, reading, writing
from scaffolder.criteria.oracle.world import Facts, Refusal, Row, User, World
from scaffolder.criteria.steps import (
    MISSING,
    Accepted,
    Act,
    Appeared,
    At,
    AtOnce,
    Create,
    Delete,
    Fetch,
    List,
    Ref,
    Refused,
    Rows,
    Step,
    Update,
    UserRef,
    Why,
)  # fmt: skip
from scaffolder.plan import Action, Query
from scaffolder.plan.index import relation_key

# Names that tests use themselves: helpers and fixtures of every stack, and what they import.
RESERVED = {
    "app", "at_once", "bad_rows", "client", "clients", "clock", "conflicts", "copy_database", "created", "csv_file",
    "csv_rows", "csv_text", "database", "date", "datetime", "decimal", "downloaded", "entered", "environment",
    "field", "found", "gone", "heads", "hesitate", "hesitating", "ids", "imported", "invalid", "json", "json_file",
    "json_rows", "known", "lines", "listed", "lying",
    "make_database", "migrated", "model", "n", "named", "option", "outbox",
    "part", "parts", "passwords", "people", "prepared", "printed", "pytest", "re", "reason", "refused", "request",
    "response", "result", "row", "rows", "run", "run_jobs", "run_on_server", "send", "shown", "submit", "submit_part",
    "table", "text", "time", "timedelta", "tokens", "typed", "use_database", "users", "uuid", "value", "values",
    "webhooks", "words",
}  # fmt: skip


class Impossible(Exception):
    """The scenario cannot be told."""


class Teller:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.plan, self.index = facts.plan, facts.index
        self.world = World(facts)
        self.steps: list[Step] = []
        self.names: dict[str, Row] = {}

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
        made: Row = row
        made.name = self._name(made, bind)
        self.steps.append(Create(actor, entity, self.told(given), self.seen(made, see), made.name, cased))
        return made

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
        given = params if params is not None else {}
        outcome, _ = self._tried(refused, lambda: acting.act(self.world, actor, action, row, given))
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
        if any(not r.name for r in shown):
            self.appeared(actor, entity)
        names = tuple(self.name_of(r) for r in shown)
        expect = (
            outcome if isinstance(outcome, Refused) else Rows(names, ordered, len(shown if found is None else found))
        )
        wired = self._filters(entity, filters or {})
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
                wired[naming.singular(name) + "_id" if relation.cardinality == "many_to_many" else f"{name}_id"] = (
                    wanted
                )
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

    def at_once(self, actor: str, entity: str | None, deeds: Sequence[Callable[[Why | None], object]]) -> AtOnce:
        """Each deed is told whether it is meant to be refused. Raises Impossible where one is refused for anything but
        a conflict, or for the row being gone."""
        before = len(self.steps)
        for deed in deeds:
            self._whatever(deed)
        done = tuple(s for s in self.steps[before:] if isinstance(s, (Create, Act)))
        if len(done) != len(deeds):
            raise Impossible("something must be done in between")
        rush = AtOnce(actor, entity, done)
        self.steps[before:] = [rush]
        return rush

    def _whatever(self, deed: Callable[[Why | None], object]) -> None:
        outcomes: tuple[Why | None, ...] = (None, "conflict", "missing")
        for refused in outcomes:
            with suppress(Impossible):
                deed(refused)
                return
        raise Impossible("it is refused for another reason")

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
