"""The pages of what is done to the application as a whole."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from app.actions.application import ACTS
from app.views.acting import Act, act_on, both


def act(doing: Act, request: HttpRequest) -> HttpResponse:
    return act_on(request, doing, lambda: None, "", reverse("home"))


urlpatterns: list[URLPattern] = [
    path(doing.address, both(partial(act, doing)), name=f"act-{doing.name}")
    for doing in ACTS
]
