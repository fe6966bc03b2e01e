"""Where generated code runs. A backend is a module of this folder with `connect() -> Sandbox`, which raises
SandboxError with the reason where this machine cannot offer it. Nothing outside this folder starts generated code."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scaffolder import temporary
from scaffolder.errors import DiskError, SandboxError, UsageError
from scaffolder.temporary import remove as remove
from scaffolder.types import Sandbox

# Strongest first. `process` isolates nothing, so it is only for code that our own templates wrote.
BACKENDS = ("bubblewrap", "landlock", "seatbelt", "docker", "process")

PREFIX = "scaffold-run-"
NOT_COPIED = frozenset(
    {".git", ".venv", "venv", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
)
# The settings and the data of one machine, which git leaves out too: `.env` may name a database that people work with.
LOCAL = re.compile(r"\.env(?!\.example$)(\..*)?|.*\.db(-shm|-wal|-journal)?")
COLLECTED_BYTES = 16 * 1024 * 1024

WITHOUT = "process, WITHOUT isolation (--no-sandbox): what was generated runs with your own rights"


class Unisolated(SandboxError):
    """Nothing here isolates, and what is to be run was not written by our own templates alone."""


def choose(name: str = "", *, trusted: Callable[[], bool]) -> Sandbox:
    """The strongest backend of this machine, or the one called `name`. `trusted`: whether our own templates alone wrote
    what is to be run; asked where the backend does not isolate.

    Raises Unisolated, and SandboxError where the one called `name` cannot be had.
    """
    refused = []
    for backend in [name] if name else BACKENDS:
        try:
            sandbox = usable(backend)
        except SandboxError as error:
            refused.append(f"{backend}: {error.message}")
            continue
        if sandbox.isolates or trusted():
            return sandbox
        refused.append(f"{backend}: does not isolate files and network")
        why = "it was not written by scaffold's own templates alone, and nothing here isolates it"
        raise Unisolated(f"{why} ({'; '.join(refused)})", hint="scaffold doctor")
    raise SandboxError(f"no sandbox can be had ({'; '.join(refused)})", hint="scaffold doctor")


def unprotected() -> Sandbox:
    """For whoever says that they trust what is run."""
    sandbox = connect("process")
    sandbox.description = WITHOUT
    return sandbox


def usable(name: str) -> Sandbox:
    """The backend of that name, known to keep in what it says it does. Raises SandboxError with the reason."""
    from scaffolder.sandboxes.selftest import fault

    sandbox = connect(name)
    why = fault(sandbox) if sandbox.isolates else ""
    if why:
        raise SandboxError(why)
    return sandbox


def connect(name: str) -> Sandbox:
    """The backend of that name; a module of this folder, or a dotted path for one kept elsewhere. Raises SandboxError
    where there is none, or this machine cannot have it."""
    try:
        module = importlib.import_module(name if "." in name else f"{__name__}.{name}")
        opener: Callable[[], Sandbox] = module.connect
    except (ModuleNotFoundError, AttributeError) as error:
        raise UsageError(f"there is no sandbox {name!r}", hint=f"one of: {', '.join(BACKENDS)}") from error
    return opener()


# CSI and OSC sequences, other escapes, then every control character but newline and tab: a terminal obeys none of it.
_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


def plain(said: bytes | str) -> str:
    """Text of a program, safe to print."""
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


class Kept:
    """The first and the last `half` bytes of a stream; `size` counts all of it."""

    def __init__(self, half: int = 256 * 1024) -> None:
        self.half = half
        self.size = 0
        self._first = bytearray()
        self._last = bytearray()

    def add(self, data: bytes) -> None:
        self.size += len(data)
        room = self.half - len(self._first)
        self._first += data[:room]
        self._last += data[room:]
        del self._last[: -self.half]

    def text(self) -> str:
        left_out = self.size - len(self._first) - len(self._last)
        middle = f"\n[… {left_out} bytes left out …]\n".encode() if left_out else b""
        return plain(bytes(self._first) + middle + bytes(self._last))


def scratch_folder() -> Path:
    """A fresh folder for copies, until it is given to `remove`. Raises OSError."""
    return temporary.fresh(PREFIX)


def scratch_copy(root: Path, place: Path | None = None) -> Path:
    """A fresh folder, in `place` where one is given, with `app` (the copy of `root`), `home` and `tmp`."""
    try:
        scratch = Path(tempfile.mkdtemp(dir=place)) if place else scratch_folder()
        _fill(scratch, root)
    except OSError as error:
        where = place or temporary.place()
        raise DiskError(f"the project cannot be copied to {where}: {error}", hint="free some space there") from error
    return scratch


def _fill(scratch: Path, root: Path) -> None:
    try:
        for name in ("home", "tmp"):
            (scratch / name).mkdir()
        shutil.copytree(root, scratch / "app", symlinks=True, ignore=not_copied, copy_function=_copy_file)
    except BaseException:
        remove(scratch)
        raise


def not_copied(folder: str, names: list[str]) -> set[str]:
    """Caches, repositories, what is of this machine alone, and links: a copy must not lead back into the original."""
    kept = {"data"} if os.path.basename(folder) == ".scaffold" else set()
    left = NOT_COPIED | kept
    return {n for n in names if n in left or LOCAL.fullmatch(n) or os.path.islink(os.path.join(folder, n))}


def _copy_file(source: str, target: str) -> str:
    shutil.copyfile(source, target)
    os.chmod(target, 0o700 if os.access(source, os.X_OK) else 0o600)
    return target


def collected(folder: Path, names: Sequence[str], most: int = COLLECTED_BYTES) -> Iterator[tuple[str, bytes]]:
    """The result files of these names that lie in `folder` itself, are no links and of `most` bytes at the most."""
    for name in names:
        path = folder / name
        inside = path.resolve().is_relative_to(folder.resolve())
        if inside and path.is_file() and not path.is_symlink() and path.stat().st_size <= most:
            yield name, path.read_bytes()
