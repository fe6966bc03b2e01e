"""One module for each kind of rule: which scenarios prove it."""

from __future__ import annotations

from scaffolder.criteria.drafting import Attempts
from scaffolder.criteria.oracle.world import Facts
from scaffolder.criteria.topics import (
    acted,
    actions,
    asked,
    computed,
    constraints,
    endpoints,
    extracts,
    fields,
    filling,
    happenings,
    linking,
    lists,
    more,
    ownership,
    pages,
    permissions,
    relations,
    reports,
    rush,
    states,
    transfers,
    unknown,
)

TOPICS = (
    fields,
    relations,
    constraints,
    computed,
    actions,
    asked,
    filling,
    states,
    lists,
    acted,
    reports,
    permissions,
    ownership,
    linking,
    happenings,
    transfers,
    unknown,
    more,
    rush,
    endpoints,
    extracts,
    pages,
)


def attempts(facts: Facts) -> Attempts:
    """Everything that a plan's scenarios could show, in the order of the topics."""
    for topic in TOPICS:
        yield from topic.attempts(facts)
