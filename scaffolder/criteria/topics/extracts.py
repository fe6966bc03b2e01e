"""Reports and files for who may reach only some rows: they hold what this role may see, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from scaffolder import naming
from scaffolder.criteria.drafting import Attempt, Attempts, Draft, topic
from scaffolder.criteria.oracle import reading
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import realise
from scaffolder.criteria.steps import Export, RunReport, Table
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics.reached import recipes
from scaffolder.criteria.topics.reports import in_order
from scaffolder.criteria.topics.transfers import columns_of
from scaffolder.plan import Permission, Report, Transfer

Show = Callable[[Story, str], bool]  # what the actor is shown is told as a step; whether others would be shown more


def attempts(facts: Facts) -> Attempts:
    for permission in facts.plan.permissions:
        if permission.where is None or "read" not in permission.operations:
            continue
        for report in facts.plan.reports:
            if report.entity == permission.entity:
                show, element = partial(_report, report), f"report:{report.name}"
                told = partial(_partly, facts, permission, element, report, show)
                yield _attempt(permission, element, report, told)
        for transfer in facts.plan.transfers:
            if transfer.direction == "export" and transfer.entity == permission.entity:
                show, element = partial(_export, transfer), f"export:{transfer.name}"
                told = partial(_partly, facts, permission, element, transfer, show)
                yield _attempt(permission, element, transfer, told)


def _attempt(permission: Permission, element: str, shown: Report | Transfer, told: Callable[[], Draft]) -> Attempt:
    return Attempt("owner", _elements(permission, element), _cites(permission, shown), told, further=True)


def _elements(permission: Permission, element: str) -> tuple[str, ...]:
    return (f"permission:{permission.role}.{permission.entity}", element)


def _cites(permission: Permission, shown: Report | Transfer) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*permission.satisfies, *shown.satisfies]))


def _partly(facts: Facts, permission: Permission, element: str, shown: Report | Transfer, show: Show) -> Draft:
    for kind in (True, False):
        if not recipes(facts, permission, kind):
            raise Impossible("no rows were found that it tells apart")
    story = Story(facts)
    actor = recipes(facts, permission, True)[0].actor
    for recipe in [*recipes(facts, permission, True)[:1], *recipes(facts, permission, False)[:2]]:
        try:
            realise(story, recipe)
        except Impossible:
            continue
    if not show(story, actor):
        raise Impossible("who may see every row would be shown the same")
    said, role = " ".join(naming.words(shown.name)), " ".join(naming.words(permission.role))
    entity = facts.index.entity(permission.entity)
    words = (
        f"{' '.join(naming.words(naming.plural(entity.name)))} of several people",
        f"a {role} asks for the {said}",
        "it is made from those that the role may reach",
    )
    file = "reports" if isinstance(shown, Report) else topic(entity, "transfers")
    return Draft(
        f"{said} shows {role} only some rows", "owner", _elements(permission, element), _cites(permission, shown),
        file, tuple(story.steps), *words,
    )  # fmt: skip


def _report(report: Report, story: Story, actor: str) -> bool:
    table = reading.reported(story.world, actor, report)
    story.step(RunReport(actor, report.name, Table(tuple(story.told(r) for r in table), in_order(report))))
    return bool(table) and table != reading.reported(story.world, story.reader(report.entity), report)


def _export(transfer: Transfer, story: Story, actor: str) -> bool:
    query = next((q for q in story.plan.queries if q.name == transfer.query), None)
    mine, all_rows = (
        reading.listed(story.world, who, transfer.entity, query=query) for who in (actor, story.reader(transfer.entity))
    )
    names: Sequence[str] = [f.name for f in columns_of(story.facts, transfer)]
    story.step(Export(actor, transfer.name, Table(tuple({n: r[n] for n in names} for r in mine), ordered=True)))
    return bool(mine and names) and len(mine) < len(all_rows)
