"""What the environment says, or a file `.env` beside the code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDERS = ("change-me", "changeme", "secret", "password", "example")
SQLITE = {
    # A writer has the database to itself from its first statement on: who reads and
    # then writes is never told that somebody else was faster.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA synchronous=NORMAL",
}


def read(path: Path = ROOT / ".env") -> None:
    """Take over the settings of a file; what the environment says already wins."""
    if not path.is_file():
        return
    for line in path.read_text("utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def setting(name: str, usual: str = "") -> str:
    return os.environ.get(name) or usual


def secret(name: str, usual: str, *, production: bool) -> str:
    """A value that nobody may know. Ends the process where production has none."""
    value = setting(name, "" if production else usual)
    if production and len(value) < 32:
        raise SystemExit(f"settings: {name} is shorter than 32 characters")
    if production and any(word in value.lower() for word in PLACEHOLDERS):
        raise SystemExit(f"settings: {name} still holds a placeholder")
    return value


def database(url: str) -> dict[str, Any]:
    """Django's words for sqlite:///app.db or postgresql://user:password@host/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = ROOT / parts.path.removeprefix("/")
        engine = "django.db.backends.sqlite3"
        return {"ENGINE": engine, "NAME": str(name), "OPTIONS": SQLITE}
    if parts.scheme not in ("postgres", "postgresql"):
        told = "is neither sqlite:///FILE nor postgresql://…"
        raise SystemExit(f"settings: DATABASE_URL {told}")
    query = parse_qs(parts.query)  # "?host=/run/postgresql" names a socket
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
