"""Run the tests of a generated project again and again: a server process with the libraries loaded forks for each run.

As a script (`python lab.py`) it is that server: it reads lines of JSON {"root", "tests", "first"} and answers each with
the tests that failed.
"""

from __future__ import annotations

import compileall
import json
import os
import py_compile
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

SECONDS = 120  # one run of a suite


class Lab:
    """A project on disk whose files can be replaced for the length of a run."""

    def __init__(self, root: Path, **variables: str) -> None:
        self.root = root
        # Compiled once, and believed only where the source has the same hash: two edits of one second are told apart.
        compileall.compile_dir(root, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
        self.server = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())], cwd=root, env=environment() | variables,
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

    def failing(self, tests: list[str], changed: dict[str, str] | None = None, *, first: bool = False) -> list[str]:
        """The names of the tests that fail (["collection"] where tests cannot even be read), with these files changed.
        `first`: stop at the first."""
        before = {path: (self.root / path).read_text() for path in changed or {}}
        try:
            for path, text in (changed or {}).items():
                (self.root / path).write_text(text)
            return self._ask({"root": str(self.root), "tests": tests, "first": first})
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
    """What a run of pytest finds wrong."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: object) -> None:
        if getattr(report, "failed", False):
            self.names.append(str(getattr(report, "nodeid", "")).rpartition("::")[2].partition("[")[0])

    def pytest_collectreport(self, report: object) -> None:
        if getattr(report, "failed", False):
            self.names.append("collection")


def serve() -> None:
    """Answer questions until there are no more."""
    import alembic.command
    import email_validator
    import fastapi.testclient
    import pydantic_settings
    import sqlalchemy.orm
    import time_machine
    from pwdlib.hashers.argon2 import Argon2Hasher

    loaded = (alembic.command, email_validator, fastapi.testclient, pydantic_settings, sqlalchemy.orm, time_machine)
    assert all(loaded)
    Argon2Hasher.__init__.__defaults__ = (1, 8, 1, *(Argon2Hasher.__init__.__defaults__ or ())[3:])  # cheap passwords
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
            print(answer.read() or '["collection"]', flush=True)


def tried(root: str, tests: list[str], first: bool) -> list[str]:
    """The names of the tests that fail in this process, which says nothing and does not outlive its time."""
    import pytest

    signal.alarm(SECONDS)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    sys.path.insert(0, root)
    failures = Failures()
    options = ["-q", "--assert=plain", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts=", "--rootdir", root]
    code = pytest.main([*options, *(["-x"] if first else []), *tests], plugins=[failures])
    ran = code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    return sorted(set(failures.names)) if ran else ["collection"]


if __name__ == "__main__":
    sys.path[:] = [p for p in sys.path if p != str(Path(__file__).resolve().parent)]
    serve()
