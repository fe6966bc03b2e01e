"""Where files stand that nobody keeps."""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

MEMORY = Path("/dev") / "shm"
ROOM_BYTES = 256 * 1024 * 1024  # a memory file system with less room than this is left alone
TRIES = 50  # a folder may be taken for left over before its lock is there, once and again
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
NOBODY = 65534  # where root starts what was generated, its copy belongs to this user

_locks: dict[str, int] = {}  # of the folders of this process, as open descriptors


def place() -> Path:
    """In memory where there is room, unless `TMPDIR` names a place: there a database commits many times faster than on
    a disk, and removing a file that was written twice, which takes some file systems milliseconds, takes nothing."""
    with contextlib.suppress(OSError):
        room = os.statvfs(MEMORY)
        ample = room.f_bavail * room.f_frsize >= ROOM_BYTES
        for_all = MEMORY.stat().st_mode & 0o001  # what runs isolated may be another user
        if ample and for_all and os.access(MEMORY, os.W_OK) and not os.environ.get("TMPDIR"):
            return MEMORY
    return Path(tempfile.gettempdir())


def fresh(prefix: str, where: Path | None = None) -> Path:
    """A new folder whose name begins with `prefix`, in `where` or in `place()`, until it is given to `remove`. It is
    locked by this process, and the lock ends with it: so what killed processes left under that prefix is known, and
    is removed first. Raises OSError."""
    where = where or place()
    _remove_left_over(prefix, where)
    for _ in range(TRIES):
        made = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=where))
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(made, os.O_RDONLY)
            with contextlib.suppress(OSError):  # not every file system has locks: there, nobody takes it for left over
                fcntl.flock(lock, fcntl.LOCK_EX)
            if made.is_dir():
                _locks[os.fspath(made)] = lock
                return made
            os.close(lock)
    raise FileNotFoundError(f"{where}: what is made there is removed at once")


@contextlib.contextmanager
def folder(prefix: str, where: Path | None = None) -> Iterator[Path]:
    """The same, removed at the end of the block."""
    made = fresh(prefix, where)
    try:
        yield made
    finally:
        remove(made)


def _remove_left_over(prefix: str, where: Path) -> None:
    """Others may make such names in a folder that is everybody's: a link, or a folder of theirs, is left alone."""
    mine = {os.geteuid(), NOBODY} if os.geteuid() == 0 else {os.geteuid()}
    for left in where.glob(f"{glob.escape(prefix)}*-????????"):
        if os.fspath(left) in _locks:
            continue
        with contextlib.suppress(OSError):
            lock = os.open(left, FOLDER)
            try:
                if os.fstat(lock).st_uid in mine:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _empty(lock)
                    os.rmdir(left)
            finally:
                os.close(lock)


def remove(scratch: Path) -> None:
    """All of it, whatever a program left: folders that it has no rights to itself, and such as are nested more deeply
    than a path can be long. What a link leads to is not touched."""
    if lock := _locks.pop(os.fspath(scratch), 0):
        os.close(lock)
    with contextlib.suppress(OSError):
        top = _opened(os.fspath(scratch))
        try:
            _empty(top)
        finally:
            os.close(top)
        os.rmdir(scratch)


def _opened(name: str, within: int | None = None) -> int:
    """The folder of that name, with all rights to it. Raises OSError where it is none."""
    try:
        folder = os.open(name, FOLDER, dir_fd=within)
    except PermissionError:
        if stat.S_ISDIR(os.stat(name, dir_fd=within, follow_symlinks=False).st_mode):
            os.chmod(name, 0o700, dir_fd=within)
        folder = os.open(name, FOLDER, dir_fd=within)
    with contextlib.suppress(OSError):
        os.fchmod(folder, 0o700)
    return folder


def _empty(top: int) -> None:
    """Each folder is moved up into `top` before it is looked into. All by descriptors: whoever puts a link in the place
    of a folder meanwhile leads nobody astray."""
    mark, waiting, number = os.urandom(8).hex(), ["."], 0
    while waiting:
        name = waiting.pop()
        with contextlib.suppress(OSError):
            here = _opened(name, top)
            with contextlib.suppress(OSError), os.scandir(here) as entries:
                for entry in list(entries):
                    number += 1
                    with contextlib.suppress(OSError):
                        if not entry.is_dir(follow_symlinks=False):
                            os.unlink(entry.name, dir_fd=here)
                            continue
                        os.close(_opened(entry.name, here))
                        os.rename(entry.name, f"{mark}-{number}", src_dir_fd=here, dst_dir_fd=top)
                        waiting.append(f"{mark}-{number}")
            os.close(here)
        with contextlib.suppress(OSError):
            os.rmdir(name, dir_fd=top)
