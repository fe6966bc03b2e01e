"""Fixtures that several test modules share. Environments are kept in `.cache/` of the checkout between runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from scaffolder.environment import Environments
from scaffolder.types import PythonEnvironment

ROOT = Path(__file__).parent.parent
ENVIRONMENTS = ROOT / ".cache" / "environments"
TEMPLATES = ROOT / ".cache" / "templates"  # compiled; what they were made from is compared


@pytest.fixture(scope="session")
def api_environment() -> PythonEnvironment:
    """The environment of the api stack, built at the first use on a machine."""
    lock = ROOT / "templates" / "api" / "files" / "requirements-dev.lock"
    return Environments(ENVIRONMENTS).ensure(lock.read_text(encoding="utf-8"), lambda event: None)


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """`tree({"app/main.py": "..."})` makes a folder of these files; the folder."""

    def make(files: Mapping[str, str]) -> Path:
        root = tmp_path / "tree"
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return root

    return make
