"""The pages of calculations."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from app import access
from app.functions import FUNCTIONS, Function
from app.views.base import both


def calculate(function: Function, request: HttpRequest) -> HttpResponse:
    """What comes out is shown above the form."""
    access.check(access.person(request), function.doing, "")
    form = function.form(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"function": function, "form": form}
    if not form.is_bound:
        return render(request, "app/function.html", context)
    if not form.is_valid():
        return render(request, "app/function.html", context, status=form.status)
    context["result"] = function.cell(function.do(**form.cleaned_data))
    return render(request, "app/function.html", context)


urlpatterns: list[URLPattern] = [
    path(
        f"functions/{function.address}",
        both(partial(calculate, function)),
        name=f"function-{function.name}",
    )
    for function in FUNCTIONS
]
