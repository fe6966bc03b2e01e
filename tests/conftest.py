"""Fixtures that several test modules share. Environments are kept in `.cache/` of the checkout between runs."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import pytest

from scaffolder.environment import Environments
from scaffolder.types import PythonEnvironment

ROOT = Path(__file__).parent.parent
ENVIRONMENTS = ROOT / ".cache" / "environments"
TEMPLATES = ROOT / ".cache" / "templates"  # compiled; what they were made from is compared
LONGEST = "test_mutants.py"
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell does that to what it starts with `&`
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what tests start, and interrupt, must hear it


@pytest.hookimpl(trylast=True)  # after some were deselected, and after those with a fixture in common were put together
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests first in each half of the list: two processes begin with a half each, and what one takes from the
    other at the end is short. The slow tests of a module stay together, since they share fixtures."""
    slow = [i for i in items if i.get_closest_marker("slow")]
    quick = [i for i in items if not i.get_closest_marker("slow")]
    slow.sort(key=lambda i: i.path.name != LONGEST)
    groups = [list(g) for _, g in groupby(slow, lambda i: i.nodeid if i.path.name == LONGEST else i.path)]
    first, second = (sum(groups[half::2], []) for half in (0, 1))
    cut = max(0, len(items) // 2 - len(first))
    items[:] = [*first, *quick[:cut], *second, *quick[cut:]]


@pytest.fixture(scope="session")
def api_environment() -> PythonEnvironment:
    """The environment of the api stack, built at the first use on a machine."""
    lock = ROOT / "templates" / "api" / "files" / "requirements-dev.lock"
    return Environments(ENVIRONMENTS).ensure(lock.read_text(encoding="utf-8"), lambda event: None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own, one for all tests of a process: `api_apps.new_database` makes room."""
    from tests import api_apps  # it imports this module

    binaries = api_apps.postgres_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed")
    with api_apps.postgres(binaries) as found:
        yield found


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
