"""Lists: which rows, in which order, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.db.models.lookups import Contains
from django.http import HttpRequest
from django.utils.safestring import SafeString

from app import access
from app.cells import unlinked
from app.forms.base import ListForm
from app.problems import Invalid

Row = TypeVar("Row", bound=models.Model)
PAGE_SIZE = 20
LARGEST_PAGE = 100
LISTED = 5  # columns of a list, besides the name of a row


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """A value of a row: its label, how a page shows it, by what a list is ordered (nothing: it cannot be), and the
    links to other rows that it follows."""

    name: str
    label: str
    cell: Callable[[Row], SafeString]
    order: str = ""
    number: bool = False
    follows: tuple[str, ...] = ()
    rank: int = 1  # in a list the lower ones come first to a column
    leads_to: type[models.Model] | None = None  # what is behind its links


@dataclass(frozen=True)
class Cell:
    shown: SafeString
    number: bool


@dataclass(frozen=True)
class Query:
    """A list of its own: the rows for which `where` holds. Empty: as in the list of all."""

    name: str
    label: str
    where: Callable[[Any], Q] | None = None
    searched: tuple[str, ...] = ()
    order: str = ""
    limit: int | None = None
    page_size: int = PAGE_SIZE

    @property
    def address(self) -> str:
        return self.name.replace("_", "-") + "/"

    @property
    def differs(self) -> bool:
        """From the list of all rows, which can be searched too."""
        return bool(self.where or self.order or self.limit)


@dataclass(frozen=True)
class Column:
    """The head of a column; `sort` is what orders by it, or back."""

    label: str
    sort: str = ""
    now: str = ""  # for screen readers: "ascending", "descending"
    number: bool = False


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """How rows are listed. `order`: where nothing else is asked for; `limit`: at most so many in all."""

    rows: QuerySet[Row]
    shown: tuple[Shown[Any], ...]
    columns: Mapping[str, Any]
    narrow: type[ListForm]
    searched: tuple[str, ...] = ()
    order: str = ""
    limit: int | None = None
    page_size: int = PAGE_SIZE
    called: tuple[str, ...] = ()  # the values that rows are called by
    head: str = ""  # what stands above them

    def page(self, request: HttpRequest) -> dict[str, Any]:
        """What a page of it shows of the rows that are asked for."""
        narrow = self.narrow(request.GET, self.rows, access.person(request))
        rows = self.rows.alias(**self.columns)
        if narrow.is_valid():
            rows = rows.filter(**narrow.conditions)
        filtered = narrow.is_valid() and bool(narrow.conditions)
        words = request.GET.get("search", "").strip()
        if words and self.searched:
            rows = rows.filter(matching(words, self.searched))
        sort = request.GET.get("sort") or self.order
        rows = rows.order_by(*self.ordering(sort), "pk")
        shown = listed(opened(self.shown, access.person(request)), *self.called)
        called = named(self.shown, self.called)
        rows = rows.prefetch_related(*followed([*called, *shown]))
        if self.limit is not None:
            rows = rows[: self.limit]
        size = page_size(request, self.page_size)
        page = page_of(Paginator(rows, size), request.GET.get("page", ""))
        return {
            "columns": [
                name_heading(called, self.head, sort),
                *(heading(s, sort) for s in shown),
            ],
            "table": table(page, shown),
            "page": page,
            "narrow": narrow,
            "narrowed": bool(words or filtered),
            "filtered": filtered,
            "searched": self.searched,
            "words": words,
            "sort": request.GET.get("sort", ""),
        }

    def ordering(self, sort: str) -> Iterator[Any]:
        """The order that "-price,name" asks for; no value counts as less than any."""
        orders = {s.name: s.order for s in self.shown if s.order} | {"id": "pk"}
        for word in filter(None, sort.split(",")):
            name = orders.get(word.removeprefix("-"))
            if name is None:
                raise Invalid(f"There is no order by {word.removeprefix('-')}.")
            column = F(name)
            if word.startswith("-"):
                yield column.desc(nulls_last=True)
            else:
                yield column.asc(nulls_first=True)


def opened(shown: Iterable[Shown[Any]], user: Any) -> tuple[Shown[Any], ...]:
    """The values, with links only to what the user may open."""
    return tuple(s if opens(s, user) else replace(s, cell=closed(s.cell)) for s in shown)


def opens(shown: Shown[Any], user: Any) -> bool:
    return shown.leads_to is None or access.allowed(user, "read", shown.leads_to.__name__)


def closed(cell: Callable[[Any], SafeString]) -> Callable[[Any], SafeString]:
    return lambda row: unlinked(cell(row))


def listed(shown: Iterable[Shown[Any]], *besides: str) -> list[Shown[Any]]:
    """What a list shows of its rows, besides what they are called by: what matters most, in the order of their page."""
    others = [s for s in shown if s.name not in besides]
    chosen = sorted(others, key=lambda s: s.rank)[:LISTED]
    return [s for s in others if s in chosen]


def named(shown: Iterable[Shown[Any]], called: Iterable[str]) -> list[Shown[Any]]:
    """The values that rows are called by, in the order in which they are said."""
    by_name = {s.name: s for s in shown}
    return [by_name[name] for name in called if name in by_name]


def name_heading(called: list[Shown[Any]], one: str, sort: str) -> Column:
    """The head of the names of rows: what is said last orders them, be it a family name or a day."""
    return replace(heading(called[-1], sort), label=one, number=False) if called else Column(one)


def followed(shown: Iterable[Shown[Any]]) -> list[str]:
    """The links that these follow: what is behind them is fetched for all rows at once."""
    return sorted({link for s in shown for link in s.follows})


def table(rows: Iterable[Any], shown: list[Shown[Any]]) -> list[tuple[Any, list[Cell]]]:
    """The lines of a list: each row and its cells."""
    return [(row, [Cell(s.cell(row), s.number) for s in shown]) for row in rows]


def heading(shown: Shown[Any], sort: str) -> Column:
    if not shown.order:
        return Column(shown.label, number=shown.number)
    if sort == shown.name:
        return Column(shown.label, f"-{shown.name}", "ascending", shown.number)
    now = "descending" if sort == f"-{shown.name}" else ""
    return Column(shown.label, shown.name, now, shown.number)


def matching(words: str, fields: Iterable[str]) -> Q:
    """Rows that hold the words in one of the fields, in capitals or not."""
    found = Q()
    for name in fields:
        found |= Q(Contains(Lower(F(name)), words.lower()))
    return found


def page_of(pages: Paginator[Any], asked: str) -> Page[Any]:
    """The page that is asked for, the first where none is; behind the last there is nothing."""
    number = max(int(asked), 1) if asked.isdecimal() else 1
    if number > pages.num_pages:
        return Page([], number, pages)
    return pages.page(number)


def page_size(request: HttpRequest, usual: int) -> int:
    asked = request.GET.get("page_size", "")
    return min(max(int(asked), 1), LARGEST_PAGE) if asked.isdecimal() else usual
