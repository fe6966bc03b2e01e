"""A program of its own (`python -I -S supervisor.py`) that starts one command and answers for every process it leaves.

It reads one line of JSON from standard input (see `Order` in `process.py`) and keeps standard input open: its end means
"stop now", also when the caller was killed. One line of JSON on the status descriptor says how it went. It is separate
from scaffold because orphans are re-parented to it (subreaper), and it then knows that they are nobody else's.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
from typing import Any

PR_SET_CHILD_SUBREAPER = 36
GRACE_S = 0.5
SWEEP_S = 5.0


def become_subreaper() -> None:
    """Linux only; elsewhere the process group is all that can be ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def processes_of_user() -> int:
    """Threads of this user right now: the kernel's limit counts them all, so ours is put on top."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc") if os.path.isdir("/proc") else []):
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{pid}").st_uid == os.getuid():
                total += len(os.listdir(f"/proc/{pid}/task"))
    return total


def set_limits(order: dict[str, Any]) -> None:
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: order["cpu_s"],
        resource.RLIMIT_FSIZE: order["file_bytes"],
        resource.RLIMIT_AS: order["memory_bytes"],
    }
    if os.getuid() != 0 and os.path.isdir("/proc"):  # root is never held to it
        limits[resource.RLIMIT_NPROC] = processes_of_user() + order["processes"]
    for kind, wanted in limits.items():
        _, hard = resource.getrlimit(kind)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows some of them by name only
            resource.setrlimit(kind, (value, value))


def launch(order: dict[str, Any], status: int) -> int:
    """Start the command in its own session; its process id, which is that of its group too."""
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(status)
        for descriptor in order["descriptors"]:
            os.set_inheritable(descriptor, True)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.umask(0o077)
        os.chdir(order["folder"])
        set_limits(order)
        os.execve(order["argv"][0], order["argv"], order["env"])  # noqa: S606 - a list of arguments, no shell
    except OSError as error:
        os.write(2, f"{order['argv'][0]}: {error.strerror}\n".encode())
    os._exit(127)


def reap(pid: int) -> tuple[int | None, bool]:
    """Collect whoever has ended: (wait status of `pid` if it was among them, whether any child is left)."""
    ended: int | None = None
    while True:
        try:
            found, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended, False
        if found == 0:
            return ended, True
        if found == pid:
            ended = status


def await_end(pid: int, timeout_s: float) -> tuple[int | None, str]:
    """(wait status, "") when the command ends; (None, reason) when time is over or the caller says stop."""
    wake, notify = os.pipe()
    os.set_blocking(notify, False)
    signal.set_wakeup_fd(notify)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    deadline = time.monotonic() + timeout_s
    while True:
        status, _ = reap(pid)
        if status is not None:
            return status, ""
        left = deadline - time.monotonic()
        if left <= 0:
            return None, "timeout"
        ready, _, _ = select.select([0, wake], [], [], left)
        if 0 in ready and not os.read(0, 4096):
            return None, "interrupted"
        if wake in ready:
            os.read(wake, 4096)


def stop(pid: int) -> int | None:
    """Ask the group to end, then make it; the wait status of the command if it used its grace."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_S
    while time.monotonic() < deadline:
        status, left = reap(pid)
        if status is not None or not left:
            return status
        time.sleep(0.005)
    return None


def children() -> list[int]:
    me = os.getpid()
    with contextlib.suppress(OSError), open(f"/proc/self/task/{me}/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]
    return []


def sweep(pid: int) -> None:
    """End everything that is left: the group, then whoever was re-parented to us, generation by generation."""
    deadline = time.monotonic() + SWEEP_S
    while time.monotonic() < deadline:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        for child in children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        if not reap(pid)[1]:
            return
        time.sleep(0.002)


def main(status_descriptor: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    become_subreaper()
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(0, 65536)
        if not piece:
            return
        line += piece
    order = json.loads(line)
    pid = launch(order, status_descriptor)
    for descriptor in order["descriptors"]:  # ours would keep a dead server's port open
        os.close(descriptor)
    os.write(status_descriptor, json.dumps({"pid": pid}).encode() + b"\n")
    status, reason = await_end(pid, order["timeout_s"])
    if reason:
        stop(pid)
    sweep(pid)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = os.waitstatus_to_exitcode(status) if status is not None else None
    report = {"exit_code": code, "reason": reason, "cpu_s": round(used.ru_utime + used.ru_stime, 4)}
    os.write(status_descriptor, json.dumps(report).encode() + b"\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
