"""Who runs the hostile programs: root, and somebody who is not."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOMEBODY = 1500
OF_CONTAINERS = (  # what Docker gives, where it is told nothing
    "chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid", "setfcap", "setpcap",
    "net_bind_service", "sys_chroot", "kill", "audit_write",
)  # fmt: skip


def run(backend: str, who: str, staging: Path) -> subprocess.CompletedProcess[str]:
    """The hostile programs in a backend, run by "root", by a "user", or by root as a "container" has it: without the
    right to mount. Raises LookupError with the reason where nobody of that kind can be had here."""
    argv = [sys.executable, "-m", "tests.hostile.machine", backend]
    if who != "user" and os.getuid() != 0:
        raise LookupError("these tests are not run by root")
    if who == "user" and os.getuid() == 0:
        argv = as_somebody(argv, staging)
    if who == "container":
        if shutil.which("setpriv") is None:
            raise LookupError("there is no setpriv (package util-linux)")
        argv = ["setpriv", f"--bounding-set=-all,{','.join(f'+{name}' for name in OF_CONTAINERS)}", *argv]
    return subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)


def as_somebody(argv: list[str], staging: Path) -> list[str]:
    """Python and the checkout may lie in folders that only root can pass, such as its home: then somebody sees another
    one in its place, with nothing in it but these two."""
    if shutil.which("setpriv") is None or shutil.which("unshare") is None:
        raise LookupError("there is no setpriv or no unshare (package util-linux)")
    person = f"setpriv --reuid {SOMEBODY} --regid {SOMEBODY} --clear-groups --inh-caps=-all env HOME=/tmp"
    script = "".join(f"{line} &&\n" for line in passable(staging)) + f'exec {person} "$@"'
    enclosed = ["unshare", "-m", "--propagation", "private", "sh", "-c", script, "sh"]
    tried = subprocess.run([*enclosed, "true"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tried.returncode:
        raise LookupError(f"root cannot become somebody else here: {tried.stderr.strip()}")
    return [*enclosed, *argv]


def passable(staging: Path) -> Iterator[str]:
    needed = {path for path in (Path(sys.base_prefix), ROOT, staging) if closed(path)}
    for number, path in enumerate(sorted(needed)):
        (staging / str(number)).mkdir()
        yield f"mount --bind {shlex.quote(str(path))} {staging / str(number)}"
    for folder in sorted({closed(path) for path in needed}):
        yield f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(folder)}"
    for number, path in enumerate(sorted(needed)):
        yield f"mkdir -p {shlex.quote(str(path))} && mount --bind {staging / str(number)} {shlex.quote(str(path))}"
    yield f"cd {shlex.quote(str(ROOT))}"


def closed(path: Path) -> str:
    """The uppermost folder on the way that is not for everybody; empty where there is none."""
    return next((str(p) for p in reversed(path.parents) if not p.stat().st_mode & 0o1), "")
