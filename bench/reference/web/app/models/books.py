"""Books."""

from __future__ import annotations

from django.db import models
from django.urls import reverse


class Book(models.Model):
    title = models.CharField("title", max_length=200)
    author = models.CharField("author", max_length=200, null=True, blank=True)
    isbn = models.CharField("ISBN", max_length=200, null=True, blank=True, unique=True)
    price = models.DecimalField("price", max_digits=12, decimal_places=2)
    status = models.CharField(
        "status",
        max_length=20,
        choices=[
            ("ordered", "Ordered"),
            ("available", "Available"),
            ("lost", "Lost"),
        ],
        default="ordered",
    )
    shelf = models.ForeignKey(
        "app.Shelf",
        on_delete=models.RESTRICT,
        related_name="books",
        verbose_name="shelf",
    )

    class Meta:
        db_table = "books"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("books-detail", args=[self.pk])
