"""The application as Django knows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class Application(AppConfig):
    name = "app"
    verbose_name = "Reading room"

    def ready(self) -> None:
        connection_created.connect(teach_letters)


def teach_letters(connection: Any, **signal: Any) -> None:
    """SQLite's own functions know the letters a to z only, and so would every search."""
    if connection.vendor == "sqlite":
        for name, change in (("lower", str.lower), ("upper", str.upper)):
            function = changed(change)
            connection.connection.create_function(name, 1, function, deterministic=True)


def changed(change: Callable[[str], str]) -> Callable[[Any], str | None]:
    return lambda text: None if text is None else change(str(text))
