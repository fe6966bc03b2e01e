"""One database, made by the migrations: each test gets a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from tests import SERVER_DATABASE, TEMPLATE

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday


def use_database(name: str) -> None:
    """Let the application speak to this database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name


def run_on_server(*statements: str) -> None:
    """On the PostgreSQL server itself, outside the databases of the tests."""
    use_database(SERVER_DATABASE)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def copy_database(source: str, target: Path) -> str:
    """The name of a copy: of a file, or of a database on the server."""
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copyfile(source, target)
        return str(target)
    copy = f"{source}_copy"
    run_on_server(
        f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)",
        f"CREATE DATABASE {copy} TEMPLATE {source}",
    )
    return copy


@pytest.fixture(scope="session", autouse=True)
def environment() -> Iterator[None]:
    setup_test_environment()
    yield
    teardown_test_environment()


@pytest.fixture(scope="session")
def migrated(environment: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of an empty database with all migrations applied."""
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("migrated") / "app.db")
    else:
        name = TEMPLATE
        run_on_server(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}"
        )
    use_database(name)
    call_command("migrate", verbosity=0)
    return name


@pytest.fixture(autouse=True)
def database(migrated: str, tmp_path: Path) -> Iterator[None]:
    """A database of its own for each test."""
    use_database(copy_database(migrated, tmp_path / "app.db"))
    yield
    connection.close()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client() -> Client:
    """Somebody."""
    return Client()
