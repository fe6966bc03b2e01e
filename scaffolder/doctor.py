"""What this machine has and lacks: for each thing scaffold needs, whether it works and the command that mends it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from scaffolder import config, programs, repo, sandboxes, server, stacks
from scaffolder.config import Settings
from scaffolder.environment import Environments, environment_key
from scaffolder.errors import ScaffoldError

INDEXES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
PUBLIC_INDEX = "https://pypi.org/simple"
NETWORK_S = 5.0

State = Literal["works", "limited", "missing"]


class Finding(Struct, frozen=True):
    """`mend` is a command to type, empty where nothing is wrong. `limited`: scaffold works, with less."""

    name: str
    state: State
    detail: str
    mend: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order in which a run needs it. Asks the package index once."""
    cache = config.cache_folder(settings)
    here = [_python(), _uv(), *_git(), *_sandboxes(), _loopback()]
    return [*here, _folder("cache", cache), *_environments(cache), _index()]


def _python() -> Finding:
    return Finding("python", "works", f"{platform.python_version()} ({sys.executable})")


def _uv() -> Finding:
    try:
        done = subprocess.run([programs.uv(), "--version"], capture_output=True, text=True, check=True)
        return Finding("uv", "works", done.stdout.strip())
    except (ImportError, OSError, subprocess.CalledProcessError) as error:
        return Finding("uv", "missing", f"{type(error).__name__}: {error}", f"{sys.executable} -m pip install uv")


def _git() -> Iterator[Finding]:
    found = shutil.which("git")
    if found is None:
        yield Finding("git", "missing", "not on PATH; projects can be built with --no-git", "apt-get install git")
        return
    done = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    yield Finding("git", "works", done.stdout.strip())
    who = repo.identity()
    if who.own:
        yield Finding("git identity", "works", f"{who.name} <{who.email}>")
    else:
        yield Finding("git identity", "limited", f"none; commits are by {who.name}", repo.IDENTITY_HINT)


def _sandboxes() -> Iterator[Finding]:
    """Each is tried, in the order in which they are preferred; one is enough."""
    for name in sandboxes.BACKENDS:
        try:
            backend = sandboxes.usable(name)
        except ScaffoldError as error:
            yield Finding(f"sandbox {name}", "limited", error.message, error.hint)
        else:
            yield Finding(f"sandbox {name}", "works" if backend.isolates else "limited", backend.description)


def _loopback() -> Finding:
    try:
        server.need_loopback()
    except ScaffoldError as error:
        return Finding("loopback", "missing", error.message, error.hint)
    return Finding("loopback", "works", f"{server.HOST} answers")


def _folder(name: str, folder: Path) -> Finding:
    """Whether files can be made in a folder, or in the nearest one above it that exists."""
    there = next(p for p in (folder, *folder.parents) if p.exists())
    if os.access(there, os.W_OK | os.X_OK) and there.is_dir():
        room = shutil.disk_usage(there).free / 2**30
        return Finding(name, "works" if room > 1 else "limited", f"{folder} ({room:.1f} GB free)")
    return Finding(name, "missing", f"{folder} cannot be written", "export SCAFFOLD_CACHE_DIR=<a folder of yours>")


def _environments(cache: Path) -> Iterator[Finding]:
    kept = Environments(cache / "environments").kept()
    ready = {k.key for k in kept if k.usable}
    size, spoilt = sum(k.size_bytes for k in kept) / 2**20, sum(not k.usable for k in kept)
    told = f"{len(kept)} kept, {size:.0f} MB" + (f", {spoilt} of them to be built again" if spoilt else "")
    yield Finding("environments", "works", f"{told}; to remove them: scaffold doctor --clear")
    for name in stacks.names():
        stack = stacks.load(name)
        if environment_key(stack.lock) in ready:
            yield Finding(f"packages of {name}", "works", "installed, no network needed")
        else:
            yield Finding(f"packages of {name}", "limited", "will be installed by the first run, from the index")


def _index() -> Finding:
    """Whether the package index answers, with certificates that hold."""
    import ssl
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    url = next((os.environ[name] for name in INDEXES if os.environ.get(name)), PUBLIC_INDEX)
    shown = urlsplit(url).hostname or url
    if urlsplit(url).scheme not in ("http", "https"):
        return Finding("package index", "works", f"{shown} (not asked)")
    try:
        with urlopen(Request(f"{url.rstrip('/')}/pip/", method="HEAD"), timeout=NETWORK_S):  # noqa: S310
            return Finding("package index", "works", f"{shown} answers")
    except HTTPError as error:
        return Finding("package index", "works" if error.code < 500 else "limited", f"{shown} answers {error.code}")
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        mend = "export UV_DEFAULT_INDEX=https://<your index>/simple"
        if isinstance(reason, ssl.SSLError):
            mend = "export SSL_CERT_FILE=<the certificates of your network>"
        return Finding("package index", "limited", f"{shown} does not answer: {reason}", mend)
