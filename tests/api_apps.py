"""Emitted applications on disk, their databases, and servers of them: what tests of the api stack start from."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder import emitter, stacks
from scaffolder.criteria import derive
from scaffolder.plan import Plan


def write(plan: Plan, root: Path) -> Path:
    """The application of a plan, in a new folder."""
    for file in emitter.emit(derive(plan), stacks.load("api")):
        (root / file.path).parent.mkdir(parents=True, exist_ok=True)
        (root / file.path).write_text(file.text, encoding="utf-8")
    return root


def run(root: Path, *argv: str, url: str) -> subprocess.CompletedProcess[str]:
    """A Python module with its arguments, in the folder of an application and on its database."""
    done = subprocess.run(
        [sys.executable, "-m", *argv], cwd=root, env=environment(url), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


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
def server(root: Path, url: str) -> Iterator[Server]:
    """The application of `root` behind uvicorn, its tables made by its migrations."""
    run(root, "alembic", "upgrade", "head", url=url)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning"]
    log = root / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(argv, cwd=root, env=environment(url), stdout=output, stderr=subprocess.STDOUT)
        try:
            yield _ready(Server(f"http://127.0.0.1:{port}"), process, log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> Server:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.get("/health")
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise AssertionError(f"the server did not start: {log.read_text()}")


def postgres_binaries() -> Path | None:
    """Where a PostgreSQL server is installed: Debian's place, or beside `initdb` on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def postgres(binaries: Path) -> Iterator[str]:
    """A PostgreSQL server of our own, heard on a socket of the file system only; yields the URL of an empty database.

    The server refuses to run as root: then it runs as `nobody`.
    """
    as_user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="scaffold-pg-", dir="/tmp"))
    if as_user:
        shutil.chown(folder, "nobody")
    control = [*as_user, str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-w"]
    make = [*as_user, str(binaries / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "app", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd="/")
    options = f"-k {folder} -h '' -F"
    subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], check=True, capture_output=True, cwd="/")
    try:
        yield f"postgresql+psycopg://app@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)
