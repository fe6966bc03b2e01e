"""Trees of text files: reading a folder, writing a folder all at once or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import glob
import itertools
import os
import shlex
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from scaffolder.errors import DestinationError, DiskError
from scaffolder.files.paths import MAX_FILE_BYTES, check_tree
from scaffolder.types import Tree

STAGE = ".scaffold-stage-"
TRIES = 50  # another run may remove a folder once and again; one in which nothing can be made looks the same
LONGEST_NAME = 100  # of a target, in the name of its stage: a system takes 255 characters
OF_THE_MACHINE = frozenset(
    {
        errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM,
        errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM,
    }
)  # fmt: skip

_NOT_READ = frozenset(
    {".git", ".venv", "venv", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
)


def check_destination(target: Path) -> None:
    """Raise DestinationError where a project cannot be put at `target`: it must be missing or an empty folder."""
    target = Path(os.path.abspath(target))
    why, hint = _destination_fault(target)
    if why:
        raise DestinationError(f"{target} {why}", hint=hint)


def check_parent(folder: Path) -> None:
    """Raise DestinationError where no project can be put into `folder`. What had to be made to know it is removed."""
    folder = Path(os.path.abspath(folder))
    if not folder.is_dir():
        check_destination(folder)
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder) from error
    finally:
        for made in missing:
            with contextlib.suppress(OSError):
                made.rmdir()


def _destination_fault(target: Path) -> tuple[str, str]:
    try:
        return _fault_there(target)
    except OSError as error:  # a name that is too long, a folder that may not be entered
        return f"cannot be made: {error.strerror}", "name a folder of yours: -o DIR"


def _fault_there(target: Path) -> tuple[str, str]:
    for link in (target, target.parent):
        if link.is_symlink():
            return f"is or lies in a symbolic link ({link})", f"name the real folder: -o {target.resolve()}"
    if not target.name.isprintable():
        return "has a line break or a control character in its name", "name a new folder: -o DIR"
    if target in (Path("/"), Path.home()) or target in (Path.cwd(), *Path.cwd().parents):
        return "is a folder that you stand in, your home, or the root", "name a new folder: -o DIR"
    blocking = next((p for p in (target, *target.parents) if p.exists() and not p.is_dir()), None)
    if blocking is not None:
        return f"cannot be a folder: {blocking} is a file", _elsewhere(target)
    try:
        entries = sorted(os.listdir(target)) if target.is_dir() else []
    except PermissionError:
        return "cannot be read", _elsewhere(target)
    if entries:
        more = f" and {len(entries) - 5} more" if len(entries) > 5 else ""
        return f"is not empty: {', '.join(entries[:5])}{more}", _elsewhere(target)
    above = next(p for p in target.parents if p.is_dir())
    if not os.access(above, os.W_OK | os.X_OK):
        return f"cannot be made: you may not write to {above}", "name a folder of yours: -o DIR"
    return "", ""


def _elsewhere(target: Path) -> str:
    """What may be typed instead: target-2, or the next number that is free; beside what is in the way, where that is
    above the target."""
    while not target.parent.is_dir():
        target = target.parent
    free = next(p for n in itertools.count(2) if not (p := target.with_name(f"{target.name}-{n}")).exists())
    shown = free.relative_to(Path.cwd()) if free.is_relative_to(Path.cwd()) else free
    return f"scaffold new … -o {shlex.quote(os.fspath(shown))}"


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
            for folder in sorted({path.rpartition("/")[0] for path in tree}):
                (self.root / folder).mkdir(parents=True, exist_ok=True)
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
        why = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        for _ in range(TRIES):
            try:
                self._make_parents()
                root = Path(tempfile.mkdtemp(prefix=self._prefix, dir=self.target.parent))
                held = os.open(root, os.O_RDONLY)
                fcntl.flock(held, fcntl.LOCK_EX)
                if root.is_dir():
                    return root, held
                os.close(held)
            except FileNotFoundError as error:
                why = error
        raise why

    @property
    def _prefix(self) -> str:
        return f"{STAGE}{self.target.name[:LONGEST_NAME]}-"

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
        for left in self.target.parent.glob(f"{glob.escape(self._prefix)}????????"):
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
    path.write_bytes(text.encode("utf-8"))
    path.chmod(mode)


def disk_error(error: OSError, place: Path) -> DiskError | DestinationError:
    """The user's words for what the system says about writing to `place`."""
    if is_full(error):
        return full(place.parent)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENAMETOOLONG):
        return DestinationError(f"{place} cannot be written: {error.strerror}", hint="name a folder of yours: -o DIR")
    return DiskError(f"writing {place} failed: {error.strerror or error}", hint="scaffold doctor")


def is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def of_the_machine(error: Exception, place: str = "the output") -> DiskError | None:
    """The user's words where the machine refuses something: to a file of ours, to a program that is to be started, or
    where no file is named, in `place`. Whatever else goes wrong is a defect."""
    if not isinstance(error, OSError) or error.errno not in OF_THE_MACHINE:
        return None
    place = error.filename or place
    if is_full(error) or error.errno == errno.EFBIG:
        return DiskError(f"{place} cannot be written: {error.strerror}", hint="make room for it, then repeat")
    return DiskError(f"{place} cannot be used: {error.strerror}", hint="see that it can be, then repeat")


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
