"""What every part of a plan is made of, and what a plan says of the text it came from."""

from functools import cache
from typing import Any, Literal, Self

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

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
    "soft_delete", "secret", "page", "section",
]  # fmt: skip


class Noun(Struct, kw_only=True):
    """What a plan is made of. A list that is given stays the giver's: the noun keeps a copy of its own.

    Nothing is checked here: `plan.shape` does so for what people write, mypy for what we do.
    """

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, list | dict):
                setattr(self, name, value.copy())

    def model_copy(self, *, update: dict[str, Any] | None = None) -> Self:
        """The same with other values for some of its fields."""
        return replace(self, **(update or {}))

    def stated(self) -> list[str]:
        """The names of its fields that differ from their defaults."""
        return [name for name, default in _defaults(type(self)).items() if getattr(self, name) != default]


class Element(Noun, kw_only=True):
    """Part of a plan that cites the requirements it satisfies and says where it came from."""

    satisfies: list[str] = []
    origin: Origin = "stated"


class Requirement(Noun, kw_only=True):
    id: str
    text: str
    span: tuple[int, int] | None = None
    kind: RequirementKind = "functional"
    status: Literal["covered", "partial", "uncovered"] = "uncovered"
    reason: str = ""
    covered_by: list[str] = []


class Quality(Element, kw_only=True):
    kind: str
    text: str


class Assumption(Noun, kw_only=True):
    id: str
    text: str
    because: list[str] = []
    affects: list[str] = []


class Question(Noun, kw_only=True):
    id: str
    text: str
    options: list[str] = []
    default: str = ""
    affects: list[str] = []
    blocking: bool = False


class Criterion(Noun, kw_only=True):
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


@cache
def _defaults(noun: type[Noun]) -> dict[str, Any]:
    """By the name of the field; a field that has none differs from what stands there, whatever it holds."""
    return {f.name: f.default if f.default_factory is NODEFAULT else f.default_factory() for f in fields(noun)}
