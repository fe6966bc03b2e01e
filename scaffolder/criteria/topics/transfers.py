"""Imports and exports: what a file must hold, and that a bad one changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from scaffolder import naming
from scaffolder.criteria import values
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, topic
from scaffolder.criteria.inventing import invent
from scaffolder.criteria.oracle import reading, writing
from scaffolder.criteria.oracle.world import Facts, Refusal, Row
from scaffolder.criteria.steps import Accepted, Export, Import, Refused, Table
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics.places import Place, spread
from scaffolder.plan import Entity, Field, Operation, Transfer
from scaffolder.plan.index import relation_key

READABLE = (
    "decimal",
    "percent",
    "float",
    "datetime",
    "time",
    "boolean",
    "duration",
    "uuid",
)  # several spellings
CELLS = ("string", "text", "integer", "date", "email", "url", "phone", "enum", "money")  # one spelling each in a file


def attempts(facts: Facts) -> Attempts:
    for transfer in facts.plan.transfers:
        element, asked = (f"{transfer.direction}:{transfer.name}",), tuple(transfer.satisfies)
        if transfer.direction == "export":
            yield Attempt("export", element, asked, partial(_exported, facts, transfer))
        else:
            for write in (_imported, _refused, _rehearsed):
                yield Attempt("import", element, asked, partial(write, facts, transfer))


def _draft(facts: Facts, transfer: Transfer, name: str, story: Story, *words: str) -> Draft:
    given, when, then = words
    return Draft(
        name, transfer.direction, (f"{transfer.direction}:{transfer.name}",), tuple(transfer.satisfies),
        topic(facts.index.entity(transfer.entity), "transfers"), tuple(story.steps), given, when, then,
    )  # fmt: skip


def _said(transfer: Transfer) -> str:
    return " ".join(naming.words(transfer.name))


def _who(story: Story, transfer: Transfer, operation: Operation) -> str:
    """A role that may, an administrator where none is named."""
    needed = {operation, "read"} if operation == "export" else {operation}
    for permission in story.plan.permissions:
        if permission.entity == transfer.entity and needed <= set(permission.operations) and not permission.where:
            return story.actor(permission.role)
    return story.admin


def columns_of(facts: Facts, transfer: Transfer) -> list[Field]:
    names = transfer.fields or [f.name for f in facts.index.entity(transfer.entity).fields]
    found = [facts.index.field(transfer.entity, n) for n in names]
    return [f for f in found if f is not None and f.type in CELLS]


def told(facts: Facts, transfer: Transfer) -> Story:
    """A story whose last step is the transfer, done by who may."""
    if transfer.direction == "export":
        return _taken_out(facts, transfer)
    story = Story(facts)
    lines = _file(story, transfer)
    actor = _who(story, transfer, "import")
    _read(story, actor, facts.index.entity(transfer.entity), lines)
    story.step(Import(actor, transfer.name, _told(story, lines), Accepted(), created=len(lines)))
    return story


def _exported(facts: Facts, transfer: Transfer) -> Draft:
    story = _taken_out(facts, transfer)
    words = ("three rows", f"the {_said(transfer)} is asked for", "the file holds them, with their values")
    return _draft(facts, transfer, f"{_said(transfer)} holds the rows", story, *words)


def _taken_out(facts: Facts, transfer: Transfer) -> Story:
    entity = facts.index.entity(transfer.entity)
    query = next((q for q in facts.plan.queries if q.name == transfer.query), None)
    place = Place(entity, query)
    story, _ = spread(facts, place, query.sort if query and query.sort else entity.order_by, 3)
    actor = _who(story, transfer, "export")
    rows = reading.listed(story.world, actor, entity.name, query=query)
    columns = columns_of(facts, transfer)
    if not rows or not columns:
        raise Impossible("no row and column was found that it would hold")
    table = tuple({f.name: r[f.name] for f in columns} for r in rows)
    _refuse_others(story, transfer, "export", Export)
    story.step(Export(actor, transfer.name, Table(table, ordered=True)))
    return story


def _refuse_others(story: Story, transfer: Transfer, operation: Operation, kind: type[Export]) -> None:
    """Who has not the permission is refused."""
    from scaffolder.criteria.oracle import access
    from scaffolder.criteria.topics.actions import everybody

    for actor in everybody(story.facts):
        user = story.world.user(actor)
        may = access.permissions(story.world, user, transfer.entity, operation)
        if not access.unlimited(story.world, user) and not may:
            story.step(kind(actor, transfer.name, Refused("forbidden" if actor else "unauthenticated")))


def _file(story: Story, transfer: Transfer, count: int = 2) -> list[dict[str, Any]]:
    """Good lines: every column that people write, and what a row must belong to."""
    facts = story.facts
    entity = facts.index.entity(transfer.entity)
    required = [r for r in entity.relations if r.required]
    single = all(r.cardinality != "many_to_many" for r in required)
    whole = single and all(not transfer.fields or r.name in transfer.fields for r in required)
    told = columns_of(facts, transfer)
    names = transfer.fields or [f.name for f in entity.fields]
    needed = [f for f in entity.fields if f.name in names and f.required and f.default is None and f.type in READABLE]
    columns = [f for f in facts.index.writable(entity.name) if f in told or f in needed]
    missing = [
        f.name for f in facts.index.writable(entity.name) if f.required and f.default is None and f not in columns
    ]
    if not whole or missing or not columns:
        raise Impossible("a file of these columns does not make whole rows")
    return [
        {f.name: invent(facts, entity, f, n) for f in columns}
        | {relation_key(r): story.make(r.target) for r in required}
        for n in range(count)
    ]


def _told(story: Story, lines: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple(story.told(line) for line in lines)


def _imported(facts: Facts, transfer: Transfer) -> Draft:
    story = Story(facts)
    entity, actor = facts.index.entity(transfer.entity), _who(story, transfer, "import")
    lines = _file(story, transfer)
    rows = _read(story, actor, entity, lines)
    story.step(Import(actor, transfer.name, _told(story, lines), Accepted(), created=len(lines)))
    for row, line in zip(rows, lines, strict=True):
        _found(story, entity, row, line)
    words = ("", f"a file with {len(lines)} good rows is imported", "all of them are there")
    return _draft(facts, transfer, f"{_said(transfer)} takes good rows", story, *words)


def _read(story: Story, actor: str, entity: Entity, lines: Sequence[dict[str, Any]]) -> list[Row]:
    try:
        return [writing.create(story.world, story.makers(entity.name)[0], entity.name, line) for line in lines]
    except Refusal as refusal:
        raise Impossible(f"an invented row is refused: {refusal}") from None


def _found(story: Story, entity: Entity, row: Row, line: dict[str, Any]) -> None:
    """The row of a line is in the list: the rows are looked at one by one, newest last."""
    from scaffolder.criteria.steps import Listed

    story.step(Listed(story.reader(entity.name), entity.name, story.told(line)))


def _bad(facts: Facts, transfer: Transfer, lines: list[dict[str, Any]]) -> tuple[int, str]:
    """Spoil the last line; the number of its row in the file, and the field at fault."""
    entity = facts.index.entity(transfer.entity)
    for name in lines[-1]:
        field = facts.index.field(entity.name, name)
        if field is None:
            continue
        wrong = [*values.outside(entity, field), *values.mismatches(field)]
        if field.type in ("integer", "date", "enum", "email", "money"):
            wrong.append(values.wrong(field.type))
        if wrong:
            lines[-1][name] = wrong[-1]
            return len(lines) + (1 if transfer.format == "csv" else 0), name
        if field.required:
            lines[-1][name] = ""
            return len(lines) + (1 if transfer.format == "csv" else 0), name
    raise Impossible("no value of a column could be wrong")


def _refused(facts: Facts, transfer: Transfer) -> Draft:
    story = Story(facts)
    actor, lines = _who(story, transfer, "import"), _file(story, transfer)
    number, field = _bad(facts, transfer, lines)
    story.step(Import(actor, transfer.name, _told(story, lines), Refused("invalid", field), bad_row=number))
    story.list(story.reader(transfer.entity), transfer.entity)
    words = (
        "",
        "a file with a bad row is imported",
        "it is refused, the row and the field are named, nothing is stored",
    )
    return _draft(facts, transfer, f"{_said(transfer)} refuses a bad row", story, *words)


def _rehearsed(facts: Facts, transfer: Transfer) -> Draft:
    story = Story(facts)
    actor, lines = _who(story, transfer, "import"), _file(story, transfer)
    story.step(Import(actor, transfer.name, _told(story, lines), Accepted(), dry_run=True, created=len(lines)))
    story.list(story.reader(transfer.entity), transfer.entity)
    words = ("", "a file is tried without storing it", "it says what it would do, and nothing is stored")
    return _draft(facts, transfer, f"{_said(transfer)} can be tried", story, *words)
