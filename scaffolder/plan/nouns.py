"""What every part of a plan is made of, and what a plan says of the text it came from."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

FieldType = Literal[
    "string", "text", "integer", "decimal", "float", "boolean", "date", "datetime", "time", "duration", "email", "url",
    "phone", "uuid", "enum", "money", "percent", "json", "file", "image", "list", "secret",
]  # fmt: skip
Origin = Literal["stated", "inferred", "default"]
RequirementKind = Literal["functional", "quality", "context"]
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
