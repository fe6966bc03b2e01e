"""A plan as structured English: one fact a sentence, in an order that can be read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder import naming
from scaffolder.compiler.english.shapes import (
    actions,
    computed,
    constraints,
    details,
    endpoints,
    functions,
    header,
    jobs,
    lists,
    messages,
    pages,
    reports,
    rights,
    things,
    transfers,
)  # fmt: skip
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.plan import Plan


def render(plan: Plan) -> str:
    """The normal form: a description that compiles to this plan's content exactly."""
    blocks = ["\n".join(block) for block in _blocks(plan)]
    return "\n\n".join(b for b in blocks if b) + "\n"


def _blocks(plan: Plan) -> Iterator[list[str]]:
    yield [*header.write(plan), "Nothing else is assumed."]
    speaker = Speaker(plan)
    targets = _targets_of(plan)
    for entity in plan.entities:
        said = [*things.write(entity, targets), *details.write(entity), *computed.write_computed(entity, speaker)]
        yield [*said, *constraints.write(entity, speaker)]
    yield [*rights.write_roles(plan)]
    yield [*rights.write_actions(plan)]
    yield [*actions.write(plan, speaker)]
    yield [*actions.write_machines(plan)]
    yield [*rights.write_permissions(plan, speaker)]
    yield [*lists.write_queries(plan, speaker)]
    yield [*reports.write_reports(plan, speaker)]
    yield [*jobs.write_jobs(plan)]
    yield [*messages.write_notifications(plan)]
    yield [*transfers.write_transfers(plan)]
    yield [*functions.write_functions(plan)]
    yield [*endpoints.write_endpoints(plan)]
    yield [*pages.write_pages(plan)]
    yield [*pages.write_sections(plan)]


def _targets_of(plan: Plan) -> set[str]:
    """The names of things as fields would spell them."""
    names = {naming.snake(e.name) for e in plan.entities}
    return names | {naming.plural(n) for n in names}
