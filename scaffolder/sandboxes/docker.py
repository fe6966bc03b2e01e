"""The backend `docker`: a container of an empty image, into which programs, libraries and the copy of the project are
mounted; for machines on which neither bubblewrap nor Landlock work. Docker or Podman, on the Linux that we run on: the
daemon must see our files, and nothing is downloaded. What seccomp adds stands inside of it.
"""

from __future__ import annotations

import functools
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scaffolder.errors import SandboxError
from scaffolder.sandboxes import syscalls
from scaffolder.sandboxes.landlock import SYSTEM, LandlockSandbox
from scaffolder.sandboxes.starting import Enclosure
from scaffolder.types import Limits

PROGRAMS = ("docker", "podman")
IMAGE = "scaffold-empty"
EMPTY_TAR = bytes(10240)
ANSWER_S = 10.0
# As `bubblewrap.CAPABILITIES`: a supervisor that starts as root becomes another user, and ends what that one leaves.
CAPABILITIES = ("SETUID", "SETGID", "SETPCAP", "KILL", "DAC_READ_SEARCH", "SYS_PTRACE")
TEMPORARY, SHARED = "64m", "32m"
# Docker gives a container what its own settings say of proxies, with their passwords.
PROXIES = tuple(
    name for low in ("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy") for name in (low, low.upper())
)
OF_CLIENT = ("PATH", "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "DBUS_SESSION_BUS_ADDRESS")


def connect() -> DockerSandbox:
    """Raises SandboxError, with the reason, where no daemon answers. Whether it works, its self-test says."""
    if sys.platform != "linux":
        raise SandboxError("is used on Linux only, where the daemon sees our files")
    if platform.machine() not in syscalls.machines():
        raise SandboxError(f"is not ready for this processor ({platform.machine()})")
    refused = []
    for name in PROGRAMS:
        found = shutil.which(name)
        if found is None:
            refused.append(f"{name} is not installed")
            continue
        try:
            return DockerSandbox(found)
        except SandboxError as error:
            refused.append(error.message)
    raise SandboxError("; ".join(refused))


class DockerSandbox(LandlockSandbox):
    """See `ProcessSandbox`."""

    name = "docker"

    def __init__(self, program: str = "") -> None:
        super().__init__()
        self.program = program or next(filter(None, map(shutil.which, PROGRAMS)), "docker")
        version = _version(self.program)
        stopped = "files, network, processes isolated; memory and disk bounded by looking every 0.2 s"
        self.description = f"{Path(self.program).name} {version} ({stopped})"

    def shares_warm(self) -> bool:
        return False  # what runs in one container is kept apart by Landlock alone, which containers may lack

    def enclosure(self, walls: Mapping[str, Any] | None, *, alone: bool = True) -> Enclosure:
        if not alone:
            raise SandboxError(
                "docker cannot open the way to one server only", hint="--no-sandbox, where you trust the application"
            )
        _have_image(self.program)
        read = [path for path in (*SYSTEM, *(walls or {})["readable"]) if path != "/proc" and os.path.exists(path)]
        written = list((walls or {})["writable"])
        mounts = [
            *(_mount(path, writable=False) for path in dict.fromkeys(read)),
            *(_mount(path, writable=True) for path in written),
        ]
        parts = [[self.program, "run", "--rm"], _apart(), *mounts, ["--workdir", "/", IMAGE]]
        return Enclosure([word for part in parts for word in part], client_environment(), Path(written[0]) / "door")


def _apart() -> list[str]:
    rights = [word for name in CAPABILITIES for word in ("--cap-add", name)] if os.getuid() == 0 else []
    return [
        "--network", "none", "--hostname", "sandbox", "--log-driver", "none", "--read-only", "--cap-drop", "ALL",
        *rights, "--security-opt", "no-new-privileges", "--user", f"{os.getuid()}:{os.getgid()}",
        "--pids-limit", str(Limits().processes + 8), "--shm-size", SHARED,
        "--tmpfs", f"/tmp:size={TEMPORARY},mode=1777",  # noqa: S108 - inside
        *(word for name in PROXIES for word in ("--env", f"{name}=")),
    ]  # fmt: skip


def _mount(path: str, *, writable: bool) -> Iterable[str]:
    """As the words of `--mount`, a line of CSV: a path may hold what separates them."""
    words = ["type=bind", f"source={path}", f"target={path}", *([] if writable else ["readonly"])]
    quoted = ['"' + word.replace('"', '""') + '"' if {",", '"'} & set(word) else word for word in words]
    return ["--mount", ",".join(quoted)]


def client_environment() -> dict[str, str]:
    """What the client needs to find its daemon: it is no part of a container."""
    kept = {name: os.environ[name] for name in OF_CLIENT if name in os.environ}
    return kept | {name: value for name, value in os.environ.items() if name.startswith(("DOCKER_", "CONTAINER_"))}


@functools.cache
def _version(program: str) -> str:
    """That of the daemon. Raises SandboxError where none answers."""
    return _asked(program, ["version", "--format", "{{.Server.Version}}"], "no daemon answers")


@functools.cache
def _have_image(program: str) -> None:
    """Made here, of nothing. Raises SandboxError."""
    try:
        _asked(program, ["image", "inspect", "--format", "{{.Id}}", IMAGE], "")
    except SandboxError:
        _asked(program, ["import", "-", IMAGE], "the empty image cannot be made", EMPTY_TAR)


def _asked(program: str, arguments: list[str], fault: str, told: bytes = b"") -> str:
    name = Path(program).name
    try:
        done = subprocess.run(
            [program, *arguments], input=told, capture_output=True, timeout=ANSWER_S, env=client_environment(), cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SandboxError(f"{name}: {fault}", hint=f"{name} info") from error
    if done.returncode != 0:
        raise SandboxError(f"{name}: {fault}", hint=f"{name} info")
    return done.stdout.decode("utf-8", errors="replace").strip()
