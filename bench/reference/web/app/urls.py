"""Which address leads to which page."""

from __future__ import annotations

from django.urls import URLPattern, path

from app.navigation import AREAS
from app.views import home, reports

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("health", home.health, name="health"),
    path("health/ready", home.ready, name="ready"),
    *reports.urlpatterns,
    *(pattern for views in AREAS for pattern in views.urls()),
]
