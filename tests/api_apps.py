"""Emitted applications on disk, their databases, and servers of them: what tests of the api stack start from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from scaffolder import emitter, stacks
from scaffolder import server as serving
from scaffolder.criteria import derive
from scaffolder.plan import Plan
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.types import PythonEnvironment
from tests.conftest import TEMPLATES

NUMBERS = count(1)


def emitted(plan: Plan, stack: str = "api") -> dict[str, str]:
    """Path and text of each file of the application of a plan."""
    found = stacks.load(stack)
    return {f.path: f.text for f in emitter.emit(derive(plan, found.not_offered), found, cache=TEMPLATES)}


def write(plan: Plan, root: Path, stack: str = "api") -> Path:
    """The application of a plan, in a new folder."""
    for path, text in emitted(plan, stack).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@cache
def sandbox() -> ProcessSandbox:
    """Its Python has loaded the libraries of an application, once for all that this process of tests runs."""
    made = ProcessSandbox()
    made.warm(Path(sys.executable), stacks.load("api").run["preload"])
    return made


def run(root: Path, *argv: str, url: str, code: int = 0, **env: str) -> str:
    """What a Python module (or `-c` and a program) says with its arguments, on a copy of an application and on its
    database. `code`: how it must end."""
    options = argv if argv[0] == "-c" else ("-m", *argv)
    done = sandbox().run([sys.executable, *options], root, env={**environment(url), **env})
    assert done.exit_code == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def environment(url: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DATABASE_URL": url, "SECRET_KEY": "for tests only, thirty-two letters"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


@dataclass(frozen=True)
class Server:
    """An application that runs; a method is safe to call from many threads."""

    base: str

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        return self.request("POST", path, body)

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, json.loads(response.read() or b"null"))
        except urllib.error.HTTPError as error:
            return Answer(error.code, json.loads(error.read() or b"null"))


@contextmanager
def server(root: Path, url: str, **env: str) -> Iterator[Server]:
    """The application of `root` behind uvicorn, its tables made by its migrations. `server.log`: what it says."""
    here = PythonEnvironment(Path(sys.prefix), Path(sys.executable), "")
    with (root / "server.log").open("w") as log:
        how = stacks.load("api").run
        options: dict[str, Any] = {"app": how["app"], "program": how["serve"], "on_output": log.write}
        options["env"] = {**environment(url), **env}
        with serving.serve(root, here, sandbox(), **options) as found:
            assert found.wait_ready("/health").status == 200, found.running.output()
            yield Server(found.address)


def postgres_binaries() -> Path | None:
    """Where a PostgreSQL server is installed: Debian's place, or beside `initdb` on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def postgres(binaries: Path, port: int = 0) -> Iterator[str]:
    """A PostgreSQL server of our own, heard on a socket of the file system, and on `port` of the loopback interface
    where one is given; yields the URL of an empty database.

    The server refuses to run as root: then it runs as `nobody`.
    """
    runuser = shutil.which("runuser") or "/usr/sbin/runuser"  # not on every PATH
    as_user = [runuser, "-u", "nobody", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="scaffold-pg-", dir="/tmp"))
    if as_user:
        shutil.chown(folder, "nobody")
    control = [*as_user, str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-w"]
    make = [*as_user, str(binaries / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "app", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd="/")
    options = f"-k {folder} -F -h '{'127.0.0.1' if port else ''}' -p {port or 5432}"
    subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], check=True, capture_output=True, cwd="/")
    try:
        place = f"127.0.0.1:{port}/postgres" if port else f"/postgres?host={folder}"
        yield f"postgresql+psycopg://app@{place}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """The URL of a new, empty database on the server of that URL."""
    name = f"room_{next(NUMBERS)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
