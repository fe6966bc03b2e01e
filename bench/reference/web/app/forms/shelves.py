"""Forms of shelves."""

from __future__ import annotations

from django import forms

from app.forms import base
from app.models.shelves import Shelf


class ShelfForm(base.RowForm):
    class Meta(base.RowForm.Meta):
        model = Shelf
        fields = [
            "name",
            "floor",
        ]


class ShelfList(base.ListForm):
    """How a list of shelves is narrowed."""

    lookups = {
        "floor": "floor",
        "floor_min": "floor__gte",
        "floor_max": "floor__lte",
    }
    floor = forms.IntegerField(required=False, label="Floor")
    floor_min = forms.IntegerField(required=False, label="Floor from")
    floor_max = forms.IntegerField(required=False, label="Floor to")
