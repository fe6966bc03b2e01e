"""Messages inside the application."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from app import access
from app.outbox import OutboxMessage

NEWEST = 100


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What the user was told, the newest first."""
    messages = OutboxMessage.objects.filter(channel="in_app").order_by("-pk")
    told = access.addressed(access.person(request), messages)
    return render(request, "app/inbox.html", {"told": told[:NEWEST]})


urlpatterns: list[URLPattern] = [path("notifications/", inbox, name="inbox")]
