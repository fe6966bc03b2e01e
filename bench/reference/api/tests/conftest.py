"""One database, made by the migrations: each test gets a copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.database import engine
from app.main import create_app
from app.settings import settings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get(
    "TEST_DATABASE_URL", ""
)  # a PostgreSQL server; SQLite where empty


def use_database(url: str) -> None:
    """Let the application speak to this database from now on."""
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()
    engine.cache_clear()


def copy_database(source: str, target: Path) -> str:
    """The URL of a copy: of a file, or of a database on the server."""
    if not SERVER:
        shutil.copyfile(source.removeprefix("sqlite:///"), target)
        return f"sqlite:///{target}"
    return make_database(f"test_{os.getpid()}", sa.make_url(source).database or "")


def make_database(name: str, template: str = "template1") -> str:
    """The URL of a new database; one of that name is dropped."""
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    quoted = server.dialect.identifier_preparer.quote
    with server.connect() as connection:
        drop = f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)"
        connection.execute(sa.text(drop))
        connection.execute(
            sa.text(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}")
        )
    server.dispose()
    url = sa.make_url(SERVER).set(database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an empty database with all migrations applied."""
    file = tmp_path_factory.mktemp("migrated") / "app.db"
    name = f"template_{os.getpid()}"
    use_database(make_database(name) if SERVER else f"sqlite:///{file}")
    os.environ.setdefault("TOKEN_HOURS", "100000")  # tests travel far
    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    return os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def app(migrated: str) -> FastAPI:
    return create_app()


@pytest.fixture(autouse=True)
def database(migrated: str, tmp_path: Path) -> Iterator[None]:
    """A database of its own for each test."""
    use_database(copy_database(migrated, tmp_path / "app.db"))
    yield
    engine().dispose()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Somebody."""
    return TestClient(app)
