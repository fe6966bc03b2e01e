"""Forms of rows that belong to somebody."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from app import access
from app.forms.base import RowForm
from app.users import User


class OwnedForm(RowForm):
    """`owner` is the link to the user; `profile`: only those with this role own such a row unasked."""

    owner: ClassVar[str] = "owner"
    profile: ClassVar[str] = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields[self.owner]
        model = type(self.instance).__name__
        if isinstance(field, forms.ModelChoiceField) and not access.changes_all(
            self.user, model
        ):
            mine = self.user.pk if self.user else None
            now = getattr(self.instance, f"{self.owner}_id")
            field.queryset = User.objects.filter(pk__in=[i for i in (mine, now) if i])
            if now in (mine, None):  # there is nobody to choose
                field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Nobody named is oneself."""
        cleaned = super().clean()
        asked = self.instance.pk is None or self.owner in self.changed_data
        if asked and self.owner in cleaned and cleaned[self.owner] is None:
            fits = not self.profile or access.role_of(self.user) == self.profile
            cleaned[self.owner] = self.user if fits else None
        return cleaned
