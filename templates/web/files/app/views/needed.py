"""What a form needs one of before anything can be stored with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from app import access
from app.forms.base import RowForm
from app.forms.choices import missing

if TYPE_CHECKING:
    from app.views.base import EntityViews


def needed(
    form: RowForm, kinds: Mapping[type[models.Model], EntityViews[Any]], user: Any
) -> list[tuple[EntityViews[Any], bool]]:
    """The kinds of rows of which one must be chosen and none is there; and whether the user may add one."""
    found = [missing(field) for field in form.fields.values()]
    wanted = [kinds[model] for model in found if model and model in kinds]
    return [(views, access.allowed(user, "create", views.name)) for views in wanted]
