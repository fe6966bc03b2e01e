"""What stands in nobody's way: a cancelled Booking leaves its Room free for others."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.compiler.english import intervals, vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.wording import capital, listed, many
from scaffolder.plan import Constraint, Entity


def settle(draft: Draft) -> None:
    """Rows that are cancelled or declined overlap with none, where the rule does not say which rows it is for."""
    for entity in draft.plan.entities:
        rules = [c for c in entity.constraints if c.where is None and _is_of_time(c, entity)]
        void = list(_void(entity)) if rules else []
        if not void:
            continue
        for rule in rules:
            rule.where = " and ".join(condition for condition, _ in void)
        states = [state.replace("_", " ") for _, named in void for state in named]
        draft.assume(f"{capital(listed(states))} {many(entity.name)} do not stand in the way of others.", entity.name)


def _is_of_time(rule: Constraint, entity: Entity) -> bool:
    """What lasts for a time, or has a slot on a day, beside others of the same thing."""
    links = {r.name for r in entity.relations}
    slot = set(rule.fields) & {*intervals.slot(entity)[:1]} and set(rule.fields) & links
    return rule.kind == "no_overlap" or rule.kind == "unique" and bool(slot)


def _void(entity: Entity) -> Iterator[tuple[str, list[str]]]:
    """The conditions of the rows that count, and the states of those that do not."""
    ends = set(vocabulary.table("states", "void"))
    for field in entity.fields:
        named = [c.value for c in field.enum if c.value in ends]
        if named and len(named) < len(field.enum):
            yield f"{field.name} != {named[0]!r}" if len(named) == 1 else f"{field.name} not in {named!r}", named
        state = field.name.removesuffix("_at")
        if field.type == "datetime" and field.readonly and field.name != state and state in ends:
            yield f"{field.name} is None", [state]
