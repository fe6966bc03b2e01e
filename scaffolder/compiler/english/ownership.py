"""Whose a row is: over the link to the profile of a role, else the one who made it."""

from __future__ import annotations

from scaffolder.compiler.english import paths
from scaffolder.compiler.english.claims import Grant, Owned
from scaffolder.compiler.english.draft import Draft
from scaffolder.compiler.english.wording import capital, many, one
from scaffolder.plan import Entity, Precondition, Role


def own_rows(entity: Entity, role: Role, draft: Draft) -> str:
    """The condition of the rows that are a user's own."""
    if role.entity == entity.name:
        return "owner == user"
    path = paths.to_parent(entity, role.entity or "", draft)
    if path:
        return f"{path}.user == user"
    entity.owner = entity.owner or "owner"
    draft.assume(f"{capital(one(entity.name))} belongs to the user who creates it.", entity.name)
    return f"{entity.owner} == user"


def rows_of(grant: Grant, entity: Entity, role: Role, draft: Draft) -> str | None:
    """All that a right is bound to; None where it holds for every row."""
    owner = draft.entity(grant.of)
    said = [own_rows(entity, role, draft)] if grant.own else []
    if owner is not None:
        said.append(f"{paths.to_parent(entity, owner.name, draft)}.{own_rows(owner, role, draft)}")
    if grant.where is not None:
        said.append(f"({grant.where})" if said and " or " in grant.where else grant.where)
    return " and ".join(said) if said else None


def settle(owned: Owned, draft: Draft) -> None:
    """An action that some may do only to what is their own: whoever else may do it is not bound, and who sees no other
    rows is bound already."""
    entity = draft.entity(owned.action.entity or "")
    roles = [r for r in draft.plan.roles if not r.admin and not r.anonymous]
    bound = [r for r in roles if r.name in (owned.roles or owned.action.roles or [r.name for r in roles])]
    if entity is None or owned.action not in draft.plan.actions:
        return
    for role in bound:
        rows = own_rows(entity, role, draft)
        if not owned.others and _seen(role, entity, draft) == {rows}:
            continue
        rows = rows.replace(" == ", " != ") if owned.others else rows
        expr = f"role != {role.name!r} or {rows}"
        known = next((p for p in owned.action.preconditions if p.expr == expr), None)
        if known is None:
            verb = owned.action.name.replace("_", " ")
            whose = f"You cannot {verb} your own" if owned.others else f"You can {verb} only your own"
            message = f"{whose} {many(entity.name)}."
            owned.action.preconditions.append(Precondition(expr=expr, message=message))


def _seen(role: Role, entity: Entity, draft: Draft) -> set[str | None]:
    """The conditions of the rows that a role may read."""
    known = [p for p in draft.plan.permissions if (p.role, p.entity) == (role.name, entity.name)]
    return {p.where for p in known if "read" in p.operations}
