"""The steps of the migrations check: Django."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["LOG_LEVEL"] = "ERROR"

import django
from django.core.management import call_command, get_commands

django.setup()


def drift():
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        raise RuntimeError("the models have changed since") from None


def seed():
    if "seed" not in get_commands():
        return "no sample data"
    call_command("seed", verbosity=0)
    return ""


def revisions():
    from django.db.migrations.loader import MigrationLoader

    return sum(app == "app" for app, _ in MigrationLoader(None).disk_migrations)


STEPS = [
    ("upgrade", lambda: call_command("migrate", verbosity=0)),
    ("drift", drift),
    ("seed", seed),
    ("downgrade", lambda: call_command("migrate", "app", "zero", verbosity=0)),
    ("upgrade again", lambda: call_command("migrate", verbosity=0)),
]
