"""Runs the migrations on the database that the settings name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from app.models import metadata
from app.settings import settings


def run() -> None:
    engine = sa.create_engine(settings().database_url)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, render_as_batch=True
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
