"""The pages that every kind of row has: a list, a page of its own, and forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, models, transaction
from django.db.models import F, QuerySet
from django.db.models.deletion import RestrictedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from app.forms.base import ListForm, RowForm
from app.problems import Conflict, Problem

Row = TypeVar("Row", bound=models.Model)
PAGE_SIZE = 20
LARGEST_PAGE = 100
LISTED = 6  # columns of a list
RELATED = 10  # rows of another kind on the page of a row


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """A value of a row: its label, how a page shows it, by what a list is ordered (nothing: it cannot be)."""

    name: str
    label: str
    cell: Callable[[Row], SafeString]
    order: str = ""


@dataclass(frozen=True)
class Related(Generic[Row]):
    """Rows of another kind that belong to a row. `folder` is where they are listed, `link` their link to it."""

    label: str
    rows: Callable[[Row], QuerySet[Any]]
    folder: str = ""
    link: str = ""


@dataclass(frozen=True)
class Column:
    """The head of a column; `sort` is what orders by it, or back."""

    label: str
    sort: str = ""
    now: str = ""  # for screen readers: "ascending", "descending"


class RowViews(Generic[Row]):
    """What differs between kinds of rows is said by a class for each."""

    model: type[Row]
    form: type[RowForm]
    narrow: type[ListForm] = ListForm
    folder: str
    one: str
    many: str
    order: str = ""
    searched: tuple[str, ...] = ()
    shown: ClassVar[tuple[Shown[Any], ...]] = ()
    related: ClassVar[tuple[Related[Any], ...]] = ()

    def rows(self, request: HttpRequest) -> QuerySet[Row]:
        """All rows that may be seen."""
        return self.model._default_manager.all()

    def check(self, row: Row) -> None:
        """Raises Problem where a stored row breaks a rule that is about more than the row itself."""

    def remove(self, row: Row) -> None:
        row.delete()

    def urls(self) -> list[URLPattern]:
        """The addresses of all these pages."""
        rows, row = f"{self.folder}/", f"{self.folder}/<int:pk>/"
        return [
            path(rows, require_safe(self.index), name=f"{self.folder}-list"),
            path(f"{rows}new/", both(self.create), name=f"{self.folder}-new"),
            path(row, require_safe(self.detail), name=f"{self.folder}-detail"),
            path(f"{row}edit/", both(self.edit), name=f"{self.folder}-edit"),
            path(f"{row}delete/", both(self.delete), name=f"{self.folder}-delete"),
        ]

    def find(self, request: HttpRequest, pk: int) -> Row:
        row = self.rows(request).filter(pk=pk).first()
        if row is None:
            raise Http404(f"There is no {self.one} {pk}.")
        return row

    # reading

    def index(self, request: HttpRequest) -> HttpResponse:
        return self.show_list(request, self.rows(request), title=self.many)

    def show_list(
        self, request: HttpRequest, rows: QuerySet[Row], *, title: str
    ) -> HttpResponse:
        """A page of the rows that were asked for."""
        narrow = self.narrow(request.GET)
        if narrow.is_valid():
            rows = rows.filter(**narrow.conditions)
        words = request.GET.get("search", "").strip()
        if words and self.searched:
            rows = rows.filter(matching(words, self.searched))
        sort = request.GET.get("sort") or self.order
        rows = rows.order_by(*self.ordering(sort), "pk").distinct()
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        shown = self.shown[:LISTED]
        context = {
            "views": self,
            "title": title,
            "columns": [self.column(s, sort) for s in shown],
            "table": [(row, [s.cell(row) for s in shown]) for row in page],
            "page": page,
            "narrow": narrow,
            "narrowed": bool(words or (narrow.is_valid() and narrow.conditions)),
            "words": words,
            "sort": request.GET.get("sort", ""),
        }
        status = 200 if narrow.is_valid() else 422
        return render(request, self.templates("list"), context, status=status)

    def column(self, shown: Shown[Any], sort: str) -> Column:
        if not shown.order:
            return Column(shown.label)
        if sort == shown.name:
            return Column(shown.label, f"-{shown.name}", "ascending")
        now = "descending" if sort == f"-{shown.name}" else ""
        return Column(shown.label, shown.name, now)

    def ordering(self, sort: str) -> Iterable[Any]:
        """The order that "-price,name" asks for; no value counts as less than any."""
        orders = {s.name: s.order for s in self.shown if s.order}
        for word in filter(None, sort.split(",")):
            name = orders.get(word.removeprefix("-"))
            if name is None:
                raise Problem(f"There is no order by {word.removeprefix('-')}.")
            falling = word.startswith("-")
            column = F(name)
            yield column.desc(nulls_last=True) if falling else column.asc(nulls_first=True)

    def detail(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(request, self.find(request, pk))

    def show(
        self, request: HttpRequest, row: Row, *, problem: str = "", status: int = 200
    ) -> HttpResponse:
        """The page of a row; `problem`: why what was asked for was not done."""
        context = {
            "views": self,
            "row": row,
            "facts": [(s.name, s.label, s.cell(row)) for s in self.shown],
            "related": [(r, r.rows(row)[: RELATED + 1]) for r in self.related],
            "most": RELATED,
            "problem": problem,
        }
        return render(request, self.templates("detail"), context, status=status)

    # writing

    def create(self, request: HttpRequest) -> HttpResponse:
        return self.write(request, None, f"New {self.one}")

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            row = self.find(request, pk)
            return self.write(request, row, f"Change {row}")

    def write(self, request: HttpRequest, row: Row | None, title: str) -> HttpResponse:
        """A form for a row, or what comes of it."""
        if request.method != "POST":
            given = {name: request.GET[name] for name in request.GET}
            form = self.form(instance=row, initial=given)
            return self.ask(request, form, row, title)
        form = self.form(request.POST, request.FILES, instance=row)
        stored = self.store(form)
        if stored is None:
            return self.ask(request, form, row, title, form.status)
        done = "changed" if row is not None else "created"
        messages.success(request, f"{str(stored)[:80]} was {done}.")
        return redirect(f"{self.folder}-detail", pk=stored.pk)

    def store(self, form: RowForm) -> Row | None:
        """The row as it is from now on; nothing where the form has errors."""
        try:
            with transaction.atomic():
                if not form.is_valid():
                    return None
                row: Row = form.save()
                self.check(row)
                return row
        except Problem as problem:
            tell(form, problem)
        except IntegrityError:
            tell(form, explain(form.instance))
        return None

    def ask(
        self,
        request: HttpRequest,
        form: RowForm,
        row: Row | None,
        title: str,
        status: int = 200,
    ) -> HttpResponse:
        context = {"views": self, "form": form, "row": row, "title": title}
        return render(request, self.templates("form"), context, status=status)

    def delete(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.find(request, pk)
        name, problem = str(row), ""
        if request.method == "POST":
            try:
                with transaction.atomic():
                    self.remove(self.find(request, pk))
                messages.success(request, f"{name[:80]} was deleted.")
                return redirect(f"{self.folder}-list")
            except (RestrictedError, IntegrityError):
                problem = f"Something else still refers to this {self.one}."
        context = {"views": self, "row": row, "name": name, "problem": problem}
        status = 409 if problem else 200
        return render(request, self.templates("delete"), context, status=status)

    def templates(self, name: str) -> list[str]:
        """That of these rows, where somebody has written one, comes before that of all."""
        return [f"app/{self.folder}/{name}.html", f"app/{name}.html"]


def both(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is read, and that takes what is sent."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


def matching(words: str, fields: Iterable[str]) -> models.Q:
    """Rows that hold the words in one of the fields."""
    found = models.Q()
    for name in fields:
        found |= models.Q(**{f"{name}__icontains": words})
    return found


def page_size(request: HttpRequest) -> int:
    asked = request.GET.get("page_size", "")
    return min(max(int(asked), 1), LARGEST_PAGE) if asked.isdecimal() else PAGE_SIZE


def tell(form: RowForm, problem: Problem) -> None:
    """Show a problem beside the input that it is about."""
    code = "conflict" if isinstance(problem, Conflict) else "invalid"
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, ValidationError(problem.message, code=code))


def explain(row: models.Model) -> Problem:
    """Why the database refused to keep a row."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        return Conflict(" ".join(error.messages))
    return Conflict("It refers to a row that is gone, or somebody else was faster.")
