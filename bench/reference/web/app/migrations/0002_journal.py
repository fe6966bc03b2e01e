"""SQLite keeps a log beside the database: who reads never waits for who writes."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_a_log(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA journal_mode=WAL")


class Migration(migrations.Migration):
    atomic = False  # a journal cannot be changed inside a transaction
    dependencies = [("app", "0001_initial")]
    operations = [migrations.RunPython(keep_a_log, migrations.RunPython.noop)]
