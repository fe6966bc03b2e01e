"""The pages that every kind of row has: a list, a page of its own, and forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from app import access
from app.forms.base import ListForm, RowForm
from app.problems import Conflict, Problem
from app.rows import broken
from app.views.acting import Act, act_on, refusal, writing
from app.views.files import Export, Import, export, take_in
from app.views.beside import Related, beside
from app.views.listing import Listing, Query, Shown, followed

Row = TypeVar("Row", bound=models.Model)


class RowViews(Generic[Row]):
    """What differs between kinds of rows is said by a class for each."""

    model: type[Row]
    form: type[RowForm]
    narrow: type[ListForm] = ListForm
    folder: str
    one: str
    a_one: str
    many: str
    title: str = ""  # the field that rows are called by
    order: str = ""
    searched: tuple[str, ...] = ()
    shown: ClassVar[tuple[Shown[Any], ...]] = ()
    related: ClassVar[tuple[Related, ...]] = ()
    queries: ClassVar[tuple[Query, ...]] = ()
    acts: ClassVar[tuple[Act, ...]] = ()
    exports: ClassVar[tuple[Export, ...]] = ()
    imports: ClassVar[tuple[Import, ...]] = ()
    files: ClassVar[tuple[str, ...]] = ()  # the fields that hold a file
    kinds: ClassVar[dict[type[models.Model], RowViews[Any]]] = {}

    def __init_subclass__(cls) -> None:
        cls.kinds[cls.model] = cls()

    @property
    def name(self) -> str:
        return self.model.__name__

    def living(self) -> QuerySet[Row]:
        """All rows that are there."""
        return self.model._default_manager.all()

    def columns(self) -> dict[str, Any]:
        """What is computed of a row, by the names that orders and filters use."""
        return {}

    def check(self, row: Row) -> None:
        """Raises Problem where a stored row breaks a rule that is about more than the row itself."""

    def added(self, row: Row, user: Any) -> None:
        """What follows from a new row."""

    def changed(self, row: Row, user: Any) -> None:
        """What follows from a change."""

    def remove(self, row: Row, user: Any) -> None:
        row.delete()

    def urls(self) -> list[URLPattern]:
        """The addresses of all these pages."""
        rows, row = f"{self.folder}/", f"{self.folder}/<int:pk>/"
        found = [
            path(rows, require_safe(self.index), name=f"{self.folder}-list"),
            path(f"{rows}new/", both(self.create), name=f"{self.folder}-new"),
            path(row, require_safe(self.detail), name=f"{self.folder}-detail"),
            path(f"{row}edit/", both(self.edit), name=f"{self.folder}-edit"),
            path(f"{row}delete/", both(self.delete), name=f"{self.folder}-delete"),
        ]
        for query in self.queries:
            found.append(path(rows + query.address, require_safe(partial(self.listed, query))))
        for kind in self.exports:
            found.append(path(rows + kind.address, require_safe(partial(export, self, kind))))
        for taken in self.imports:
            found.append(path(f"{rows}import/", both(partial(take_in, self, taken))))
        for name in self.files:
            place = f"{row}{name.replace('_', '-')}/"
            found.append(path(place, require_safe(partial(self.file, name))))
        for act in self.acts:
            page = both(partial(self.act, act))
            found.append(path((row if act.on_row else rows) + act.address, page))
        return found

    def rows(self, request: HttpRequest) -> QuerySet[Row]:
        """The rows that the user may see."""
        user = access.person(request)
        return self.living().filter(access.visible(user, "read", self.model))

    def find(self, request: HttpRequest, pk: int) -> Row:
        """The row, kept from others inside of a transaction."""
        rows = self.rows(request)
        if request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        row = rows.filter(pk=pk).first()
        if row is None:
            raise Http404(f"There is no {self.one} {pk}.")
        return row

    # reading

    def index(self, request: HttpRequest) -> HttpResponse:
        return self.listed(Query("", self.many), request)

    def listed(self, query: Query, request: HttpRequest) -> HttpResponse:
        user = access.person(request)
        access.check(user, "read", self.name)
        rows = self.rows(request)
        listing = Listing(
            rows.filter(query.where(user)) if query.where else rows,
            self.shown,
            self.columns(),
            self.narrow,
            query.searched or self.searched,
            query.order or self.order,
            query.limit,
            query.page_size,
            self.title,
            self.one.capitalize(),
        )
        page = listing.page(request)
        imports = self.imports if self.may(request, "import") else ()
        exports = self.exports if self.may(request, "export") else ()
        acts = [a for a in self.acts if not a.on_row and self.may(request, a.name)]
        context = {**page, **self.common(request), "title": query.label, "acts": acts}
        context |= {"imports": imports, "exports": exports}
        context["lists"] = [query for query in self.queries if query.differs]
        status = 200 if page["narrow"].is_valid() else 422
        return render(request, self.templates("list"), context, status=status)

    def common(self, request: HttpRequest) -> dict[str, Any]:
        return {"views": self, "may_create": self.may(request, "create")}

    def may(self, request: HttpRequest, doing: str) -> bool:
        return access.allowed(access.person(request), doing, self.name)

    def detail(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = access.person(request)
        access.check(user, "read", self.name)
        row = self.find(request, pk)
        models.prefetch_related_objects([row], *followed(self.shown))
        context = {
            **self.common(request),
            "row": row,
            "facts": [(s.name, s.label, s.cell(row)) for s in self.shown],
            "related": [beside(request, row, r, self.kinds[r.model]) for r in self.related],
            "may_change": self.may(request, "update") and access.may(user, "update", row),
            "may_delete": self.may(request, "delete") and access.may(user, "delete", row),
            "acts": [(a, refusal(a, row, user)) for a in self.acts if self.offers(a, row, user)],
        }
        return render(request, self.templates("detail"), context)

    def offers(self, act: Act, row: Row, user: Any) -> bool:
        if not act.on_row or not access.allowed(user, act.name, self.name):
            return False
        return not act.as_change or access.may(user, "update", row)

    def listing(self, rows: QuerySet[Row], order: str, limit: int | None) -> QuerySet[Row]:
        """The rows in an order that `sort` could ask for."""
        listed = Listing(rows, self.shown, self.columns(), self.narrow)
        ordered: QuerySet[Row] = rows.alias(**self.columns())
        ordered = ordered.order_by(*listed.ordering(order), "pk")
        return ordered if limit is None else ordered[:limit]

    def file(self, name: str, request: HttpRequest, pk: int) -> FileResponse:
        """The file of a row, never shown in place: it may hold anything."""
        access.check(access.person(request), "read", self.name)
        file = getattr(self.find(request, pk), name)
        if not file:
            raise Http404("There is no file.")
        return FileResponse(file.open("rb"), as_attachment=True)

    # writing

    def create(self, request: HttpRequest) -> HttpResponse:
        access.check(access.person(request), "create", self.name)
        return self.write(request, None, f"New {self.one}")

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        access.check(access.person(request), "update", self.name)
        with writing(request):
            row = self.find(request, pk)
            access.check_row(access.person(request), "update", row)
            return self.write(request, row, f"Change {row}")

    def write(self, request: HttpRequest, row: Row | None, title: str) -> HttpResponse:
        """A form for a row, or what comes of it."""
        user = access.person(request)
        context = {**self.common(request), "row": row, "title": title}
        if request.method != "POST":
            given = {name: request.GET[name] for name in request.GET}
            context["form"] = self.form(instance=row, initial=given, user=user)
            return render(request, self.templates("form"), context)
        form = self.form(request.POST, request.FILES, instance=row, user=user)
        stored = self.store(form, user, new=row is None)
        if stored is None:
            context["form"] = form
            return render(request, self.templates("form"), context, status=form.status)
        done = "created" if row is None else "changed"
        messages.success(request, f"{str(stored)[:80]} was {done}.")
        if not (self.may(request, "read") and self.rows(request).filter(pk=stored.pk)):
            return redirect("home")  # who may write it need not see it
        return redirect(f"{self.folder}-detail", pk=stored.pk)

    def store(self, form: RowForm, user: Any, *, new: bool) -> Row | None:
        """The row as it is from now on; nothing where the form has errors."""
        try:
            with transaction.atomic():
                if not form.is_valid():
                    return None
                row: Row = form.save()
                self.check(row)
                if new:
                    access.check_row(user, "create", row)
                (self.added if new else self.changed)(row, user)
                return row
        except Problem as problem:
            if problem.status == 403:
                raise
            form.tell(problem)
        except IntegrityError:
            told = "It refers to a row that is gone, or somebody else was faster."
            form.tell(broken(form.instance) or Conflict(told))
        return None

    def delete(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, problem = access.person(request), ""
        access.check(user, "delete", self.name)
        with writing(request):
            row = self.find(request, pk)
            name = str(row)
            access.check_row(user, "delete", row)
            if request.method == "POST":
                problem = self.removed(row, user)
        if request.method == "POST" and not problem:
            messages.success(request, f"{name[:80]} was deleted.")
            return redirect(f"{self.folder}-list")
        context = {"views": self, "row": row, "name": name, "problem": problem}
        status = 409 if problem else 200
        return render(request, self.templates("delete"), context, status=status)

    def removed(self, row: Row, user: Any) -> str:
        """Why the row could not be removed; nothing where it is gone."""
        try:
            with transaction.atomic():
                self.remove(row, user)
        except Problem as problem:
            return problem.message
        except IntegrityError:
            return "What goes with it is needed elsewhere."
        return ""

    def act(self, act: Act, request: HttpRequest, pk: int = 0) -> HttpResponse:
        place = reverse(f"{self.folder}-list")
        if act.on_row and not act.gone:
            place = reverse(f"{self.folder}-detail", args=[pk])
        find = partial(self.find, request, pk) if act.on_row else lambda: None
        return act_on(request, act, find, self.name, place)

    def templates(self, name: str) -> list[str]:
        """That of these rows, where somebody has written one, comes before that of all."""
        return [f"app/{self.folder}/{name}.html", f"app/{name}.html"]


def both(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is read, and that takes what is sent."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)
