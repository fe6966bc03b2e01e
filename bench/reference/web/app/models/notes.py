"""Notes."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse


class Note(models.Model):
    text = models.TextField("text", max_length=100_000, null=True, blank=True)
    page_number = models.IntegerField(
        "page number",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1),
        ],
    )
    date = models.DateField("date", null=True, blank=True)
    book = models.ForeignKey(
        "app.Book", on_delete=models.RESTRICT, related_name="notes", verbose_name="book"
    )

    class Meta:
        db_table = "notes"

    def __str__(self) -> str:
        return f"Note {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("notes-detail", args=[self.pk])
