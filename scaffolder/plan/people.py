"""Who may do what."""

from typing import Literal

from scaffolder.plan.nouns import Element

Operation = Literal["create", "read", "update", "delete", "import", "export"]


class Role(Element, kw_only=True):
    """`anonymous`: visitors without a login. `self_signup`: people may register with it. `entity`: the profile of a
    user with this role (its `Entity.owner` is "user"). `admin`: may do everything, needs no permissions."""

    name: str
    label: str = ""
    description: str = ""
    self_signup: bool = False
    anonymous: bool = False
    admin: bool = False
    entity: str | None = None


class Permission(Element, kw_only=True):
    """`role` may do `operations` on rows of `entity` for which `where` holds (an Expr; may use `user`)."""

    role: str
    entity: str
    operations: list[Operation] = []
    where: str | None = None
