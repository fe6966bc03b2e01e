"""What happens to rows: states and their transitions, actions and their effects."""

from typing import Annotated, Literal

from pydantic import ConfigDict
from pydantic import Field as Slot

from scaffolder.plan.nouns import Element, FieldType, Noun


class Transition(Noun):
    """`action` names an Action on the same entity: it is allowed only in a state of `from_` and leads to `to`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)

    action: str
    from_: Annotated[list[str], Slot(alias="from")] = []
    to: str


class StateMachine(Element):
    entity: str
    field: str
    initial: str
    transitions: list[Transition] = []


class Param(Noun):
    """`ref` names an entity: the value is then the id of one of its rows."""

    name: str
    type: FieldType = "string"
    required: bool = True
    default: str | int | float | bool | None = None
    enum: list[str] = []
    ref: str | None = None
    multiple: bool = False
    help: str = ""


class SetEffect(Noun):
    """`field` is a field of the action's entity, or a path over to-one relations ("book.copies")."""

    kind: Literal["set"] = "set"
    field: str
    value: str  # Expr


class CreateEffect(Noun):
    kind: Literal["create"] = "create"
    entity: str
    values: dict[str, str] = {}  # field or relation -> Expr; `self` is the row acted on, parameters by name


class DeleteEffect(Noun):
    kind: Literal["delete"] = "delete"
    target: str = "self"  # self, or the name of a to-one relation or of an inverse (all of them)


class CallEffect(Noun):
    kind: Literal["call"] = "call"
    module: str
    operation: str
    args: dict[str, str] = {}


Effect = Annotated[SetEffect | CreateEffect | DeleteEffect | CallEffect, Slot(discriminator="kind")]


class Precondition(Noun):
    """`expr` must hold, else the action is refused with `message`."""

    expr: str
    message: str = ""


class Action(Element):
    """What people do to a row (scope instance), to the whole list (collection) or to the application (app).

    A state machine's transition of the same name adds its own precondition and effect. `roles` empty: every role
    that may update the entity; in an app without roles, everybody.
    """

    name: str
    label: str = ""
    entity: str | None = None
    scope: Literal["instance", "collection", "app"] = "instance"
    params: list[Param] = []
    preconditions: list[Precondition] = []
    effects: list[Effect] = []
    roles: list[str] = []
    confirm: bool = False
    message: str = ""
