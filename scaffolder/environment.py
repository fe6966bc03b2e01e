"""Python environments of generated projects: made by uv, one for each hashed lock, precompiled and read-only."""

from __future__ import annotations

import ast
import contextlib
import errno
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from scaffolder import locks, programs
from scaffolder.errors import DiskError, EnvironmentFailure
from scaffolder.types import Event, OnEvent, PythonEnvironment

BUILDING = ".building-"
PACKAGES = "packages.txt"  # in an environment: what it held when it was whole
LAYOUT = "1"  # part of the key: raise it when the way environments are built changes
# What pip is told, uv is told too, but only after uv's own settings have failed: many machines configure pip alone.
SETTINGS_OF_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}
SECTIONS_OF_PIP = ("global", "install", ":env:")  # what is told later counts


class Kept(Struct, frozen=True):
    """An environment in the store, as `doctor` shows it."""

    key: str
    path: Path
    size_bytes: int
    usable: bool


class Environments:
    """The store of environments under the folder `store`, shared by all runs and processes of this user."""

    def __init__(self, store: Path) -> None:
        self.store = store.absolute()

    def ensure(self, lock_text: str, on_event: OnEvent) -> PythonEnvironment:
        """The environment of this lock, built where the store has none yet (seconds; then milliseconds).

        Raises EnvironmentFailure (no uv, no index and a cold cache, a lock that holds anything but hashed packages or
        does not match what the index serves) and DiskError.
        """
        locks.check(lock_text)
        key = environment_key(lock_text)
        found = self._environment(key)
        if _usable(found):
            return found
        try:
            with self._locked(key, on_event):
                if not _usable(found):  # another process may have built it while this one waited
                    self._build(found, lock_text, on_event)
        except OSError as error:
            raise _disk_error(error, self.store) from error
        return found

    def kept(self) -> list[Kept]:
        """What the store holds, in the order of the keys."""
        found = [
            self._environment(p.name) for p in sorted(self.store.glob("*")) if re.fullmatch("[0-9a-f]{64}", p.name)
        ]
        return [Kept(e.key, e.root, _size_bytes(e.root), _usable(e)) for e in found]

    def clear(self) -> int:
        """Delete every environment and what checks remember beside them; the number of bytes freed. What another run is
        just building stays."""
        freed = 0
        for path in [p for p in self.store.glob("*") if p.is_dir() and not self._is_being_built(p.name)]:
            freed += _size_bytes(path)
            _remove(path)
        return freed

    def _is_being_built(self, name: str) -> bool:
        key = name.removeprefix(BUILDING)[:16]
        for lock in self.store.glob(f"{key}*.lock"):
            with open(lock, encoding="ascii") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    return True
        return False

    def _environment(self, key: str) -> PythonEnvironment:
        return PythonEnvironment(self.store / key, self.store / key / "bin" / "python", key)

    @contextlib.contextmanager
    def _locked(self, key: str, on_event: OnEvent) -> Iterator[None]:
        self.store.mkdir(parents=True, exist_ok=True)
        with open(self.store / f"{key}.lock", "w", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_event(Event("stage", "environment", "info", "waiting for another run that is building it"))
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _build(self, wanted: PythonEnvironment, lock_text: str, on_event: OnEvent) -> None:
        """Build beside, then rename: an environment under its key is always whole. Holds the lock of the key."""
        started = time.monotonic()
        for left in self.store.glob(f"{BUILDING}{wanted.key[:16]}-*"):  # of a build that was killed
            _remove(left)
        _remove(wanted.root)
        on_event(
            Event("stage", "environment", "started", f"installing {_count(lock_text)} packages, once for this lock")
        )
        stage = Path(tempfile.mkdtemp(prefix=f"{BUILDING}{wanted.key[:16]}-", dir=self.store))
        try:
            _install(stage / "env", stage / "lock.txt", lock_text)
            _compile(stage / "env", wanted.root)
            (stage / "env" / PACKAGES).write_text(_packages(stage / "env"))
            _make_read_only(stage / "env")
            (stage / "env").rename(wanted.root)
        except BaseException:
            on_event(Event("stage", "environment", "failed", seconds=time.monotonic() - started))
            raise
        finally:
            _remove(stage)
        on_event(Event("stage", "environment", "finished", seconds=time.monotonic() - started))


def environment_key(lock_text: str) -> str:
    """sha256 of the lock, the Python that runs us, and the platform."""
    parts = (LAYOUT, lock_text, platform.python_implementation(), platform.python_version(), sysconfig.get_platform())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _count(lock_text: str) -> int:
    return len(re.findall(r"^[\w.\[\]-]+==", lock_text, re.MULTILINE))


def _usable(environment: PythonEnvironment) -> bool:
    """The interpreter is a link to the one it was made with, which may have been removed since; and what tidies caches
    may have taken packages away."""
    kept = environment.root / PACKAGES
    return environment.python.exists() and (not kept.exists() or kept.read_text() == _packages(environment.root))


def _packages(root: Path) -> str:
    """The names of what was installed, a line each."""
    return "\n".join(sorted(p.name for p in root.glob("lib/python*/site-packages/*")))


def _install(root: Path, lock: Path, lock_text: str) -> None:
    """Wheels of the locked hashes only, so that nothing of a package runs; from uv's cache where it has them.

    Copies, not links: a program that writes into the environment must not reach uv's cache of all projects.
    """
    lock.write_text(lock_text, encoding="utf-8")
    try:
        uv = programs.uv()
    except (ImportError, FileNotFoundError) as error:
        raise EnvironmentFailure("uv is missing from this installation", hint="pip install uv") from error
    made = _run([uv, "venv", "--quiet", "--relocatable", "--python", sys.executable, str(root)], _settings())
    if made.returncode:
        failure = EnvironmentFailure(f"uv cannot make an environment: {_reason(made)}", hint="scaffold doctor")
        raise _full(root) if _is_full(made) else failure
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--no-build", "--require-hashes", "--link-mode", "copy"]
    install += ["--python", str(root / "bin" / "python"), "--requirements", str(lock)]
    done = _run([*install, "--offline"], _settings())
    if done.returncode and not _is_full(done):
        done = _run(install, _settings())
    if done.returncode and not _is_full(done) and (env := _settings_of_pip(done)):
        done = _run(install, env)
    if done.returncode:
        raise _full(root) if _is_full(done) else _install_error(done)


def _settings() -> dict[str, str]:
    """The caller's environment, so that their index and certificates count, without what points uv elsewhere."""
    kept = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT")}
    kept = {k: v for k, v in kept.items() if not k.startswith("PYTHON")}
    return {
        "UV_HTTP_TIMEOUT": "15",
        "UV_HTTP_RETRIES": "1",
        **kept,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }


def _settings_of_pip(failed: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The same with pip's settings in uv's words, and with the certificates of the system, which pip trusts too; empty
    where neither says more than uv knew. The lock holds hashes, so it does not matter which index a file is from."""
    # -P: a project that one stands in may have a `pip.py`.
    listed = subprocess.run(
        [sys.executable, "-P", "-m", "pip", "config", "list"], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    told = dict[str, str]()
    for section in SECTIONS_OF_PIP:
        for name, value in re.findall(rf"^{section}\.([\w-]+)=(.+)$", listed.stdout, re.MULTILINE):
            if name in SETTINGS_OF_PIP:
                told[SETTINGS_OF_PIP[name]] = (", " if name == "find-links" else " ").join(
                    str(ast.literal_eval(value)).split()
                )
    if not told and "certificate" not in failed.stderr:
        return {}
    return {**_settings(), "UV_SYSTEM_CERTS": "true", "UV_INDEX_STRATEGY": "unsafe-best-match", **told}


def _run(argv: list[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, env=dict(env), capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/")


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """The lines of uv's complaint that say why, in one line and short."""
    lines = [
        re.sub(r"^(error|Caused by|cause|warning)?:?\s*", "", x.strip(" ×╰─▶├│")) for x in done.stderr.splitlines()
    ]
    text = "; ".join(dict.fromkeys(line for line in lines if line and not line.startswith("hint")))
    return text if len(text) <= 400 else text[:400] + " …"


def _is_full(done: subprocess.CompletedProcess[str]) -> bool:
    return "os error 28" in done.stderr or "No space left" in done.stderr


def _full(place: Path) -> DiskError:
    told = f"the disk is full: the Python environment cannot be built in {place.parent.parent}"
    return DiskError(told, hint="free some space, or point SCAFFOLD_CACHE_DIR to a folder with more")


def _install_error(done: subprocess.CompletedProcess[str]) -> EnvironmentFailure:
    reason = _reason(done)
    if "ash mismatch" in reason:
        return EnvironmentFailure(
            f"the index serves other files than the lock names: {reason}",
            hint="use an index that has the original files (UV_DEFAULT_INDEX), or uv cache clean",
        )
    return EnvironmentFailure(
        f"the packages of the project cannot be fetched, and are not in uv's cache: {reason}",
        hint="check the network, or name your index: export UV_DEFAULT_INDEX=https://…/simple",
    )


def _compile(root: Path, final: Path) -> None:
    """Bytecode for everything, stamped with the final place. By our own interpreter: the environment's would run the
    `.pth` files of its packages. Files that do not compile (of other Python versions) are left as they are."""
    argv = [sys.executable, "-I", "-m", "compileall", "-q", "-j2", "-s", str(root), "-p", str(final)]
    subprocess.run([*argv, str(root / "lib")], capture_output=True, stdin=subprocess.DEVNULL, check=False)


def _make_read_only(root: Path) -> None:
    for folder, _, files in os.walk(root):
        for name in files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, os.stat(path).st_mode & ~0o222)
        os.chmod(folder, 0o555 if folder != str(root) else 0o755)  # a read-only folder cannot be renamed everywhere
    root.chmod(0o755)


def _remove(root: Path) -> None:
    """Delete a tree that may be read-only."""
    for folder, _, _ in os.walk(root):
        os.chmod(folder, 0o700)
    shutil.rmtree(root, ignore_errors=True)


def _size_bytes(root: Path) -> int:
    return sum(os.lstat(os.path.join(folder, name)).st_size for folder, _, files in os.walk(root) for name in files)


def _disk_error(error: OSError, store: Path) -> DiskError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskError(
            f"the disk is full: {store}", hint="free some space, or point SCAFFOLD_CACHE_DIR to a folder with more"
        )
    return DiskError(
        f"{store} cannot be used: {error.strerror}", hint="point SCAFFOLD_CACHE_DIR to a folder you may write"
    )
