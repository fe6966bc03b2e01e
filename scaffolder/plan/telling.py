"""What is told of rows: lists, reports, messages, files; and what happens by itself."""

from typing import Literal

from scaffolder.plan.doings import Effect
from scaffolder.plan.nouns import Element, Noun

Aggregate = Literal["count", "sum", "avg", "min", "max"]
Happening = Literal["created", "updated", "deleted", "action", "schedule", "condition"]
Channel = Literal["email", "in_app", "webhook", "stdout"]


class Query(Element, kw_only=True):
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


class Measure(Noun, kw_only=True):
    name: str
    agg: Aggregate
    expr: str | None = None  # not for count


class Report(Element, kw_only=True):
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


class Trigger(Noun, kw_only=True):
    """`when` is an Expr over `entity`. schedule: at `cron` (UTC), for the rows for which `when` holds."""

    on: Happening
    entity: str | None = None
    action: str | None = None
    cron: str | None = None
    when: str | None = None


class Job(Element, kw_only=True):
    name: str
    label: str = ""
    trigger: Trigger
    effects: list[Effect] = []


class Notification(Element, kw_only=True):
    """`to`: "role:NAME", or an Expr path to an e-mail field ("member.email"), or `user`. Sent once per row and rule
    where the trigger is a schedule. `subject` and `body` may hold "{field}" paths of the row."""

    name: str
    label: str = ""
    trigger: Trigger
    channel: Channel = "email"
    to: str = ""
    subject: str = ""
    body: str = ""


class Transfer(Element, kw_only=True):
    name: str
    label: str = ""
    direction: Literal["import", "export"]
    entity: str
    format: Literal["csv", "json"] = "csv"
    fields: list[str] = []
    query: str | None = None
