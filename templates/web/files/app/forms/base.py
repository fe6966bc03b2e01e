"""What all forms have in common: how each type of value is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst

from app import access
from app.cells import plain
from app.forms import choices
from app.forms.entered import entered, written
from app.problems import Conflict, Problem

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[models.Model]
else:
    ModelForm = forms.ModelForm

PHONE = r"^\+?[0-9][0-9 ()./-]{3,28}\Z"
YES_NO = [("true", "Yes"), ("false", "No")]
# Codes of errors.
CONFLICTS = ("unique", "unique_together", "conflict")
LATE = ("unique", "unique_together", "check")


class DateInput(forms.DateInput):
    input_type = "date"


class TimeInput(forms.TimeInput):
    input_type = "time"


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"


class YesNoField(forms.TypedChoiceField):
    """Yes or no, chosen: a box left empty would not tell "no" from "not said"."""

    def __init__(self, *, empty: bool, **options: Any) -> None:
        offered = [*([("", "—")] if empty else []), *YES_NO]
        super().__init__(
            choices=offered, coerce=lambda v: v == "true", empty_value=None, **options
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "true", False: "false"}.get(value, value)


class ExactField(forms.DecimalField):
    """An exact number, without the closing zeros that a database adds; money keeps its two."""

    def prepare_value(self, value: Any) -> Any:
        stored = isinstance(value, Decimal) and self.decimal_places != 2
        return plain(value) if stored else value


class LinesField(forms.CharField):
    """A list of values, one on each line, each checked by `item`."""

    widget = forms.Textarea

    def __init__(self, *, item: forms.Field, **options: Any) -> None:
        super().__init__(**options)
        self.item = item

    def prepare_value(self, value: Any) -> Any:
        return entered(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None if not self.required else []
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [as_json(self.item.clean(line), self.item) for line in lines]


def as_json(value: Any, field: forms.Field) -> Any:
    """A value as a list in a column of JSON holds it."""
    if isinstance(value, Decimal) and getattr(field, "decimal_places", None) == 2:
        return f"{value:.2f}"
    return written(value)


def form_field(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """How a form asks for a field of a model."""
    if isinstance(field, models.DateTimeField):
        options["widget"] = MomentInput(format="%Y-%m-%dT%H:%M:%S")
    elif isinstance(field, models.DateField):
        options["widget"] = DateInput(format="%Y-%m-%d")
    elif isinstance(field, models.TimeField):
        options["widget"] = TimeInput(format="%H:%M:%S")
    elif isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    elif isinstance(field, models.DecimalField):
        options["form_class"] = ExactField
    elif isinstance(field, models.BooleanField):
        given = {"required": not field.blank, "label": capfirst(field.verbose_name)}
        given |= {"help_text": field.help_text}
        if field.has_default():
            given |= {"initial": field.get_default(), "required": True}
        empty = not field.has_default()
        return YesNoField(empty=empty, **given)
    # A default that a function tells is not sent beside what was entered.
    return field.formfield(show_hidden_initial=False, **options)


class Told:
    """What a form tells of its errors."""

    errors: Any
    fields: Any
    data: Any
    add_error: Any

    @property
    def status(self) -> int:
        """That of the page with its errors: of a conflict where all else is right."""
        codes = [e.code for errors in self.errors.as_data().values() for e in errors]
        return 409 if codes and all(code in CONFLICTS for code in codes) else 422

    @property
    def problems(self) -> Iterator[tuple[str, str, str]]:
        """Every error as (input, its label, what is wrong); no input for those of all."""
        for name, errors in self.errors.as_data().items():
            for error in errors:
                unknown = (error.code or "").partition("unknown:")[2]
                field = name if name in self.fields else unknown
                yield field, self.label(name), " ".join(error.messages)

    def label(self, name: str) -> str:
        given = getattr(self.fields.get(name), "label", None)
        return str(given or (name if name in self.fields else "")).replace("_", " ")

    def tell(self, problem: Problem) -> None:
        """Show a problem beside the input that it is about."""
        code = "conflict" if isinstance(problem, Conflict) else "invalid"
        field = problem.field if problem.field in self.fields else None
        self.add_error(field, ValidationError(problem.message, code=code))

    def refuse_unknown(self) -> None:
        """What a form does not ask for, it refuses."""
        known = {*self.fields, "csrfmiddlewaretoken", "next"}
        for name in sorted(set(self.data) - known):
            told = f"{name} cannot be written here."
            error = ValidationError(told, code=f"unknown:{name}")
            self.add_error(None, error)


class TextField(forms.CharField):
    """Text, or nothing at all."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class RowForm(Told, ModelForm):
    """A form of one row. What it does not ask for, it refuses; of a secret it keeps a hash, and nothing entered means
    that it stays as it is."""

    secrets: ClassVar[tuple[str, ...]] = ()

    class Meta:
        formfield_callback = form_field

    def __init__(self, *args: Any, user: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.label_suffix = ""
        for name, field in self.fields.items():
            choices.prepare(field, user, self.chosen(name))
        for name in self.secrets if self.instance.pk else ():
            self.fields[name].required = False

    def chosen(self, name: str) -> set[Any]:
        """The keys of what the row is linked to already."""
        if self.instance.pk is None or not isinstance(self.fields[name], forms.ModelChoiceField):
            return set()
        now = forms.model_to_dict(self.instance, [name])[name]
        return {row.pk for row in now} if isinstance(now, list) else {now}

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.refuse_unknown()
        for name in self.secrets:
            if not self.cleaned_data.get(name):
                self.cleaned_data.pop(name, None)
        return self.cleaned_data

    def full_clean(self) -> None:
        """What is wrong by itself is told before what does not go together with other rows."""
        super().full_clean()
        found = self.errors.as_data().items()
        first = [(n, e) for n, errors in found for e in errors if e.code not in LATE]
        if first:
            self.errors.clear()
        for name, error in first:
            self.add_error(name if name in self.fields else None, error)

    def save(self, commit: bool = True) -> Any:
        for name in self.secrets:
            if name in self.cleaned_data:
                setattr(self.instance, name, make_password(self.cleaned_data[name]))
        return super().save(commit)


class ActionForm(Told, forms.Form):
    """What an action needs."""

    def __init__(self, *args: Any, user: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        for field in self.fields.values():
            choices.prepare(field, user)

    def clean(self) -> dict[str, Any]:
        self.refuse_unknown()
        return self.cleaned_data


class ListForm(forms.Form):
    """How a list is narrowed. `lookups`: what of the rows an input is compared with."""

    lookups: ClassVar[dict[str, str]] = {}

    def __init__(self, given: Any, rows: QuerySet[Any], user: Any) -> None:
        """`rows`: those that the user may see. Offered are what they link to, and what the user may see anyway."""
        super().__init__(given)
        self.label_suffix = ""
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                seen = access.visible(user, "read", field.queryset.model)
                linked = models.Q(pk__in=rows.values(self.lookups[name]))
                field.queryset = choices.named(field.queryset.filter(seen | linked))

    @property
    def asked(self) -> list[forms.BoundField]:
        """The inputs that are shown: beside a lowest and a highest value, one for an exact one only where it is used."""
        return [f for f in self if f"{f.name}_min" not in self.fields or f.data]

    @property
    def conditions(self) -> dict[str, Any]:
        """For `filter`: what was entered."""
        given = self.cleaned_data.items()
        return {self.lookups[k]: v for k, v in given if v not in (None, "", [])}
