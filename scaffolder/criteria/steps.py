"""The steps of acceptance tests: who does what, and what must be seen. Independent of any stack.

Values are Python values by field type (Decimal for money, aware datetime, timedelta, ...). A row made earlier in the
scenario is a `Ref`. An actor is the name of a role, "other <role>" for a second user with it, or "" for nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal

from msgspec import Struct, field

from scaffolder.criteria.placeholders import INVENTED, MISSING, UNKNOWN, Counted, Ref, Special, UserRef, Value

Values = Mapping[str, Any]
Why = Literal["invalid", "conflict", "forbidden", "unauthenticated", "missing"]


class Accepted(Struct, frozen=True):
    """Done. `values` are seen in the row that comes back (all that matter, not all there are)."""

    kind: ClassVar[str] = "accepted"
    values: Values = field(default_factory=dict)
    gone: bool = False


class Refused(Struct, frozen=True):
    """Not done. `field` is the input at fault, `words` stand in the reason."""

    kind: ClassVar[str] = "refused"
    why: Why
    field: str = ""
    words: str = ""


class Rows(Struct, frozen=True):
    """Exactly these rows (names of rows of the scenario), in this order where `ordered`."""

    kind: ClassVar[str] = "rows"
    names: tuple[str, ...]
    ordered: bool = True
    total: int | None = None  # of all pages; None: as many as `names`


class Table(Struct, frozen=True):
    kind: ClassVar[str] = "table"
    rows: tuple[Values, ...]
    ordered: bool = False


class Part(Struct, frozen=True):
    """A part of a page: the address of the page, and the name of the part there ("about-1", "section-2")."""

    path: str
    name: str


class Visit(Struct, frozen=True):
    """Somebody opens a page; in its `part`, where one is named, stand these words, or it is not `there` for them."""

    kind: ClassVar[str] = "visit"
    actor: str
    path: str
    expect: Accepted | Refused
    part: Part | None = None
    words: tuple[str, ...] = ()
    there: bool = True


class At(Struct, frozen=True):
    """From here on it is `moment` (aware)."""

    kind: ClassVar[str] = "at"
    moment: datetime


class Create(Struct, frozen=True):
    """`cased`: the scenario's case (field, value) replaces one of `values`, or leaves it out where `missing`. `bind`
    is empty where nothing later speaks of the row."""

    kind: ClassVar[str] = "create"
    actor: str
    entity: str
    values: Values
    expect: Accepted | Refused
    bind: str = ""
    cased: bool = False
    missing: bool = False
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address
    part: Part | None = None  # of a page, where it is done there


class Update(Struct, frozen=True):
    kind: ClassVar[str] = "update"
    actor: str
    entity: str
    row: str
    values: Values
    expect: Accepted | Refused
    cased: bool = False
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address


class Delete(Struct, frozen=True):
    kind: ClassVar[str] = "delete"
    actor: str
    entity: str
    row: str
    expect: Accepted | Refused
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address


class Fetch(Struct, frozen=True):
    """`hidden`: keys that must not be in what comes back."""

    kind: ClassVar[str] = "fetch"
    actor: str
    entity: str
    row: str
    expect: Accepted | Refused
    hidden: tuple[str, ...] = ()
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address


class List(Struct, frozen=True):
    """`query` names a query of the plan; `filters` by wire key. `sort` like "-price"."""

    kind: ClassVar[str] = "list"
    actor: str
    entity: str
    expect: Rows | Refused
    query: str = ""
    search: str = ""
    filters: Values = field(default_factory=dict)
    sort: str = ""
    page: int | None = None
    page_size: int | None = None
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address
    part: Part | None = None  # of a page, where it is done there


class Act(Struct, frozen=True):
    """An action on `row`, or on the whole list or the application where `row` is empty."""

    kind: ClassVar[str] = "act"
    actor: str
    entity: str | None
    action: str
    row: str
    params: Values
    expect: Accepted | Refused
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address


class AtOnce(Struct, frozen=True):
    """People do these at the same moment, and as many are answered each way as when they come one after the other."""

    kind: ClassVar[str] = "at_once"
    actor: str
    entity: str | None
    deeds: tuple[Create | Act, ...]

    @property
    def varied(self) -> tuple[str, ...]:
        """The keys of what is sent that are not the same for all."""
        sent = [deed.values if isinstance(deed, Create) else deed.params for deed in self.deeds]
        return tuple(key for key in sent[0] if any(s[key] != sent[0][key] for s in sent))


class Appeared(Struct, frozen=True):
    """Somebody finds in the list of an entity, besides the `known` rows, exactly one more: it is named `bind`."""

    kind: ClassVar[str] = "appeared"
    actor: str
    entity: str
    known: tuple[str, ...]
    bind: str
    expect: Accepted


class RunReport(Struct, frozen=True):
    kind: ClassVar[str] = "run_report"
    actor: str
    report: str
    expect: Table | Refused
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address
    part: Part | None = None  # of a page, where it is done there


class Call(Struct, frozen=True):
    """A function of the plan."""

    kind: ClassVar[str] = "call"
    actor: str
    function: str
    args: Values
    result: Any = None
    refused: Refused | None = None
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address


class Import(Struct, frozen=True):
    """A file of `rows`, one mapping each; `bad_row` is the number of the line at fault (the header is line 1)."""

    kind: ClassVar[str] = "import"
    actor: str
    transfer: str
    rows: tuple[Values, ...]
    expect: Accepted | Refused
    dry_run: bool = False
    created: int = 0
    bad_row: int = 0
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address


class Export(Struct, frozen=True):
    """`expect` has the rows of the file, as far as their columns are known."""

    kind: ClassVar[str] = "export"
    actor: str
    transfer: str
    expect: Table | Refused
    endpoint: int | None = None  # place in plan.endpoints, where it goes by another address


class RunJobs(Struct, frozen=True):
    """What the scheduler does now."""

    kind: ClassVar[str] = "run_jobs"


class Sent(Struct, frozen=True):
    """Exactly these messages were sent by notification `name` since the beginning: (to, subject, body), where `to` is
    an address, "role:librarian" or "user:other member". `others` are the subjects of what went out by the same channel
    for other reasons; `readers` are those in whose inbox one looks."""

    kind: ClassVar[str] = "sent"
    name: str
    channel: str
    messages: tuple[tuple[str, str, str], ...]
    others: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()


class Login(Struct, frozen=True):
    """Somebody logs in (`right`: with the right password) or signs up."""

    kind: ClassVar[str] = "login"
    actor: str
    right: bool = True
    signup: bool = False


class Listed(Struct, frozen=True):
    """Somewhere in the list of an entity stands a row with these values."""

    kind: ClassVar[str] = "listed"
    actor: str
    entity: str
    values: Values


class Upload(Struct, frozen=True):
    """A file becomes the value of a field, and comes back as it was; `refused`: it is not of the right type."""

    kind: ClassVar[str] = "upload"
    actor: str
    reader: str
    entity: str
    row: str
    field: str
    name: str
    content_type: str
    refused: bool = False


class Repeat(Struct, frozen=True):
    """The same so many times. What is made in a turn is spoken of only in that turn."""

    kind: ClassVar[str] = "repeat"
    times: int
    steps: tuple[Create | Act | Update, ...]
    counts: bool = False  # whether a value depends on the turn


Step = (
    At | Create | Update | Delete | Fetch | List | Act | AtOnce | Appeared | RunReport | Call | Import | Export
    | RunJobs | Sent | Login | Listed | Upload | Repeat | Visit
)  # fmt: skip
__all__ = [
    "INVENTED", "MISSING", "UNKNOWN", "Accepted", "Act", "Appeared", "At", "AtOnce", "Call", "Counted", "Create",
    "Delete", "Export", "Fetch", "Import", "List", "Listed", "Login", "Part", "Ref", "Refused", "Repeat", "Rows",
    "RunJobs", "RunReport", "Sent", "Special", "Step", "Table", "Update", "Upload", "UserRef", "Value", "Values",
    "Visit", "Why",
]  # fmt: skip
