"""The Plan: the typed contract between English and code.

Flat lists, references by name, no recursion. Names are identifiers in one spelling (`Entity.name` PascalCase and
singular, everything else snake_case); what people read is in `label`. `Expr` fields hold text in the expression
language of `scaffolder.expr`. Nothing here checks references or expressions: `plan.validation` does.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Slot

SCHEMA_VERSION = 1

Kind = Literal["web", "api", "cli", "library", "pipeline", "worker", "website", "other"]
FieldType = Literal[
    "string", "text", "integer", "decimal", "float", "boolean", "date", "datetime", "time", "duration", "email", "url",
    "phone", "uuid", "enum", "money", "percent", "json", "file", "image", "list", "secret",
]  # fmt: skip
Origin = Literal["stated", "inferred", "default"]
RequirementKind = Literal["functional", "quality", "context"]
Cardinality = Literal["many_to_one", "one_to_one", "many_to_many"]
OnDelete = Literal["restrict", "cascade", "set_null"]
Operation = Literal["create", "read", "update", "delete", "import", "export"]
Aggregate = Literal["count", "sum", "avg", "min", "max"]
Channel = Literal["email", "in_app", "webhook", "stdout"]
Rule = Literal[
    "create", "read", "update", "delete", "required", "type", "bounds", "pattern", "enum", "default", "unique",
    "computed", "readonly", "relation", "inverse", "on_delete", "check", "no_overlap", "limit", "initial",
    "transition", "action", "precondition", "effect", "permission", "owner", "query", "filter", "search", "sort",
    "paginate", "report", "job", "notification", "import", "export", "login", "endpoint", "function", "timestamps",
    "soft_delete", "secret",
]  # fmt: skip


class Noun(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_default=False)


class Element(Noun):
    """Part of a plan that cites the requirements it satisfies and says where it came from."""

    satisfies: list[str] = []
    origin: Origin = "stated"


class Requirement(Noun):
    id: str
    text: str
    span: tuple[int, int] | None = None
    kind: RequirementKind = "functional"
    status: Literal["covered", "partial", "uncovered"] = "uncovered"
    reason: str = ""
    covered_by: list[str] = []


class Choice(Noun):
    value: str
    label: str = ""


class Validation(Noun):
    """Bounds, inclusive. `min` and `max` are of numbers (and of dates, as ISO text)."""

    min: float | str | None = None
    max: float | str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


class Field(Element):
    """`computed` holds an Expr over the same entity: nobody writes the field. `readonly`: only actions write it."""

    name: str
    label: str = ""
    type: FieldType = "string"
    required: bool = False
    unique: bool = False
    default: str | int | float | bool | None = None
    enum: list[Choice] = []
    item_type: FieldType | None = None
    currency: str | None = None
    unit: str | None = None
    validation: Validation = Validation()
    computed: str | None = None
    searchable: bool = False
    readonly: bool = False
    help: str = ""


class Relation(Element):
    """A link from the entity it stands in to `target`; `inverse` is its name as the target sees it (a to-many path).

    `through` names the entity that carries a many-to-many link, where the link has data of its own.
    """

    name: str
    target: str
    cardinality: Cardinality = "many_to_one"
    inverse: str | None = None
    required: bool = False
    on_delete: OnDelete = "restrict"
    through: str | None = None


class Constraint(Element):
    """unique: no two rows with the same `fields` (among rows where `where` holds).

    check: `expr` holds for every row. no_overlap: the intervals `fields` = [start, end) of two rows with the same
    `per` never overlap. limit: at most `expr` (an integer, may read a parent: "screening.capacity") rows for which
    `where` holds with the same `per`.
    """

    name: str
    kind: Literal["unique", "check", "no_overlap", "limit"]
    fields: list[str] = []
    per: list[str] = []
    expr: str | None = None
    where: str | None = None
    message: str = ""


class Entity(Element):
    """`owner` names the link to the login user (a nullable `<owner>_id` column): "owner", or "user" for the profile
    of a role (`Role.entity`). `display` is the field that names a row; `order_by` like "-created_at", "title"."""

    name: str
    label: str = ""
    plural: str = ""
    description: str = ""
    display: str | None = None
    fields: list[Field] = []
    relations: list[Relation] = []
    constraints: list[Constraint] = []
    owner: str | None = None
    timestamps: bool = False
    soft_delete: bool = False
    order_by: list[str] = []


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


class Role(Element):
    """`anonymous`: visitors without a login. `self_signup`: people may register with it. `entity`: the profile of a
    user with this role (its `Entity.owner` is "user"). `admin`: may do everything, needs no permissions."""

    name: str
    label: str = ""
    description: str = ""
    self_signup: bool = False
    anonymous: bool = False
    admin: bool = False
    entity: str | None = None


class Permission(Element):
    """`role` may do `operations` on rows of `entity` for which `where` holds (an Expr; may use `user`)."""

    role: str
    entity: str
    operations: list[Operation] = []
    where: str | None = None


class Query(Element):
    """A named list of rows. `search`: fields looked through; `filters`: fields that a caller may filter by;
    `sort` like "-due_date"; `limit`: at most so many in all ("top 10")."""

    name: str
    label: str = ""
    entity: str
    where: str | None = None
    search: list[str] = []
    filters: list[str] = []
    sort: list[str] = []
    limit: int | None = None
    page_size: int | None = None


class Measure(Noun):
    name: str
    agg: Aggregate
    expr: str | None = None  # not for count


class Report(Element):
    """`group_by`: Exprs ("category", "month(paid_at)", "book.author"); one row a group, `measures` its numbers."""

    name: str
    label: str = ""
    entity: str
    group_by: list[str] = []
    measures: list[Measure] = []
    where: str | None = None
    sort: list[str] = []
    limit: int | None = None
    chart: Literal["bar", "line", "pie"] | None = None


class Trigger(Noun):
    """`when` is an Expr over `entity`. schedule: at `cron` (UTC), for the rows for which `when` holds."""

    on: Literal["created", "updated", "deleted", "action", "schedule", "condition"]
    entity: str | None = None
    action: str | None = None
    cron: str | None = None
    when: str | None = None


class Job(Element):
    name: str
    label: str = ""
    trigger: Trigger
    effects: list[Effect] = []


class Notification(Element):
    """`to`: "role:NAME", or an Expr path to an e-mail field ("member.email"), or `user`. Sent once per row and rule
    where the trigger is a schedule. `subject` and `body` may hold "{field}" paths of the row."""

    name: str
    label: str = ""
    trigger: Trigger
    channel: Channel = "email"
    to: str = ""
    subject: str = ""
    body: str = ""


class Transfer(Element):
    name: str
    label: str = ""
    direction: Literal["import", "export"]
    entity: str
    format: Literal["csv", "json"] = "csv"
    fields: list[str] = []
    query: str | None = None


class Widget(Noun):
    kind: str
    ref: str = ""
    content: str = ""


class Page(Element):
    name: str
    label: str = ""
    path: str = ""
    widgets: list[Widget] = []
    roles: list[str] = []
    nav: bool = True


class Endpoint(Element):
    """`does`: "list:Entity", "read:Entity", "create:Entity", "update:Entity", "delete:Entity", "query:NAME",
    "report:NAME", "action:Entity.NAME", "function:NAME", "import:NAME", "export:NAME"."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    does: str
    params: list[Param] = []
    success: int = 200
    errors: list[int] = []


class Command(Element):
    name: str
    help: str = ""
    params: list[Param] = []
    does: str = ""
    ref: str = ""


class Example(Noun):
    args: dict[str, Any] = {}
    result: Any = None
    raises: str | None = None


class Function(Element):
    name: str
    label: str = ""
    params: list[Param] = []
    returns: FieldType = "decimal"
    body: str | None = None  # Expr over the params
    module: str | None = None
    raises: list[str] = []
    examples: list[Example] = []
    help: str = ""


class Signature(Noun):
    name: str
    params: list[Param] = []
    returns: FieldType = "string"


class Module(Element):
    path: str
    purpose: str = ""
    public: list[Signature] = []
    needs: list[str] = []


class PipelineStep(Noun):
    name: str
    op: str
    input: str = ""
    args: dict[str, str] = {}


class Pipeline(Element):
    name: str
    label: str = ""
    steps: list[PipelineStep] = []


class Section(Element):
    kind: str
    title: str = ""
    items: list[str] = []
    body: str = ""


class BlockUse(Element):
    name: str
    options: dict[str, str] = {}


class Quality(Element):
    kind: str
    text: str


class Assumption(Noun):
    id: str
    text: str
    because: list[str] = []
    affects: list[str] = []


class Question(Noun):
    id: str
    text: str
    options: list[str] = []
    default: str = ""
    affects: list[str] = []
    blocking: bool = False


class Criterion(Noun):
    """An acceptance criterion: `rule` of `element` ("Book.isbn", "action:Book.borrow", "report:revenue") must hold.

    given, when and then are the sentences people read; `rule` and `element` decide the test (see `criteria`).
    """

    id: str
    requirement: str
    rule: Rule
    element: str
    given: str = ""
    when: str = ""
    then: str = ""


class Plan(Noun):
    """Everything that is known of the application. `content()` is what the normal form says and a diff compares."""

    schema_version: int = SCHEMA_VERSION
    name: str
    slug: str
    summary: str = ""
    kind: Kind = "api"
    stack: str = "api"
    requirements: list[Requirement] = []
    entities: list[Entity] = []
    state_machines: list[StateMachine] = []
    actions: list[Action] = []
    roles: list[Role] = []
    permissions: list[Permission] = []
    queries: list[Query] = []
    reports: list[Report] = []
    jobs: list[Job] = []
    notifications: list[Notification] = []
    transfers: list[Transfer] = []
    pages: list[Page] = []
    endpoints: list[Endpoint] = []
    commands: list[Command] = []
    functions: list[Function] = []
    modules: list[Module] = []
    pipelines: list[Pipeline] = []
    sections: list[Section] = []
    blocks: list[BlockUse] = []
    qualities: list[Quality] = []
    assumptions: list[Assumption] = []
    questions: list[Question] = []
    criteria: list[Criterion] = []

    def content(self) -> dict[str, Any]:
        """The plan without ids, spans, origins, questions, assumptions, criteria: two descriptions that say the same
        have the same content."""
        dropped = {"schema_version", "requirements", "qualities", "assumptions", "questions", "criteria"}
        content: dict[str, Any] = _without_citations(self.model_dump(mode="json", exclude=dropped))
        return content


def _without_citations(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_citations(v) for k, v in value.items() if k not in ("satisfies", "origin")}
    if isinstance(value, list):
        return [_without_citations(v) for v in value]
    return value
