"""The backend `landlock`: the program itself gives up, before it runs, all but its copy of the project: another user
where it was root, Landlock for files, ports and signals, seccomp for system calls. Needs Linux 6.7, and nothing else.
"""

from __future__ import annotations

import functools
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from glob import glob
from pathlib import Path
from typing import Any

from scaffolder.errors import SandboxError
from scaffolder.sandboxes import confinement, syscalls
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.sandboxes.starting import PYTHON

# Programs, libraries, and the few settings that the C library and Python look up.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = (
    "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/nsswitch.conf", "/etc/passwd", "/etc/group",
    "/etc/hosts", "/etc/host.conf", "/etc/gai.conf", "/etc/protocols", "/etc/services", "/etc/ssl/certs",
    "/etc/ca-certificates", "/etc/alternatives", "/etc/python3*",
)  # fmt: skip


def connect() -> LandlockSandbox:
    """Raises SandboxError, with the reason, where the kernel or the processor lacks what it needs."""
    if sys.platform != "linux":
        raise SandboxError("is a part of Linux")
    if platform.machine() not in syscalls.machines():
        raise SandboxError(f"is not ready for this processor ({platform.machine()})")
    version = confinement.landlock_version()
    if version < confinement.PORTS_SINCE:
        have = f"offers version {version}" if version else "does not offer it"
        raise SandboxError(f"needs version {confinement.PORTS_SINCE} (Linux 6.7); this kernel {have}")
    return LandlockSandbox()


class LandlockSandbox(ProcessSandbox):
    """See `ProcessSandbox`."""

    name = "landlock"
    isolates = True

    def __init__(self) -> None:
        super().__init__()
        version = confinement.landlock_version()
        self.description = f"landlock {version} ({'; '.join(_stopped(version))})"

    def shares_warm(self) -> bool:
        return confinement.landlock_version() >= confinement.SCOPES_SINCE

    def walls(
        self,
        argv: Sequence[str],
        readable: Sequence[Path],
        writable: Sequence[Path],
        ports: Sequence[int],
    ) -> dict[str, Any] | None:
        read = [*system_paths(), *map(str, of_program(argv[0])), *map(str, readable)]
        written = [str(path) for path in writable]
        _give_away(writable)
        return {
            "readable": list(dict.fromkeys(read)),
            "writable": written,
            "ports": list(ports),
            "search": os.getuid() == 0 and not all(_open_to_all(path) for path in [*read, *written]),
        }


def _stopped(version: int) -> Iterator[str]:
    yield "files, network, processes isolated"
    if version < confinement.SCOPES_SINCE:
        yield "signals to your other programs NOT stopped"
    if os.getuid() != 0:
        yield "what is in your files cannot be read or written, but their modes and times can be changed"
    yield "a port that a check asks for is open to others meanwhile"
    yield "memory and disk bounded by looking every 0.2 s"


@functools.cache
def system_paths() -> tuple[str, ...]:
    """What every program may read: nothing of it is of this user."""
    prefixes = {sys.base_prefix, os.path.realpath(sys.base_prefix), os.path.dirname(os.path.dirname(PYTHON))}
    python = [os.path.join(prefix, part) for prefix in sorted(prefixes) for part in ("bin", "lib")]
    settings = [path for pattern in SETTINGS for path in glob(pattern)]
    own = os.path.dirname(__file__)  # the supervisor is read from here
    return (
        *(p for p in SYSTEM if os.path.exists(p)),
        *(p for p in python if not p.startswith("/usr/")),
        *settings,
        own,
    )


def of_program(program: str) -> Iterable[Path]:
    """What it must read to start: the folder of a program, and its virtual environment where it stands in one."""
    place = Path(program).absolute().parent
    yield place.parent if (place.parent / "pyvenv.cfg").exists() else place


def _open_to_all(path: str) -> bool:
    """Whether somebody who is nobody in particular can read it, and come to it."""
    place = Path(path)
    try:
        return place.stat().st_mode & 0o4 != 0 and all(p.stat().st_mode & 0o1 for p in place.parents)
    except OSError:
        return True  # what is not there stands in nobody's way


def _give_away(folders: Iterable[Path]) -> None:
    """To the user that the program will be, where we are root. Raises SandboxError where there is no such user, as in
    some containers."""
    if os.getuid() != 0:
        return
    try:
        for folder in folders:
            for place, _, names in os.walk(folder):
                for path in (place, *(os.path.join(place, name) for name in names)):
                    os.chown(path, confinement.NOBODY, confinement.NOBODY, follow_symlinks=False)
    except OSError as error:
        raise SandboxError(f"files cannot be given to the user nobody: {error.strerror}") from error
