"""How a supervisor starts its command: with limits, in walls, in a session of its own.

Standard library only: it is loaded by the supervisor, which has nothing else.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import time
from typing import Any

from scaffolder.sandboxes.confinement import NOBODY, enclose

OWN = "scaffolder"
NO_WALLS = 126


def processes_of(user: int) -> int:
    """Threads of a user right now: the kernel's limit counts them all, so ours is put on top."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc") if os.path.isdir("/proc") else []):
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{pid}").st_uid == user:
                total += len(os.listdir(f"/proc/{pid}/task"))
    return total


def set_limits(order: dict[str, Any]) -> None:
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: order["cpu_s"],
        resource.RLIMIT_FSIZE: order["file_bytes"],
        resource.RLIMIT_AS: order["memory_bytes"],
    }
    user = os.getuid() or (NOBODY if order["walls"] else 0)
    if user != 0 and os.path.isdir("/proc"):  # root is never held to it
        limits[resource.RLIMIT_NPROC] = processes_of(user) + order["processes"]
    for kind, wanted in limits.items():
        _, hard = resource.getrlimit(kind)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows some of them by name only
            resource.setrlimit(kind, (value, value))


def put_up(walls: dict[str, Any]) -> None:
    """Where a wall cannot be put up nothing is run."""
    try:
        enclose(walls)
    except OSError as error:
        os.write(2, f"the sandbox cannot be put up: {error.strerror}\n".encode())
        os._exit(NO_WALLS)


def launch(order: dict[str, Any], status: int, warm: bool) -> int:
    """Start the command in its own session; its process id, which is that of its group too."""
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)  # a program that is forked, not started, would inherit it
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
        if order["walls"]:
            put_up(order["walls"])
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

    for name in [m for m in sys.modules if m.partition(".")[0] == OWN]:
        del sys.modules[name]  # the program may have a package of that name
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
