"""Forms of books."""

from __future__ import annotations

from django import forms

from app.forms import base
from app.models.books import Book
from app.models.shelves import Shelf


class BookForm(base.RowForm):
    class Meta(base.RowForm.Meta):
        model = Book
        fields = [
            "title",
            "author",
            "isbn",
            "price",
            "shelf",
        ]


class BookList(base.ListForm):
    """How a list of books is narrowed."""

    lookups = {
        "price": "price",
        "price_min": "price__gte",
        "price_max": "price__lte",
        "status": "status",
        "shelf_id": "shelf",
    }
    price = forms.DecimalField(required=False, label="Price", decimal_places=2)
    price_min = forms.DecimalField(required=False, label="Price from", decimal_places=2)
    price_max = forms.DecimalField(required=False, label="Price to", decimal_places=2)
    status = forms.ChoiceField(
        choices=[
            ("", "—"),
            ("ordered", "Ordered"),
            ("available", "Available"),
            ("lost", "Lost"),
        ],
        required=False,
        label="Status",
    )
    shelf_id = forms.ModelChoiceField(
        Shelf.objects.all(), required=False, label="Shelf"
    )
