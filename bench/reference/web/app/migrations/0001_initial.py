"""All tables."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Shelf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField("name", max_length=200, unique=True)),
                (
                    "floor",
                    models.IntegerField(
                        "floor",
                        null=True,
                        blank=True,
                        validators=[
                            MinValueValidator(0),
                            MaxValueValidator(9),
                        ],
                    ),
                ),
            ],
            options={"db_table": "shelves"},
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("title", models.CharField("title", max_length=200)),
                (
                    "author",
                    models.CharField("author", max_length=200, null=True, blank=True),
                ),
                (
                    "isbn",
                    models.CharField(
                        "ISBN", max_length=200, null=True, blank=True, unique=True
                    ),
                ),
                (
                    "price",
                    models.DecimalField("price", max_digits=12, decimal_places=2),
                ),
                (
                    "status",
                    models.CharField(
                        "status",
                        max_length=20,
                        choices=[
                            ("ordered", "Ordered"),
                            ("available", "Available"),
                            ("lost", "Lost"),
                        ],
                        default="ordered",
                    ),
                ),
                (
                    "shelf",
                    models.ForeignKey(
                        "app.Shelf",
                        on_delete=models.RESTRICT,
                        related_name="books",
                        verbose_name="shelf",
                    ),
                ),
            ],
            options={"db_table": "books"},
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "text",
                    models.TextField("text", max_length=100_000, null=True, blank=True),
                ),
                (
                    "page_number",
                    models.IntegerField(
                        "page number",
                        null=True,
                        blank=True,
                        validators=[
                            MinValueValidator(1),
                        ],
                    ),
                ),
                ("date", models.DateField("date", null=True, blank=True)),
                (
                    "book",
                    models.ForeignKey(
                        "app.Book",
                        on_delete=models.RESTRICT,
                        related_name="notes",
                        verbose_name="book",
                    ),
                ),
            ],
            options={"db_table": "notes"},
        ),
    ]
