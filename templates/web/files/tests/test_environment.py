"""Settings: where they come from, and which are refused."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from config import environment
from config.environment import secret, setting


@pytest.fixture(autouse=True)
def database() -> None:
    """None is needed here."""


def test_plan_a_file_says_what_the_environment_does_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "environ", {"ONE": "mine", "EMPTY": ""})
    environment.read(tmp_path / ".env")
    (tmp_path / ".env").write_text("ONE=a\n TWO = b=c \n# THREE=c\n\nFOUR\n")
    environment.read(tmp_path / ".env")
    assert os.environ == {"ONE": "mine", "EMPTY": "", "TWO": "b=c"}
    assert (setting("TWO", "x"), setting("EMPTY", "x"), setting("NONE")) == (
        "b=c",
        "x",
        "",
    )


def test_plan_a_secret_of_production_is_long_and_no_placeholder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "environ", {})
    assert secret("KEY", "usual", production=False) == "usual"
    for short in ("", "x" * 31):
        monkeypatch.setattr(os, "environ", {"KEY": short})
        with pytest.raises(
            SystemExit, match="^settings: KEY is shorter than 32 characters"
        ):
            secret("KEY", "usual" * 10, production=True)
    for word in ("change-me", "changeme", "Secret", "password", "example"):
        monkeypatch.setattr(os, "environ", {"KEY": word + "x" * 32})
        assert secret("KEY", "usual", production=False) == word + "x" * 32
        with pytest.raises(
            SystemExit, match="^settings: KEY still holds a placeholder"
        ):
            secret("KEY", "usual", production=True)
    monkeypatch.setattr(os, "environ", {"KEY": "x" * 32})
    assert secret("KEY", "usual", production=True) == "x" * 32


def test_plan_the_address_of_a_database_is_read() -> None:
    here = environment.database("sqlite:///data/app.db")
    assert here["ENGINE"] == "django.db.backends.sqlite3"
    assert here["NAME"] == str(environment.ROOT / "data" / "app.db")
    assert here["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert environment.database("postgres://me%40x:p%3Aw@db:5433/shop") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "me@x",
        "PASSWORD": "p:w",
        "HOST": "db",
        "PORT": "5433",
        "CONN_MAX_AGE": 60,
    }
    socket = environment.database("postgresql:///shop?host=/run/postgresql")
    assert [socket[k] for k in ("USER", "PASSWORD", "HOST", "PORT")] == [
        "",
        "",
        "/run/postgresql",
        "",
    ]
    with pytest.raises(
        SystemExit, match="^settings: DATABASE_URL is neither sqlite:///FILE"
    ):
        environment.database("mysql://db/shop")


def test_plan_what_is_deployed_leaves_no_warning(tmp_path: Path) -> None:
    """Of Django's own list for a site that everybody can reach."""
    settings = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "example.com",
        "DATABASE_URL": f"sqlite:///{tmp_path}/app.db",
    }
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=environment.ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr
