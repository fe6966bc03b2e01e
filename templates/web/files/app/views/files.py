"""Rows to files and from them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from app import access
from app.forms.base import ActionForm
from app.forms.entered import entered, written
from app.problems import Invalid, Problem
from app.uploads import small_enough
from app.views.listing import followed

if TYPE_CHECKING:
    from app.views.base import RowViews

Fault = tuple[int, str, str]  # of a file: the row, what of it, what is wrong


@dataclass(frozen=True)
class Export:
    """`columns`: what stands in each, by its head. `where`, `order` and `limit`: as in a list of its own."""

    label: str
    format: str
    columns: Mapping[str, Callable[[Any], Any]]
    where: Callable[[Any], Any] | None = None
    order: str = ""
    limit: int | None = None

    @property
    def address(self) -> str:
        return f"export.{self.format}"


@dataclass(frozen=True)
class Import:
    """`inputs`: what an input of the form of a row calls what the file calls otherwise."""

    label: str
    format: str
    inputs: Mapping[str, str] = field(default_factory=dict)


class FileForm(ActionForm):
    file = forms.FileField(label="File", validators=[small_enough])
    dry_run = forms.BooleanField(label="Only check it, store nothing", required=False)


def export(views: RowViews[Any], kind: Export, request: HttpRequest) -> HttpResponse:
    user = access.person(request)
    access.check(user, "export", views.name)
    rows = views.living().filter(access.visible(user, "export", views.model))
    rows = rows.filter(kind.where(user)) if kind.where else rows
    rows = rows.prefetch_related(*followed(views.shown))
    listing = views.listing(rows, kind.order or views.order, kind.limit)
    lines = [{k: written(v(row)) for k, v in kind.columns.items()} for row in listing]
    text = csv_text(kind.columns, lines) if kind.format == "csv" else json.dumps(lines)
    kinds = {"csv": "text/csv", "json": "application/json"}
    answer = HttpResponse(text, content_type=f"{kinds[kind.format]}; charset=utf-8")
    name = f"{views.folder}.{kind.format}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def csv_text(heads: Iterable[str], lines: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([cell(value) for value in line.values()] for line in lines)
    return text.getvalue()


def cell(value: Any) -> Any:
    """A value for a spreadsheet, which must not take text for a formula."""
    if isinstance(value, list | dict):
        return json.dumps(value)
    formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if formula and not number_like(value) else value


def number_like(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).replace(" ", "").isdigit()


def take_in(views: RowViews[Any], kind: Import, request: HttpRequest) -> HttpResponse:
    """The page of an import, or what came of it: all rows, or none where one is at fault."""
    user = access.person(request)
    access.check(user, "import", views.name)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context: dict[str, Any] = {"views": views, "kind": kind, "form": form}
    if not form.is_bound:
        return render(request, "app/import.html", context)
    if not form.is_valid():
        return render(request, "app/import.html", context, status=form.status)
    try:
        with transaction.atomic():
            stored, faults = store(views, kind, form.cleaned_data["file"], user)
            transaction.set_rollback(bool(faults) or form.cleaned_data["dry_run"])
    except Problem as problem:
        stored, faults = 0, [(0, "file", problem.message)]
    context |= {"stored": stored, "faults": faults, "tried": form.cleaned_data["dry_run"]}
    return render(request, "app/import.html", context, status=422 if faults else 200)


def store(
    views: RowViews[Any], kind: Import, file: Any, user: Any
) -> tuple[int, list[Fault]]:
    """How many rows were stored, and what is wrong in the file."""
    faults: list[Fault] = []
    read, first = (csv_rows, 2) if kind.format == "csv" else (json_rows, 1)
    number = first - 1
    for number, values in enumerate(read(file), first):
        given = {kind.inputs.get(k, k): entered(v) for k, v in values.items()}
        form = views.form(given, user=user)
        try:
            with transaction.atomic():
                if form.is_valid():
                    row = form.save()
                    views.check(row)
                    views.added(row, user)
                    access.check_row(user, "import", row)
                back = {there: here for here, there in kind.inputs.items()}
                faults += [(number, back.get(k, k), told) for k, _, told in form.problems]
        except Problem as problem:
            faults.append((number, problem.field, problem.message))
        except IntegrityError:
            faults.append((number, "", "It does not go together with another row."))
    return number - first + 1, faults


def csv_rows(file: Any) -> Iterator[dict[str, Any]]:
    """The rows of a CSV file with a head; what is empty is left out. Raises Invalid."""
    try:
        for row in csv.DictReader(io.StringIO(text_of(file)), strict=True):
            yield {str(key): value for key, value in row.items() if value != ""}
    except csv.Error as error:
        raise Invalid(f"This is no CSV file: {error}.", "file") from error


def json_rows(file: Any) -> Iterator[dict[str, Any]]:
    """The rows of a JSON file: a list of objects. Raises Invalid."""
    try:
        rows = json.loads(text_of(file))
    except ValueError as error:
        raise Invalid("This is no JSON file.", "file") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Invalid("The file must hold a list of objects.", "file")
    yield from rows


def text_of(file: Any) -> str:
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid("The file must be UTF-8 text.", "file") from error
