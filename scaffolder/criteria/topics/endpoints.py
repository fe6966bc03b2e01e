"""Further addresses: the same is done there as at the usual one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from scaffolder.criteria.drafting import Attempt, Attempts, Draft
from scaffolder.criteria.oracle import reading
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.solver import realise
from scaffolder.criteria.steps import Act, Call, Create, Delete, Export, Fetch, Import, List, RunReport, Table, Update
from scaffolder.criteria.story import Impossible, Story
from scaffolder.criteria.topics import actions, more, permissions, transfers
from scaffolder.criteria.topics.places import Place, spread
from scaffolder.plan import Endpoint

Addressed = Act | Call | Create | Delete | Export | Fetch | Import | List | RunReport | Update


def attempts(facts: Facts) -> Attempts:
    for place, endpoint in enumerate(facts.plan.endpoints):
        element = (f"endpoint:{endpoint.method} {endpoint.path}",)
        yield Attempt("endpoint", element, tuple(endpoint.satisfies), partial(_answered, facts, endpoint, place))


def _answered(facts: Facts, endpoint: Endpoint, place: int) -> Draft:
    kind, _, name = endpoint.does.partition(":")
    story = STORIES[kind](facts, name)
    step = story.steps[-1]
    if not isinstance(step, Addressed):
        raise Impossible("its step has no address of its own")
    story.steps[-1] = replace(step, endpoint=place)
    if isinstance(step, Delete):
        story.fetch(story.reader(step.entity), story.names[step.row], refused="missing")
    words = ("", f"{endpoint.method} {endpoint.path} is asked for", "it does what it says")
    return Draft(
        f"{endpoint.method} {endpoint.path} answers", "endpoint", (f"endpoint:{endpoint.method} {endpoint.path}",),
        tuple(endpoint.satisfies), "endpoints", tuple(story.steps), *words,
    )  # fmt: skip


# The stories: the last step of each is what the endpoint does.


def _list(facts: Facts, name: str) -> Story:
    story, reader = spread(facts, Place(facts.index.entity(name)), facts.index.entity(name).order_by, 2)
    story.list(reader, name)
    return story


def _query(facts: Facts, name: str) -> Story:
    query = next(q for q in facts.plan.queries if q.name == name)
    story, reader = spread(facts, Place(facts.index.entity(query.entity), query), query.sort, 2)
    story.list(reader, query.entity, query=query)
    return story


def _read(facts: Facts, name: str) -> Story:
    story = Story(facts)
    story.fetch(story.reader(name), story.make(name), see=["id"])
    return story


def _create(facts: Facts, name: str) -> Story:
    story = Story(facts)
    story.create(story.writer(name, "create"), name, story.complete(name, {}))
    return story


def _update(facts: Facts, name: str) -> Story:
    story = Story(facts)
    permissions.changed(story, story.writer(name, "update"), story.make(name), see=True)
    return story


def _delete(facts: Facts, name: str) -> Story:
    story = Story(facts)
    story.delete(story.writer(name, "delete"), story.make(name))
    return story


def _report(facts: Facts, name: str) -> Story:
    story, report = Story(facts), next(r for r in facts.plan.reports if r.name == name)
    story.make(report.entity)
    reader = story.reader(report.entity)
    table = reading.reported(story.world, reader, report)
    story.step(RunReport(reader, name, Table(tuple(story.told(r) for r in table))))
    return story


def _action(facts: Facts, name: str) -> Story:
    action = next(x for x in facts.plan.actions if actions.named(x) == f"action:{name}")
    story, recipe = Story(facts), actions.allowed(facts, action)
    row = realise(story, recipe)
    story.act(recipe.actor, action, row, story.params(action, recipe.params))
    return story


def _function(facts: Facts, name: str) -> Story:
    story = Story(facts)
    story.steps += more.called(facts, next(f for f in facts.plan.functions if f.name == name)).steps[:1]
    return story


def _transfer(facts: Facts, name: str) -> Story:
    return transfers.told(facts, next(t for t in facts.plan.transfers if t.name == name))


STORIES: dict[str, Callable[[Facts, str], Story]] = {
    "list": _list, "query": _query, "read": _read, "create": _create, "update": _update, "delete": _delete,
    "report": _report, "action": _action, "function": _function, "import": _transfer, "export": _transfer,
}  # fmt: skip
