"""What sentences say of rights, before all of it is known: who may, who may not, who may only in part."""

from __future__ import annotations

from msgspec import Struct

from scaffolder.plan import Action, Operation


class Grant(Struct, frozen=True):
    """What was said of a role: it may (`allow`), or only it may (`only`), or it may not. `own`: on its own rows.
    `unclear`: under a condition that cannot be read, so that nothing is granted."""

    role: str  # empty: everybody
    entity: str
    operations: tuple[Operation, ...]
    rid: str
    allow: bool = True
    only: bool = False
    own: bool = False
    of: str = ""  # own rows of this thing: what belongs to them
    where: str | None = None
    unclear: bool = False


class Ban(Struct, frozen=True):
    """Who may do `operation` may do it only to rows that are `allowed` (an Expr; empty: to their own).

    `roles` empty: it holds for all.
    """

    entity: str
    operation: Operation
    allowed: str
    rid: str
    roles: tuple[str, ...] = ()


class Owned(Struct, frozen=True):
    """Who has one of the `roles` (empty: everybody) may do the action only to rows of their own; `others`: only to
    those that are not."""

    action: Action
    roles: tuple[str, ...]
    rid: str
    others: bool = False


class Denied(Struct, frozen=True):
    """Who has one of the `roles` may not do the action."""

    action: str
    entity: str
    roles: tuple[str, ...]
    rid: str


class Heir(Struct, frozen=True):
    """Who has `role` may do all that who has `of` may do."""

    role: str
    of: str
    rid: str
