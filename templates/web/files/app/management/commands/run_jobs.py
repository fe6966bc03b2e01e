"""Do what is due; called by cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from app.jobs import SCHEDULED, run_due


class Command(BaseCommand):
    help = "Do what is due; called by cron."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *SCHEDULED])

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in run_due(options["names"]).items():
            self.stdout.write(f"{name}: {count}")
