"""What happens to rows: states and their transitions, actions and their effects."""

from typing import Literal

from msgspec import field

from scaffolder.plan.nouns import Element, FieldType, Noun


class Transition(Noun, kw_only=True):
    """`action` names an Action on the same entity: it is allowed only in a state of `from_` and leads to `to`."""

    action: str
    from_: list[str] = field(default_factory=list, name="from")
    to: str


class StateMachine(Element, kw_only=True):
    entity: str
    field: str
    initial: str
    transitions: list[Transition] = []


class Param(Noun, kw_only=True):
    """`ref` names an entity: the value is then the id of one of its rows."""

    name: str
    type: FieldType = "string"
    required: bool = True
    default: str | int | float | bool | None = None
    enum: list[str] = []
    ref: str | None = None
    multiple: bool = False
    help: str = ""


class SetEffect(Noun, kw_only=True):
    """`field` is a field of the action's entity, or a path over to-one relations ("book.copies")."""

    kind: Literal["set"] = "set"
    field: str
    value: str  # Expr


class CreateEffect(Noun, kw_only=True):
    kind: Literal["create"] = "create"
    entity: str
    values: dict[str, str] = {}  # field or relation -> Expr; `self` is the row acted on, parameters by name


class DeleteEffect(Noun, kw_only=True):
    kind: Literal["delete"] = "delete"
    target: str = "self"  # self, or the name of a to-one relation or of an inverse (all of them)


class CallEffect(Noun, kw_only=True):
    kind: Literal["call"] = "call"
    module: str
    operation: str
    args: dict[str, str] = {}


Effect = SetEffect | CreateEffect | DeleteEffect | CallEffect


class Precondition(Noun, kw_only=True):
    """`expr` must hold, else the action is refused with `message`."""

    expr: str
    message: str = ""


class Action(Element, kw_only=True):
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
