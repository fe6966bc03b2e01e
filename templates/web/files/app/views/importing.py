"""Rows from files: all of a file, or none where one is at fault."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from app import access
from app.forms.base import ActionForm
from app.forms.entered import entered
from app.problems import Invalid, Problem
from app.uploads import small_enough

if TYPE_CHECKING:
    from app.views.base import EntityViews

Fault = tuple[int, str, str]  # of a file: the row, what of it, what is wrong


@dataclass(frozen=True)
class ImportView:
    """`inputs`: what an input of the form of a row calls what the file calls otherwise."""

    label: str
    format: str
    inputs: Mapping[str, str] = field(default_factory=dict)


class FileForm(ActionForm):
    file = forms.FileField(label="File", validators=[small_enough])
    dry_run = forms.BooleanField(label="Only check it, store nothing", required=False)


def take_in(views: EntityViews[Any], kind: ImportView, request: HttpRequest) -> HttpResponse:
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
    views: EntityViews[Any], kind: ImportView, file: Any, user: Any
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
    text = text_of(file)
    try:
        reader = csv.DictReader(io.StringIO(text), delimiter=between(text), strict=True)
        for number, row in enumerate(reader, 2):
            if None in row:
                raise Invalid(f"Row {number} has more values than there are columns.", "file")
            yield {key: value for key, value in row.items() if value != ""}
    except csv.Error as error:
        raise Invalid(f"This is no CSV file: {error}.", "file") from error


def between(text: str) -> str:
    """What stands between values: spreadsheets of many countries write semicolons."""
    head = text.partition("\n")[0]
    return ";" if ";" in head and "," not in head else ","


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
