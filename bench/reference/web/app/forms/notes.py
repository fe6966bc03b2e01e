"""Forms of notes."""

from __future__ import annotations

from django import forms

from app.forms import base
from app.forms.base import DateInput
from app.models.books import Book
from app.models.notes import Note


class NoteForm(base.RowForm):
    class Meta(base.RowForm.Meta):
        model = Note
        fields = [
            "text",
            "page_number",
            "date",
            "book",
        ]


class NoteList(base.ListForm):
    """How a list of notes is narrowed."""

    lookups = {
        "page_number": "page_number",
        "page_number_min": "page_number__gte",
        "page_number_max": "page_number__lte",
        "date": "date",
        "date_min": "date__gte",
        "date_max": "date__lte",
        "book_id": "book",
    }
    page_number = forms.IntegerField(required=False, label="Page number")
    page_number_min = forms.IntegerField(required=False, label="Page number from")
    page_number_max = forms.IntegerField(required=False, label="Page number to")
    date = forms.DateField(required=False, label="Date", widget=DateInput)
    date_min = forms.DateField(required=False, label="Date from", widget=DateInput)
    date_max = forms.DateField(required=False, label="Date to", widget=DateInput)
    book_id = forms.ModelChoiceField(Book.objects.all(), required=False, label="Book")
