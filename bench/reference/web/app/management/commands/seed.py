"""Store invented sample data, for looking around: app/samples.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

import app
from app.forms import base
from app.forms.books import BookForm
from app.forms.entered import entered
from app.forms.notes import NoteForm
from app.forms.shelves import ShelfForm

FILE = Path(app.__file__).with_name("samples.json")
FORMS: dict[str, type[base.RowForm]] = {
    "shelves": ShelfForm,
    "books": BookForm,
    "notes": NoteForm,
}
# What each needs: the input, and the rows that it leads to.
LINKS: dict[str, dict[str, str]] = {
    "books": {
        "shelf": "shelves",
    },
    "notes": {
        "book": "books",
    },
}
# What an input calls otherwise.
KEYS: dict[str, str] = {}


class Command(BaseCommand):
    help = "Store invented sample data, where there is none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Invented data is not for production.")
        with transaction.atomic():
            if any(
                form._meta.model._default_manager.exists() for form in FORMS.values()
            ):
                self.stdout.write("There are rows already: nothing was stored.")
                return
            self.stdout.write(f"{store()} rows were stored.")


def store() -> int:
    """How many rows were stored. Raises CommandError where the data breaks a rule."""
    tables: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_text("utf-8"))
    stored: dict[str, list[models.Model]] = {}
    for name, rows in tables.items():
        stored[name] = []
        for number, values in enumerate(rows):
            links = LINKS.get(name, {}).items()
            given = {k: stored[far][number].pk for k, far in links}
            written = {KEYS.get(k, k): entered(value) for k, value in values.items()}
            form = FORMS[name](written | given)
            if not form.is_valid():
                raise CommandError(f"{name}: {form.errors.as_json()}")
            stored[name].append(form.save())
    return sum(map(len, stored.values()))
