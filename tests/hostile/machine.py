"""Run the hostile programs in one backend, as whoever started this, and print what came of it as one JSON document.

python -m tests.hostile.machine BACKEND
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scaffolder import sandboxes, server, temporary
from scaffolder.errors import SandboxError
from scaffolder.sandboxes.process import cool
from scaffolder.types import Limits, Result, Sandbox
from tests.hostile.excesses import EXCESSES

TEMPERATURES = ("cold", "with a port", "warm")
PROGRAM = (Path(__file__).parent / "attempts.py").read_text()
HOME = {
    ".ssh/id_ed25519": "key",
    ".config/gh/hosts.yml": "token",
    ".bashrc": "start",
    ".profile": "start",
    ".inputrc": "start",
}


def main() -> None:
    try:
        sandbox = sandboxes.usable(sys.argv[1])
    except SandboxError as error:
        print(json.dumps({"missing": error.message}))
        return
    with contextlib.ExitStack() as stack:
        place = Path(tempfile.mkdtemp(prefix="hostile-"))
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        os.environ["SECRET_TOKEN"] = "hunter2"
        found = attempts(sandbox, place, stack)
        found["excesses"] = {name: excess(sandbox, place, name) for name in EXCESSES}
        found["description"] = sandbox.description
        sandbox.cancel()
    print(json.dumps(found))


def attempts(sandbox: Sandbox, place: Path, stack: contextlib.ExitStack) -> dict[str, Any]:
    """Cold, with a port of its own, and warm; beside a sibling, with a listening socket as a server has it."""
    facts = arrange(sandbox, place, stack)
    before = looked_at(place)
    found: dict[str, Any] = {}
    copies = scratch_folders()
    for temperature in TEMPERATURES:
        if temperature == "warm":
            sandbox.warm(Path(sys.executable), ["json", "socket"])
        with socket.create_server(("127.0.0.1", 0)) as listener, server.free_port() as own:
            number = listener.fileno()
            told = json.dumps({**facts, "listener": number})
            running = sandbox.start(
                [sys.executable, "-c", PROGRAM, told], place / "project", limits=Limits(timeout_s=60),
                readable=[place / "environment"] if temperature == "cold" else [], descriptors=[number],
                ports=[own] if temperature == "with a port" else [],
            )  # fmt: skip
        with running:
            ended = running.wait()
        found[temperature] = outcome(ended)
    found["changed"] = sorted(k for k, v in looked_at(place).items() ^ before.items())
    left = [f"{folder}/{facts['mark']}" for folder in ("/tmp", "/dev/shm", "/var/tmp")]
    found["left"] = [path for path in left if os.path.exists(path)]
    sandbox.warm(Path(sys.executable), [])
    cool()
    found["copies"] = sorted(scratch_folders() - copies)
    found["alive"] = all(os.path.exists(f"/proc/{facts[name]}") for name in ("victim", "sibling"))
    return found


def scratch_folders() -> set[str]:
    return {str(path) for path in temporary.place().glob(f"{sandboxes.PREFIX}{os.getpid()}-*")}


def outcome(ended: Result) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(ended.stdout)
        return told
    except ValueError:
        return {"tried": 0, "done": [], "said": f"{ended.exit_code} {ended.reason} {ended.stdout} {ended.stderr}"}


def arrange(sandbox: Sandbox, place: Path, stack: contextlib.ExitStack) -> dict[str, Any]:
    """What should not be reached: open to everybody, so that only the sandbox keeps a program from it."""
    for path, text in {**{f"home/{p}": t for p, t in HOME.items()}, "environment/lib/module.py": "x = 1"}.items():
        put(place / path, text)
    put(place / "project" / "main.py", "x = 1")
    put(place / "project" / ".git" / "hooks" / "sample", "")
    put(place / "project" / ".git" / "config", "[core]\n")
    mark = f"hostile-{os.getpid()}"
    tcp = stack.enter_context(socket.create_server(("0.0.0.0", 0)))
    udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    udp.bind(("127.0.0.1", 0))
    for address in (str(place / "socket"), f"\0{mark}"):
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        unix.bind(address)
        unix.listen()
    (place / "socket").chmod(0o777)
    for folder, folders, files in os.walk(place):
        for name in folders:
            os.chmod(os.path.join(folder, name), 0o777)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o666)
    place.chmod(0o777)
    victim = subprocess.Popen(["sleep", "300"], env={"SECRET": "hunter2", "PATH": os.environ["PATH"]})
    stack.callback(ended, victim)
    asleep = f"299.{os.getpid()}"  # so that it is told from that of another run
    beside = stack.enter_context(
        sandbox.start(
            ["/bin/sleep", asleep], place / "project", env={"SECRET": "hunter2"}, limits=Limits(timeout_s=200)
        )
    )
    sibling = outside_pid(asleep, beside.pid)
    return {
        "home": str(place / "home"), "victim": victim.pid, "sibling": sibling, "port": tcp.getsockname()[1],
        "datagrams": udp.getsockname()[1], "socket": str(place / "socket"), "abstract": mark, "mark": mark,
        "environment": str(place / "environment"), "project": str(place / "project"), "address": own_address(),
        "copy": copy_of(sibling),
    }  # fmt: skip


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def outside_pid(word: str, fallback: int) -> int:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/cmdline").read_bytes() == f"/bin/sleep\0{word}\0".encode():
                    return int(pid)
        time.sleep(0.02)
    return fallback


def copy_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return os.path.dirname(os.readlink(f"/proc/{pid}/cwd"))
    return "/nonexistent"


def own_address() -> str:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def looked_at(place: Path) -> dict[str, tuple[str, int, int]]:
    """Everything below, with contents, mode and time."""
    found = {}
    for folder, _, names in os.walk(place):
        for path in (Path(folder, name) for name in names):
            about = path.lstat()
            text = path.read_text() if stat.S_ISREG(about.st_mode) else ""
            found[path.relative_to(place).as_posix()] = (text, about.st_mode, about.st_mtime_ns)
    return found


def excess(sandbox: Sandbox, place: Path, name: str) -> dict[str, Any]:
    code, limits, _ = EXCESSES[name]
    mark = f"hostile-{os.getpid()}-{abs(hash(name))}"
    started = time.monotonic()
    done = sandbox.run([sys.executable, "-I", "-S", "-c", code, mark], place / "project", limits=limits)
    seconds = time.monotonic() - started
    return {
        "reason": done.reason or "ended",
        "said": done.stdout[:2000] + done.stderr[-2000:],
        "seconds": round(seconds, 2),
        "survivors": list(survivors(mark)),
    }


def survivors(mark: str) -> Iterator[str]:
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if mark.encode() in Path(f"/proc/{pid}/cmdline").read_bytes() and int(pid) != os.getpid():
                yield pid


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    main()
