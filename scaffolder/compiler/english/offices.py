"""Who works for the organisation, and who of them is named for what: the rights that go with an office."""

from __future__ import annotations

from collections.abc import Sequence

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.claims import Grant
from scaffolder.compiler.english.draft import Draft
from scaffolder.plan import Entity, Operation, Role

MANAGED = {"create", "update", "delete"}  # who may do all of this to rows manages them


def is_operator(role: Role, draft: Draft) -> bool:
    if role.name in {r for a in draft.plan.actions if (a.entity or "", a.name) in draft.events for r in a.roles}:
        return False  # whoever books or borrows is somebody we work for, whatever they are called
    words = role.name.split("_")
    return vocabulary.is_in("roles", "operators", words[-1]) or vocabulary.is_in("roles", "operators", " ".join(words))


def ancestors(role: Role, draft: Draft) -> list[Role]:
    found = [draft.role(h.of) for h in draft.heirs if h.role == role.name]
    return [r for r in found if r is not None]


def is_of_others(role: Role, entity: Entity, grants: Sequence[Grant]) -> bool:
    """Whether it is named who manages these rows, and it is somebody else: then this role does with them what is said
    of it, and nothing more."""
    granted: dict[str, set[Operation]] = {}
    for grant in grants:
        if grant.allow and grant.entity == entity.name and not grant.unclear and not is_bound(grant):
            granted.setdefault(grant.role, set()).update(grant.operations)
    managing = {who for who, operations in granted.items() if operations >= MANAGED}
    return bool(managing) and not managing & {role.name, ""}


def is_bound(grant: Grant) -> bool:
    return grant.own or bool(grant.of) or grant.where is not None


def move(draft: Draft) -> None:
    """Whoever may change the status of a thing does what changes it, where nothing says who does that."""
    machines = {(m.entity, m.field): m for m in draft.plan.state_machines}
    for entity, field, roles in draft.movers:
        steps = machines[entity, field].transitions if (entity, field) in machines else []
        actions = (draft.action(entity, step.action) for step in steps if step.action)
        for action in (a for a in actions if a is not None and not set(a.roles) - set(roles)):
            action.roles = list(dict.fromkeys([*action.roles, *roles]))
