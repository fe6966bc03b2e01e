"""What inputs offer to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet

from app import access

CHOOSE, NOTHING = "Choose…", "—"  # what stands in a select before something is chosen


def prepare(field: forms.Field, user: Any, chosen: Iterable[Any] = ()) -> None:
    """Offer what `user` may choose, besides what is `chosen` already; many are ticked in boxes."""
    empty = CHOOSE if field.required else NOTHING
    if isinstance(field, forms.ModelChoiceField):
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.widget = forms.CheckboxSelectMultiple()
        elif field.empty_label is not None:
            field.empty_label = empty
        if field.queryset is not None:
            field.queryset = named(offered(field.queryset, user, chosen))
    elif isinstance(field, forms.ChoiceField):
        given: Any = field.choices
        field.choices = [(value, name if value else empty) for value, name in given]


def offered(rows: QuerySet[Any], user: Any, chosen: Iterable[Any] = ()) -> QuerySet[Any]:
    """The rows that a form lets one choose: none that are marked as deleted, and only those that one may see, besides
    what is `chosen` already. Who may see none of them, but has to choose one, is offered all.
    """
    if "deleted_at" in {field.name for field in rows.model._meta.fields}:
        rows = rows.filter(deleted_at=None)
    if not access.allowed(user, "read", rows.model.__name__):
        return rows
    seen = access.visible(user, "read", rows.model)
    return rows.filter(seen | models.Q(pk__in=[key for key in chosen if key]))


def named(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, with what their names are made of."""
    links = getattr(rows.model, "named_by", ())
    return rows.select_related(*links) if links else rows


def missing(field: forms.Field) -> type[models.Model] | None:
    """What must be chosen and is not there yet."""
    if not (isinstance(field, forms.ModelChoiceField) and field.required) or field.queryset is None:
        return None
    return None if field.queryset.exists() else field.queryset.model
