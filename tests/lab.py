"""Run the tests of a generated project again and again: a server process with the libraries loaded forks for each run.

As a script (`python lab.py MODULE...`) it is that server, with these modules loaded: it reads lines of JSON {"root",
"tests", "first", "only"} and answers each with the tests that failed.
"""

from __future__ import annotations

import compileall
import contextlib
import gc
import importlib
import json
import os
import py_compile
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

import pytest

SECONDS = 120  # one run of a suite
LIBRARIES = (
    "alembic.command", "email_validator", "fastapi.testclient", "pydantic_settings", "sqlalchemy.orm", "time_machine",
)  # fmt: skip


class Lab:
    """A project on disk whose files can be replaced for the length of a run."""

    def __init__(
        self, root: Path, *, python: Path = Path(sys.executable), preload: Sequence[str] = LIBRARIES, **variables: str
    ) -> None:
        self.root = root
        # Compiled once, and believed only where the source has the same hash: two edits of one second are told apart.
        compileall.compile_dir(root, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
        self.server = subprocess.Popen(
            [str(python), str(Path(__file__).resolve()), *preload], cwd=root, env=environment() | variables,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Lab:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.server.stdin is not None
        self.server.stdin.close()
        self.server.wait(timeout=SECONDS)

    def failing(
        self,
        tests: list[str],
        changed: dict[str, str] | None = None,
        *,
        first: bool = False,
        only: list[str] | None = None,
    ) -> list[str]:
        """The names of the tests that fail (["collection"] where tests cannot even be read), with these files changed.
        `first`: stop at the first. `only`: of what `tests` holds, run those of these names."""
        before = {path: (self.root / path).read_text() for path in changed or {}}
        try:
            for path, text in (changed or {}).items():
                (self.root / path).write_text(text)
            return self._ask({"root": str(self.root), "tests": tests, "first": first, "only": only})
        finally:
            for path, text in before.items():
                (self.root / path).write_text(text)

    def _ask(self, question: dict[str, object]) -> list[str]:
        assert self.server.stdin is not None and self.server.stdout is not None
        self.server.stdin.write(json.dumps(question) + "\n")
        self.server.stdin.flush()
        answer: list[str] = json.loads(self.server.stdout.readline())
        return answer


def environment() -> dict[str, str]:
    """In which tests of a generated project are run."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


class Failures:
    """What a run of pytest finds wrong in the tests of these names (None: in all)."""

    def __init__(self, only: list[str] | None) -> None:
        self.names: list[str] = []
        self.only = only

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.only is not None:
            items[:] = [i for i in items if i.name.partition("[")[0] in self.only]

    def pytest_runtest_logreport(self, report: object) -> None:
        if getattr(report, "failed", False):
            self.names.append(str(getattr(report, "nodeid", "")).rpartition("::")[2].partition("[")[0])

    def pytest_collectreport(self, report: object) -> None:
        if getattr(report, "failed", False):
            self.names.append("collection")


def serve() -> None:
    """Answer questions until there are no more. What a run loads besides the project, the next find loaded already."""
    load(sys.argv[1:])
    with contextlib.suppress(ImportError):  # not every project has users
        from pwdlib.hashers.argon2 import Argon2Hasher

        Argon2Hasher.__init__.__defaults__ = (1, 8, 1, *(Argon2Hasher.__init__.__defaults__ or ())[3:])  # cheap ones
    for line in sys.stdin:
        question = json.loads(line)
        with tempfile.NamedTemporaryFile("r+") as answer:
            child = os.fork()
            if child == 0:
                try:
                    Path(answer.name).write_text(json.dumps(tried(**question)))
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
            found = json.loads(answer.read() or '{"failed": ["collection"], "loaded": []}')
        print(json.dumps(found["failed"]), flush=True)
        load(found["loaded"])


def load(names: Iterable[str]) -> None:
    """Import these modules, and let no collection of garbage look at them in a process that is forked from this one."""
    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(Exception):  # some modules are had in one way only: the next run loads them itself
                importlib.import_module(name)
    gc.collect()
    gc.freeze()


def tried(root: str, tests: list[str], first: bool, only: list[str] | None) -> dict[str, list[str]]:
    """The names of the tests that fail in this process, which says nothing and does not outlive its time; the modules
    that it loaded from elsewhere than the project."""
    signal.alarm(SECONDS)
    gc.set_threshold(100_000)  # it lives for seconds
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    sys.path.insert(0, root)
    before = set(sys.modules)
    failures = Failures(only)
    options = ["-q", "--assert=plain", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts=", "--rootdir", root]
    code = pytest.main([*options, *(["-x"] if first else []), *tests], plugins=[failures])
    ran = code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    return {"failed": sorted(set(failures.names)) if ran else ["collection"], "loaded": from_elsewhere(root, before)}


def from_elsewhere(root: str, before: set[str]) -> list[str]:
    """The modules with a file outside `root` that were loaded since, in the order in which they were."""
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items() if name not in before}
    return [name for name, file in files.items() if file and not file.startswith(root + os.sep)]


if __name__ == "__main__":
    sys.path[:] = [p for p in sys.path if p != str(Path(__file__).resolve().parent)]
    serve()
