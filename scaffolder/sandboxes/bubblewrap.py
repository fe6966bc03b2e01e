"""The backend `bubblewrap`: a view of the system of its own, with nothing in it but programs, libraries and the copy of
the project; no network, processes that see only each other. What Landlock and seccomp add stands inside of it.
"""

from __future__ import annotations

import functools
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scaffolder.errors import SandboxError
from scaffolder.sandboxes import confinement, syscalls
from scaffolder.sandboxes.landlock import SYSTEM, LandlockSandbox
from scaffolder.sandboxes.starting import Enclosure

# What a supervisor needs that starts as root, and its program has not: to become another user, and to end what that one
# leaves.
CAPABILITIES = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_KILL", "CAP_DAC_READ_SEARCH", "CAP_SYS_PTRACE")
TEMPORARY_BYTES = 64 * 1024**2


def connect() -> BubblewrapSandbox:
    """Raises SandboxError, with the reason, where it is missing. Whether it works, its self-test says."""
    if sys.platform != "linux":
        raise SandboxError("is a program of Linux")
    if platform.machine() not in syscalls.machines():
        raise SandboxError(f"is not ready for this processor ({platform.machine()})")
    if shutil.which("bwrap") is None:
        raise SandboxError("is not installed", hint="apt-get install bubblewrap")
    return BubblewrapSandbox()


class BubblewrapSandbox(LandlockSandbox):
    """See `ProcessSandbox`."""

    name = "bubblewrap"

    def __init__(self) -> None:
        super().__init__()
        stopped = "files, network, processes isolated; memory and disk bounded by looking every 0.2 s"
        self.description = f"bubblewrap {_version()} ({stopped})"

    def enclosure(self, walls: Mapping[str, Any] | None, *, alone: bool = True) -> Enclosure:
        if not alone and confinement.landlock_version() < confinement.PORTS_SINCE:
            raise SandboxError(
                "bubblewrap cannot open the way to one server only on this kernel (Linux 6.7 can)",
                hint="--no-sandbox, where you trust the application",
            )
        read = [str(p) for p in (walls or {})["readable"] if p not in SYSTEM and p != "/proc"]
        written = [str(p) for p in (walls or {})["writable"]]
        own = [["--ro-bind-try", path, path] for path in read] + [["--bind", path, path] for path in written]
        parts = [
            [shutil.which("bwrap") or "bwrap", *_namespaces(alone=alone)],
            *_directories([*read, *written]),
            *_system(),
            ["--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev"],
            ["--perms", "1777", "--size", str(TEMPORARY_BYTES), "--tmpfs", "/tmp"],  # noqa: S108 - inside
            *own,
            ["--remount-ro", "/", "--chdir", "/", "--"],
        ]
        return Enclosure([word for part in parts for word in part])


def _namespaces(*, alone: bool) -> list[str]:
    apart = ["--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"]
    apart += ["--unshare-net"] if alone else []
    # The supervisor is the first process: signals from within do not reach it, and all ends with it.
    first = ["--as-pid-1", "--hostname", "sandbox", "--cap-drop", "ALL"]
    if os.getuid() != 0:
        return ["--unshare-user", *apart, *first]
    return [*apart, *first, *(word for name in CAPABILITIES for word in ("--cap-add", name))]


def _directories(paths: Iterable[str]) -> list[list[str]]:
    """What lies above the paths: bubblewrap would make it so that only root can pass."""
    above = {str(parent) for path in paths for parent in Path(path).parents if str(parent) != "/"}
    own = ("/usr", "/dev", "/proc", "/tmp")  # noqa: S108 - inside
    return [["--dir", path] for path in sorted(above | {"/etc"}) if not path.startswith(tuple(f"{o}/" for o in own))]


def _system() -> Iterable[list[str]]:
    for path in SYSTEM:
        if os.path.islink(path):
            yield ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            yield ["--ro-bind", path, path]


@functools.cache
def _version() -> str:
    said = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=False)  # noqa: S607
    found = re.search(r"[\d.]+", said.stdout)
    return found.group() if found else "?"
