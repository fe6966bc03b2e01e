"""The tests. Django is set up here, before anything of the application is imported."""

from __future__ import annotations

import os
import tempfile
from urllib.parse import urlsplit

import django

SERVER = os.environ.get("TEST_DATABASE_URL", "")  # PostgreSQL; SQLite where empty
SERVER_DATABASE = urlsplit(SERVER).path.removeprefix("/")
TEMPLATE = f"test_{os.getpid()}"

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["ENVIRONMENT"] = "development"
os.environ["DATABASE_URL"] = SERVER or "sqlite:///unused.db"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="tests-")
os.environ["LOG_LEVEL"] = "CRITICAL"
django.setup()
