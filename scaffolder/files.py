"""Trees of text files: which paths may be written, reading a folder, writing a folder all at once or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from scaffolder.errors import DestinationError, DiskError, UnsafePathError
from scaffolder.types import Tree

MAX_FILES = 400
MAX_FILE_BYTES = 512 * 1024
MAX_TREE_BYTES = 8 * 1024 * 1024
STAGE = ".scaffold-stage-"

_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_DOTFILES = frozenset(
    {".gitignore", ".gitattributes", ".dockerignore", ".editorconfig", ".env.example", ".python-version", ".gitkeep"}
)
# Read by a shell, an editor, an installer or Python itself, without anybody having asked for it.
_SELF_STARTING = re.compile(
    r"\.envrc|\.npmrc|\.pypirc|\.netrc|\.pre-commit-config\.yaml|\.idea|__pycache__|sitecustomize\.py|usercustomize\.py"
    r"|.*\.(pth|pyc|pyo|so|pyd|dll|dylib|egg-link)",
    re.IGNORECASE,
)
# Run later by a person's tools: ours to write, nobody else's.
_RUN_LATER = re.compile(
    r"(\.github|\.vscode|\.devcontainer|\.scaffold)/.*|(.*/)?(Dockerfile|Makefile|compose\.ya?ml|package\.json)",
    re.IGNORECASE,
)
_TOOLS = frozenset({"alembic", "black", "mypy", "pip", "pytest", "ruff", "uv", "uvicorn", "fastapi", "sqlalchemy"})
_NOT_READ = frozenset(
    {".git", ".venv", "venv", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
)


def check_tree(tree: Tree, own: Collection[str] = ()) -> None:
    """Raise UnsafePathError for the first path or text that must not be written. Nothing is ever repaired.

    `own` are the paths that our templates wrote: only they may be files that a person's tools run later, and as many
    as the plan, whose size is bounded, asks for.
    """
    foreign = {path: text for path, text in tree.items() if path not in own}
    if len(foreign) > MAX_FILES:
        raise UnsafePathError(f"{len(foreign)} files are more than the {MAX_FILES} that one project may have")
    for path, text in tree.items():
        check_path(path, own=path in own)
        _check_text(path, text)
    if sum(len(text.encode()) for text in foreign.values()) > MAX_TREE_BYTES:
        raise UnsafePathError(f"the files are together larger than {MAX_TREE_BYTES // 2**20} MB")
    _check_collisions(tree)


def check_path(path: str, own: bool = False) -> None:
    """Raise UnsafePathError unless `path` is a plain relative POSIX path that is harmless on every platform."""
    why = _fault(path) or ("" if own else _fault_unless_own(path))
    if why:
        raise UnsafePathError(f"{path!r} must not be written: {why}")


def _fault(path: str) -> str:
    if not path or len(path) > 240:
        return "a path has 1 to 240 characters"
    if not path.isascii() or not path.isprintable():
        return "only printable ASCII characters are allowed"
    if re.search(r'[\\:*?"<>|~]', path):
        return "it holds a character that some system gives a meaning"
    segments = path.split("/")
    if len(segments) > 12:
        return "it is nested more than 12 deep"
    return next((why for s in segments if (why := _segment_fault(s))), "") or _place_fault(segments)


def _segment_fault(segment: str) -> str:
    if segment in ("", ".", ".."):
        return "it is absolute or leads elsewhere"
    if len(segment) > 100 or segment != segment.strip() or segment.endswith("."):
        return "a name has at most 100 characters, no space around it and no dot at its end"
    if _DEVICES.fullmatch(segment):
        return f"{segment} is a device on some systems"
    if segment.lower().startswith(".git") and segment not in _DOTFILES and segment != ".github":
        return "it belongs to git"
    return f"{segment} is run without being asked" if _SELF_STARTING.fullmatch(segment) else ""


def _place_fault(segments: list[str]) -> str:
    folders = (".github", ".vscode", ".devcontainer", ".scaffold")
    for depth, name in enumerate(segments):
        if (
            name.startswith(".")
            and name not in _DOTFILES
            and not (depth == 0 and name in folders and len(segments) > 1)
        ):
            return "hidden files are allowed from a short list only"
    top, name = segments[0], segments[-1]
    module = top.removesuffix(".py") if len(segments) == 1 else top if name == "__init__.py" else ""
    if (name.endswith(".py") and len(segments) <= 2) and (module in sys.stdlib_module_names or module in _TOOLS):
        return f"it would hide the Python module {module}"
    return ""


def _fault_unless_own(path: str) -> str:
    return "tools run it later, so only templates write it" if _RUN_LATER.fullmatch(path) else ""


def _check_text(path: str, text: str) -> None:
    try:
        size_bytes = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise UnsafePathError(f"{path}: the text is not valid Unicode") from error
    if "\0" in text or size_bytes > MAX_FILE_BYTES:
        raise UnsafePathError(f"{path}: a file is text of at most {MAX_FILE_BYTES // 1024} kB")
    if path.endswith(".gitattributes") and re.search(r"\b(filter|diff|merge)=", text):
        raise UnsafePathError(f"{path}: git attributes may not name drivers, which run programs")


def _check_collisions(tree: Tree) -> None:
    """No two paths may be one on a file system that ignores case, no file may be another's folder."""
    seen: dict[str, str] = {}
    for path in tree:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            here, kind = "/".join(parts[:depth]), "file" if depth == len(parts) else "folder"
            known = seen.setdefault(here.casefold(), f"{kind} {here}")
            if known != f"{kind} {here}":
                raise UnsafePathError(f"{path} is in the way of the {known} on some systems")


def check_destination(target: Path) -> None:
    """Raise DestinationError where a project cannot be put at `target`: it must be missing or an empty folder."""
    target = Path(os.path.abspath(target))
    why, hint = _destination_fault(target)
    if why:
        raise DestinationError(f"{target} {why}", hint=hint)


def _destination_fault(target: Path) -> tuple[str, str]:
    elsewhere = f"scaffold new … -o {target.name or 'app'}-2"
    for link in (target, target.parent):
        if link.is_symlink():
            return f"is or lies in a symbolic link ({link})", f"name the real folder: -o {target.resolve()}"
    if target in (Path("/"), Path.home()) or target in (Path.cwd(), *Path.cwd().parents):
        return "is a folder that you stand in, your home, or the root", "name a new folder: -o DIR"
    blocking = next((p for p in (target, *target.parents) if p.exists() and not p.is_dir()), None)
    if blocking is not None:
        return f"cannot be a folder: {blocking} is a file", elsewhere
    try:
        entries = sorted(os.listdir(target)) if target.is_dir() else []
    except PermissionError:
        return "cannot be read", elsewhere
    if entries:
        more = f" and {len(entries) - 5} more" if len(entries) > 5 else ""
        return f"is not empty: {', '.join(entries[:5])}{more}", elsewhere
    above = next(p for p in target.parents if p.is_dir())
    if not os.access(above, os.W_OK | os.X_OK):
        return f"cannot be made: you may not write to {above}", "name a folder of yours: -o DIR"
    return "", ""


def write_tree(tree: Tree, target: Path, *, own: Collection[str] = (), executable: Collection[str] = ()) -> None:
    """Write all of `tree` to `target`, or nothing, even when killed. Raises DestinationError, DiskError,
    UnsafePathError."""
    with Stage(target) as stage:
        stage.write(tree, own=own, executable=executable)
        stage.deliver()


class Stage:
    """A folder beside `target`, on the same file system, that becomes it by one rename. What is not delivered when
    the `with` block ends is removed; what a killed run left is removed by the next."""

    def __init__(self, target: Path) -> None:
        check_destination(target)
        self.target = Path(os.path.abspath(target))
        self._made: list[Path] = []
        try:
            self._make_parents()
            self._remove_left_over()
            self.root, self._held = self._made_and_held()
        except OSError as error:
            self._remove_parents()
            raise disk_error(error, self.target) from error

    def write(self, tree: Tree, *, own: Collection[str] = (), executable: Collection[str] = ()) -> None:
        """Add or replace files of the stage."""
        check_tree(tree, own)
        try:
            for path, text in tree.items():
                _write_file(self.root / path, text, 0o755 if path in executable else 0o644)
        except OSError as error:
            raise disk_error(error, self.target) from error

    def deliver(self) -> None:
        """Rename to the target. This replaces an empty folder and nothing else: the system refuses the rest."""
        check_destination(self.target)
        try:
            self.root.chmod(0o755)
            os.rename(self.root, self.target)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise DestinationError(
                    f"{self.target} came into being meanwhile", hint="name another: -o DIR"
                ) from error
            raise disk_error(error, self.target) from error
        self._made = []

    def _made_and_held(self) -> tuple[Path, int]:
        """A new stage and the lock on it. Until that is there another run may remove it, or the folder around it."""
        while True:
            with contextlib.suppress(FileNotFoundError):
                self._make_parents()
                root = Path(tempfile.mkdtemp(prefix=f"{STAGE}{self.target.name}-", dir=self.target.parent))
                held = os.open(root, os.O_RDONLY)
                fcntl.flock(held, fcntl.LOCK_EX)
                if root.is_dir():
                    return root, held
                os.close(held)

    def _make_parents(self) -> None:
        for folder in reversed([p for p in self.target.parents if not p.exists()]):
            folder.mkdir(exist_ok=True)
            self._made.insert(0, folder)

    def _remove_parents(self) -> None:
        for folder in self._made:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _remove_left_over(self) -> None:
        """A stage is locked by the run that fills it, and the lock ends with the run."""
        for left in self.target.parent.glob(f"{STAGE}{self.target.name}-????????"):
            with contextlib.suppress(OSError):
                held = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(left)
                finally:
                    os.close(held)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        os.close(self._held)
        self._remove_parents()


def _write_file(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    path.chmod(mode)


def disk_error(error: OSError, place: Path) -> DiskError | DestinationError:
    """The user's words for what the system says about writing to `place`."""
    if is_full(error):
        return full(place.parent)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return DestinationError(f"{place} cannot be written: {error.strerror}", hint="name a folder of yours: -o DIR")
    return DiskError(f"writing {place} failed: {error.strerror or error}", hint="scaffold doctor")


def is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def full(place: Path | str) -> DiskError:
    return DiskError(f"the disk of {place} is full: nothing was written", hint="free some space, then repeat")


def read_tree(root: Path) -> dict[str, str]:
    """The text files below `root` by path, in order, without caches, repositories, links, kept data and what is not
    text or larger than a generated file may be."""
    return dict(sorted(_texts(root)))


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = [f for f in folders if f not in _NOT_READ and (here.name, f) != (".scaffold", "data")]
        for name in names:
            path = here / name
            if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
                continue
            with contextlib.suppress(UnicodeDecodeError):
                yield path.relative_to(root).as_posix(), path.read_bytes().decode("utf-8")
