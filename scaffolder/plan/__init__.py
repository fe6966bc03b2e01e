"""The Plan: the typed contract between English and code.

Flat lists, references by name, no recursion. Names are identifiers in one spelling (`Entity.name` PascalCase and
singular, everything else snake_case); what people read is in `label`. `Expr` fields hold text in the expression
language of `scaffolder.expr`. Nothing here checks references or expressions: `plan.validation` does.
"""

from typing import Any, Literal

from msgspec import to_builtins

from scaffolder.plan.doings import (
    Action,
    CallEffect,
    CreateEffect,
    DeleteEffect,
    Effect,
    Param,
    Precondition,
    SetEffect,
    StateMachine,
    Transition,
)  # fmt: skip
from scaffolder.plan.entities import Cardinality, Choice, Constraint, Entity, Field, OnDelete, Relation, Validation
from scaffolder.plan.nouns import (
    Assumption,
    Criterion,
    Element,
    FieldType,
    Noun,
    Origin,
    Quality,
    Question,
    Requirement,
    RequirementKind,
    Rule,
)  # fmt: skip
from scaffolder.plan.people import Operation, Permission, Role
from scaffolder.plan.surfaces import (
    BlockUse,
    Command,
    Endpoint,
    Example,
    Function,
    Method,
    Module,
    Page,
    Pipeline,
    PipelineStep,
    Section,
    Signature,
    Widget,
    WidgetKind,
)  # fmt: skip
from scaffolder.plan.telling import (
    Aggregate,
    Channel,
    Happening,
    Job,
    Measure,
    Notification,
    Query,
    Report,
    Transfer,
    Trigger,
)

__all__ = [
    "Action", "Aggregate", "Assumption", "BlockUse", "CallEffect", "Cardinality", "Channel", "Choice", "Command",
    "Constraint", "CreateEffect", "Criterion", "DeleteEffect", "Effect", "Element", "Endpoint", "Entity", "Example",
    "Field", "FieldType", "Function", "Happening", "Job", "Kind", "Measure", "Method", "Module", "Notification", "Noun",
    "OnDelete", "Operation", "Origin", "Page", "Param", "Permission", "Pipeline", "PipelineStep", "Plan",
    "Precondition", "Quality", "Query", "Question", "Relation", "Report", "Requirement", "RequirementKind", "Role",
    "Rule", "SCHEMA_VERSION", "Section", "SetEffect", "Signature", "StateMachine", "Transfer", "Transition", "Trigger",
    "Validation", "Widget", "WidgetKind",
]  # fmt: skip

SCHEMA_VERSION = 1
Kind = Literal["web", "api", "cli", "library", "pipeline", "worker", "website", "other"]


class Plan(Noun, kw_only=True):
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
        content: dict[str, Any] = to_builtins(self)
        return {k: _without_citations(v) for k, v in content.items() if k not in dropped}


def _without_citations(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_citations(v) for k, v in value.items() if k not in ("satisfies", "origin")}
    if isinstance(value, list):
        return [_without_citations(v) for v in value]
    return value
