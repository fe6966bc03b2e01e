"""What other kinds of application than an API show or offer: pages, commands, functions, modules, pipelines."""

from typing import Any, Literal

from scaffolder.plan.doings import Param
from scaffolder.plan.nouns import Element, FieldType, Noun

WidgetKind = Literal["text", "list", "form", "report"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class Widget(Noun, kw_only=True):
    """A part of a page. text: `content` is what it says. list: `ref` is a query, or an entity for all of its rows;
    form: the entity of which a row is added; report: the report. There `content` is the heading, where it is not the
    usual one."""

    kind: WidgetKind
    ref: str = ""
    content: str = ""


class Page(Element, kw_only=True):
    """`path`: "/" is the first page of all; empty: by the name. `roles`: who may open it, nobody named: everybody, who
    sees the parts of which they may see the rows. `nav`: whether every page links to it."""

    name: str
    label: str = ""
    path: str = ""
    widgets: list[Widget] = []
    roles: list[str] = []
    nav: bool = True


class Endpoint(Element, kw_only=True):
    """`does`: "list:Entity", "read:Entity", "create:Entity", "update:Entity", "delete:Entity", "query:NAME",
    "report:NAME", "action:Entity.NAME", "function:NAME", "import:NAME", "export:NAME"."""

    method: Method
    path: str
    does: str
    params: list[Param] = []
    success: int = 200
    errors: list[int] = []


class Command(Element, kw_only=True):
    name: str
    help: str = ""
    params: list[Param] = []
    does: str = ""
    ref: str = ""


class Example(Noun, kw_only=True):
    args: dict[str, Any] = {}
    result: Any = None
    raises: str | None = None


class Function(Element, kw_only=True):
    """What is calculated from what is given. `roles` empty: everybody who is logged in; in an app without roles,
    everybody."""

    name: str
    label: str = ""
    params: list[Param] = []
    returns: FieldType = "decimal"
    body: str | None = None  # Expr over the params
    module: str | None = None
    raises: list[str] = []
    examples: list[Example] = []
    roles: list[str] = []
    help: str = ""


class Signature(Noun, kw_only=True):
    name: str
    params: list[Param] = []
    returns: FieldType = "string"


class Module(Element, kw_only=True):
    path: str
    purpose: str = ""
    public: list[Signature] = []
    needs: list[str] = []


class PipelineStep(Noun, kw_only=True):
    name: str
    op: str
    input: str = ""
    args: dict[str, str] = {}


class Pipeline(Element, kw_only=True):
    name: str
    label: str = ""
    steps: list[PipelineStep] = []


class Section(Element, kw_only=True):
    """A part of the first page that everybody reads: `kind` says what it is for ("welcome", "questions")."""

    kind: str
    title: str = ""
    items: list[str] = []
    body: str = ""


class BlockUse(Element, kw_only=True):
    name: str
    options: dict[str, str] = {}
