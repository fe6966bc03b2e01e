"""The backend `seatbelt`: macOS's own sandbox, by its program sandbox-exec. Written from its documentation and from
what others do with it, never tried on a Mac yet. Its self-test, at the start of a command, decides whether it is used.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffolder.errors import SandboxError
from scaffolder.sandboxes.landlock import of_program, system_paths
from scaffolder.sandboxes.process import ProcessSandbox
from scaffolder.sandboxes.starting import PYTHON, Enclosure

PROGRAM = "sandbox-exec"
# What every program of macOS reads before it begins; nothing of it is of this user.
READ = (
    "/usr",
    "/bin",
    "/sbin",
    "/System",
    "/Library/Frameworks",
    "/Library/Apple",
    "/opt/homebrew",
    "/private/etc/ssl",
)
SINGLE = ("/", "/dev/random", "/dev/urandom", "/dev/null", "/dev/zero", "/private/etc/localtime", "/private/etc/hosts")
BEGIN = """(version 1)
(deny default)
(allow process-exec process-fork)
(allow signal (target same-sandbox))
(allow sysctl-read)
(allow file-read-metadata)
(allow ipc-posix-sem)
(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))
"""


def connect() -> SeatbeltSandbox:
    """Raises SandboxError, with the reason, where it is missing. Whether it works, its self-test says."""
    if sys.platform != "darwin":
        raise SandboxError("is a part of macOS")
    if shutil.which(PROGRAM) is None:
        raise SandboxError(f"{PROGRAM} is not on PATH")
    return SeatbeltSandbox()


class SeatbeltSandbox(ProcessSandbox):
    """See `ProcessSandbox`."""

    name = "seatbelt"
    isolates = True
    puts_up_walls = False
    description = (
        "seatbelt (files and network isolated; names and sizes of your files can be seen, other programs of yours are "
        "seen, memory and disk of all programs together NOT bounded; new on macOS)"
    )

    def shares_warm(self) -> bool:
        return False  # signals are let through within one sandbox

    def walls(
        self,
        argv: Sequence[str],
        readable: Sequence[Path],
        writable: Sequence[Path],
        ports: Sequence[int],
    ) -> dict[str, Any] | None:
        read = [*READ, *system_paths(), *map(str, of_program(PYTHON)), *map(str, of_program(argv[0])), sys.base_prefix]
        return {"readable": [*read, *map(str, readable)], "writable": list(map(str, writable)), "ports": list(ports)}

    def enclosure(self, walls: Mapping[str, Any] | None, *, alone: bool = True) -> Enclosure:
        return Enclosure([shutil.which(PROGRAM) or PROGRAM, "-p", profile(walls or {})])


def profile(walls: Mapping[str, Any]) -> str:
    """In the language of sandbox profiles; paths as the kernel sees them, without links."""
    read = [f"(subpath {quoted(path)})" for path in real(walls["readable"])]
    single = [f"(literal {quoted(path)})" for path in SINGLE]
    written = [f"(subpath {quoted(path)})" for path in real(walls["writable"])]
    lines = [f"(allow file-read* {' '.join([*read, *single, *written])})"]
    lines += [f"(allow file-write* {' '.join(written)})", '(allow file-write-data (literal "/dev/null"))']
    for port in walls["ports"]:
        lines += [
            f'(allow network-bind network-inbound (local ip "localhost:{port}"))',
            f'(allow network-outbound (remote ip "localhost:{port}"))',
        ]
    return BEGIN + "\n".join(lines) + "\n"


def real(paths: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(os.path.realpath(path) for path in paths))


def quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
