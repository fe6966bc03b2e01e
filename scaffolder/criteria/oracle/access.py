"""Who may do what: everything is denied by default once a plan has roles."""

from __future__ import annotations

from scaffolder.criteria.oracle.world import Refusal, Row, User, World
from scaffolder.criteria.steps import Refused
from scaffolder.plan import Action, Function, Operation, Permission

IMPLIED: dict[str, str] = {"import": "create", "export": "read"}


def role_of(world: World, user: User | None) -> str:
    return user.role if user else world.anonymous_role


def unlimited(world: World, user: User | None) -> bool:
    """No login in this application, or an administrator."""
    role = world.index.role(role_of(world, user)) if world.plan.roles else None
    return not world.plan.roles or bool(role and role.admin)


def permissions(world: World, user: User | None, entity: str, operation: str) -> list[Permission]:
    wanted = {operation, IMPLIED.get(operation, operation)}
    return [p for p in world.index.permissions(role_of(world, user), entity) if wanted & set(p.operations)]


def check(world: World, user: User | None, entity: str, operation: Operation) -> None:
    """Raises Refusal: unauthenticated for nobody, forbidden for a role that has not the operation at all."""
    if unlimited(world, user) or permissions(world, user, entity, operation):
        return
    deny(user)


def deny(user: User | None) -> None:
    raise Refusal(Refused("forbidden" if user else "unauthenticated"))


def reaches(world: World, user: User | None, row: Row, operation: str) -> bool:
    """May this user do that with this row?"""
    if unlimited(world, user):
        return True
    found = permissions(world, user, row.entity.name, operation)
    return any(p.where is None or world.evaluate(p.where, row, user=user) is True for p in found)


def unrestricted(world: World, user: User | None, entity: str, operation: str) -> bool:
    return unlimited(world, user) or any(p.where is None for p in permissions(world, user, entity, operation))


def may_run(world: World, user: User | None, action: Action) -> bool:
    if unlimited(world, user):
        return True
    if action.roles:
        return role_of(world, user) in action.roles
    return action.entity is not None and bool(permissions(world, user, action.entity, "update"))


def may_call(world: World, user: User | None, function: Function) -> bool:
    return unlimited(world, user) or role_of(world, user) in world.index.callers(function)


def linkable(world: World, user: User | None, row: Row) -> bool:
    """May this user link something to that row? To what they see, or to anything where their role sees no such rows:
    else they could not make what needs the link."""
    return not permissions(world, user, row.entity.name, "read") or reaches(world, user, row, "read")


def seen(world: World, user: User | None, row: Row) -> None:
    """Raises Refusal: missing, where the row is not there for this user."""
    if row.deleted or not reaches(world, user, row, "read"):
        raise Refusal(Refused("missing"))
