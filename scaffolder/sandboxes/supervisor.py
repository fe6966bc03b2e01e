"""A program of its own (`python -I -S supervisor.py`) that starts one command and answers for every process it leaves.

It reads one line of JSON from standard input (see `_order` in `process.py`) and keeps standard input open: its end
means "stop now", also when the caller was killed. One line of JSON on the status descriptor says how it went. It is
separate from scaffold because orphans are re-parented to it (subreaper), and it then knows that they are nobody else's.

As `supervisor.py warm SOCKET MODULE...` it is started once by the interpreter of an environment, imports the modules,
and forks a supervisor for each set of descriptors that comes over the socket. Such a supervisor forks its command too,
where that is a program of the same interpreter, instead of starting it: the modules are then there already.
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


def launch(order: dict[str, Any], status: int, warm: bool) -> int:
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
        if warm and order["argv"][0] == sys.executable:
            run_here(order["argv"], order["env"])
        os.execve(order["argv"][0], order["argv"], order["env"])  # noqa: S606 - a list of arguments, no shell
    except OSError as error:
        os.write(2, f"{order['argv'][0]}: {error.strerror}\n".encode())
    os._exit(127)


def run_here(argv: list[str], env: dict[str, str]) -> None:
    """Be the interpreter that was just started with `argv`: `-c TEXT ...` or `-m MODULE ...`. Does not return."""
    import atexit
    import random
    import runpy
    import tempfile
    import threading
    import traceback
    import types

    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    tempfile.tempdir = None
    random.seed()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    code = 0
    try:
        sys.argv = [argv[1], *argv[3:]]
        if argv[1] == "-m":
            sys.path.insert(0, os.getcwd())
            runpy.run_module(argv[2], run_name="__main__", alter_sys=True)
        else:
            sys.path.insert(0, "")
            main = sys.modules["__main__"] = types.ModuleType("__main__")
            exec(compile(argv[2], "<string>", "exec"), main.__dict__)  # noqa: S102 - what this program is for
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


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


def supervise(status_descriptor: int, warm: bool = False) -> None:
    """Read the order, see it through, report."""
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
    if warm:
        place_descriptors(order["descriptors"])
    pid = launch(order, status_descriptor, warm)
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
            become_supervisor(given)
        for descriptor in given:
            os.close(descriptor)


def become_supervisor(given: list[int]) -> None:
    os.setsid()
    status = 400
    for descriptor, number in zip(given, [0, 1, 2, status, *range(FIRST_GIVEN, FIRST_GIVEN + 12)], strict=False):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.set_inheritable(status, False)
    try:
        supervise(status, warm=True)
    finally:
        os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "warm":
        serve(socket.socket(fileno=int(sys.argv[2])), sys.argv[3:])
    else:
        supervise(int(sys.argv[1]))
