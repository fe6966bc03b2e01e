"""Shelves."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse


class Shelf(models.Model):
    name = models.CharField("name", max_length=200, unique=True)
    floor = models.IntegerField(
        "floor",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0),
            MaxValueValidator(9),
        ],
    )

    class Meta:
        db_table = "shelves"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shelves-detail", args=[self.pk])
