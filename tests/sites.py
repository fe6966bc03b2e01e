"""Applications of pages that run: emitted from English, filled with sample data, with a login for each role."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scaffolder import compiler, emitter, stacks
from scaffolder.criteria import derive
from scaffolder.environment import Environments
from tests.conftest import ENVIRONMENTS, TEMPLATES

PASSWORD = "quiet river 2026"
STARTS_WITHIN_S = 60


@contextmanager
def site(text: str, root: Path) -> Iterator[str]:
    """The address of the web application that `text` describes, written to `root` and served until the end. Users are
    named for their roles: `librarian@example.com`."""
    plan = derive(compiler.compile_description(text, stack="web", stacks={"web": "web"}).plan)
    for file in emitter.emit(plan, stacks.load("web"), cache=TEMPLATES):
        (root / file.path).parent.mkdir(parents=True, exist_ok=True)
        (root / file.path).write_text(file.text, encoding="utf-8")
    python = str(Environments(ENVIRONMENTS).ensure((root / "requirements-dev.lock").read_text(), print).python)
    roles = [role.name for role in plan.roles if not role.anonymous]
    user = ["create_user", "--password", PASSWORD]
    for command in (
        ["migrate"],
        ["seed"],
        *([*user, "--email", f"{name}@example.com", "--role", name] for name in roles),
    ):
        subprocess.run([python, "manage.py", *command], cwd=root, env=environment(), check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        bound = f"fd://{listening.fileno()}"
        server = subprocess.Popen(
            [python, "-m", "gunicorn", "config.wsgi:application", "--bind", bound, "--threads", "8"],
            cwd=root, env=environment(), pass_fds=[listening.fileno()], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            base = f"http://127.0.0.1:{listening.getsockname()[1]}"
            wait(f"{base}/health/ready")
            yield base
        finally:
            server.terminate()
            server.wait(timeout=STARTS_WITHIN_S)


def environment() -> Mapping[str, str]:
    return {"PATH": os.environ["PATH"], "SECRET_KEY": "for tests only, thirty-two letters"}


def wait(url: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
