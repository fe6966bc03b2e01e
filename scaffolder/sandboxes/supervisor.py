"""A program of its own (see `starting.py`) that starts one command and answers for every process it leaves.

It reads one line of JSON from standard input (see `Job` in `running.py`) and keeps standard input open: its end
means "stop now", also when the caller was killed. One line of JSON on the status descriptor says how it went. It is
separate from scaffold because orphans are re-parented to it (subreaper), and it then knows that they are nobody else's.

As `join PATH` it is handed these descriptors over the socket that lies there.

As `warm SOCKET WALLS MODULE...` it is started once by the interpreter of an environment, puts up the walls (JSON, or
nothing), imports the modules, and forks a supervisor for each set of descriptors that comes over the socket. Such a
supervisor forks its command too, where that is a program of the same interpreter, instead of starting it: the modules
are then there already.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from typing import Any

from scaffolder.sandboxes import watching
from scaffolder.sandboxes.confinement import SCOPES_SINCE, become_nobody, enclose, landlock_version
from scaffolder.sandboxes.launching import launch

PR_SET_CHILD_SUBREAPER = 36
PR_SET_DUMPABLE = 4
GRACE_S = 0.5
SWEEP_S = 5.0


def become_subreaper() -> None:
    """Linux only; elsewhere the process group is all that can be ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def become_unreadable() -> None:
    """A program of the same user could else write into our memory, and report in our name. What is started by us can be
    looked at again, what is forked could not."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


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


def await_end(pid: int, order: dict[str, Any]) -> tuple[int | None, str]:
    """(wait status, "") when the command ends; (None, reason) when it used up what it may, or the caller says stop."""
    wake, notify = os.pipe()
    os.set_blocking(notify, False)
    signal.set_wakeup_fd(notify)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    deadline = time.monotonic() + order["timeout_s"]
    look = time.monotonic() + watching.PERIOD_S
    while True:
        status, _ = reap(pid)
        if status is not None:
            return status, ""
        now = time.monotonic()
        if now >= deadline:
            return None, "timeout"
        if now >= look:
            if reason := watching.excess(order):
                return None, reason
            look = time.monotonic() + watching.PERIOD_S
        ready, _, _ = select.select([0, wake], [], [], max(min(deadline, look) - now, 0))
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


def sweep(pid: int) -> None:
    """End everything that is left: the group, then whoever was re-parented to us, generation by generation."""
    deadline = time.monotonic() + SWEEP_S
    while time.monotonic() < deadline:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        for child in watching.children(os.getpid()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        if not reap(pid)[1]:
            return
        time.sleep(0.002)


def supervise(status_descriptor: int, warm: bool = False, given: bool = False) -> None:
    """Read the order, see it through, report. `given`: the descriptors to inherit came over a socket."""
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
    if given:
        place_descriptors(order["descriptors"])
    if not warm:
        become_unreadable()
    pid = launch(order, status_descriptor, warm)
    if not warm and order["walls"] and os.getuid() == 0 and landlock_version() >= SCOPES_SINCE:
        become_nobody(search=order["walls"]["search"])  # root in a container may not look into processes of others
        become_unreadable()
    for descriptor in order["descriptors"]:  # ours would keep a dead server's port open
        os.close(descriptor)
    os.write(status_descriptor, json.dumps({"pid": pid}).encode() + b"\n")
    status, reason = await_end(pid, order)
    if reason:
        stop(pid)
    sweep(pid)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = os.waitstatus_to_exitcode(status) if status is not None else None
    report = {"exit_code": code, "reason": reason, "cpu_s": round(used.ru_utime + used.ru_stime, 4)}
    report["peak_bytes"] = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    os.write(status_descriptor, json.dumps(report).encode() + b"\n")


FIRST_GIVEN = 500  # where descriptors that came over the socket are put aside


def place_descriptors(wanted: list[int]) -> None:
    """Under the numbers that the caller knows them by."""
    for offset, number in enumerate(wanted):
        os.dup2(FIRST_GIVEN + offset, number)
        os.close(FIRST_GIVEN + offset)


def serve(link: socket.socket, modules: list[str]) -> None:
    """Import, then fork for each set of descriptors (control, stdout, stderr, status, those to inherit)."""
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks for the supervisors
    while True:
        message, given, _, _ = socket.recv_fds(link, 1, 16)
        if not message:
            return
        if os.fork() == 0:
            link.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            become_supervisor(given, warm=True)
        for descriptor in given:
            os.close(descriptor)


def join(door: str) -> None:
    """Fetch the descriptors where they are handed out, and supervise."""
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(door)
        _, given, _, _ = socket.recv_fds(link, 1, 16)
    become_supervisor(given, warm=False)


def become_supervisor(given: list[int], *, warm: bool) -> None:
    with contextlib.suppress(PermissionError):  # the first process of a container leads its session already
        os.setsid()
    status = 400
    for descriptor, number in zip(given, [0, 1, 2, status, *range(FIRST_GIVEN, FIRST_GIVEN + 12)], strict=False):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.set_inheritable(status, False)
    try:
        supervise(status, warm, given=True)
    finally:
        os._exit(0)


def main() -> None:
    if sys.argv[1] == "warm":
        _, _, link, walls, *modules = sys.argv
        if walls:
            enclose(json.loads(walls))
        serve(socket.socket(fileno=int(link)), modules)
    elif sys.argv[1] == "join":
        join(sys.argv[2])
    else:
        supervise(int(sys.argv[1]))
