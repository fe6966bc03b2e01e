"""How a supervisor is started: afresh, or forked from an interpreter that has its libraries loaded; what joins us.

Either may be started by another program that encloses it first (`Enclosure`), such as bubblewrap.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from scaffolder.errors import SandboxError

OWN = Path(__file__).parent
# The supervisor has the standard library only: of our packages it sees the folders, not what they import.
PROGRAM = f"""
import sys, types
for name, folder in {{"scaffolder": {str(OWN.parent)!r}, "scaffolder.sandboxes": {str(OWN)!r}}}.items():
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder]
from scaffolder.sandboxes import supervisor
supervisor.main()
"""
SUPERVISOR = ("-I", "-S", "-c", PROGRAM)
DOOR_S = 30.0
# Not through a virtual environment: what stands in one is then nobody's business.
PYTHON: str = getattr(sys, "_base_executable", sys.executable)


class Pipes(Struct, frozen=True):
    """What joins us to a supervisor, our ends: closing `control` ends what it supervises; `status` says how it went."""

    control: IO[bytes]
    status: IO[str]
    stdout: int
    stderr: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def join(cls, give: Callable[[list[int]], subprocess.Popen[bytes] | None]) -> Pipes:
        """Make them; `give` hands the far ends (control, stdout, stderr, status) to the supervisor.

        Raises SandboxError, and BrokenPipeError where it is gone.
        """
        (control, our_control), (our_out, out), (our_err, err), (our_status, status) = (os.pipe() for _ in range(4))
        far = [control, out, err, status]
        try:
            process = give(far)
        except OSError as error:
            for end in (our_control, our_out, our_err, our_status):
                os.close(end)
            if isinstance(error, BrokenPipeError):
                raise
            raise SandboxError(f"the sandbox cannot start: {error.strerror}", hint="scaffold doctor") from error
        finally:
            for end in far:
                os.close(end)
        return cls(open(our_control, "wb"), open(our_status, encoding="utf-8"), our_out, our_err, process)

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self.control.close()

    def close(self) -> None:
        self.stop()
        if self.process is not None:
            self.process.wait()
        self.status.close()
        for end in (self.stdout, self.stderr):
            os.close(end)


class Enclosure(Struct, frozen=True):
    """A program that encloses a supervisor: its arguments, and what it needs of our environment. `door`: where a socket
    may lie that both sides see, for one that lets no descriptors through."""

    argv: Sequence[str] = ()
    env: Mapping[str, str] = {}
    door: Path | None = None


def fresh(descriptors: Sequence[int], enclosure: Enclosure = Enclosure()) -> Pipes:  # noqa: B008 - nothing changes it
    """A supervisor of its own, without the libraries of any environment."""
    if enclosure.door is not None:
        return Pipes.join(functools.partial(_through_door, enclosure, enclosure.door, descriptors))

    def give(far: list[int]) -> subprocess.Popen[bytes]:
        control, out, err, status = far
        return subprocess.Popen(
            [*enclosure.argv, PYTHON, *SUPERVISOR, str(status)],
            stdin=control,
            stdout=out,
            stderr=err,
            pass_fds=[status, *descriptors],
            start_new_session=True,
            env={"PATH": os.defpath, **enclosure.env},
            cwd="/",
        )

    return Pipes.join(give)


def _through_door(
    enclosure: Enclosure, door: Path, descriptors: Sequence[int], far: list[int]
) -> subprocess.Popen[bytes]:
    """The supervisor comes to the door and is handed them. The door is gone before anything that it starts could knock.
    Raises OSError, in which the enclosing program has its say, where nobody comes."""
    with socket.socket(socket.AF_UNIX) as listener, tempfile.TemporaryFile() as said:
        listener.bind(os.fspath(door))
        listener.listen(1)
        process = subprocess.Popen(
            [*enclosure.argv, PYTHON, *SUPERVISOR, "join", os.fspath(door)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
            env={"PATH": os.defpath, **enclosure.env},
            cwd="/",
        )
        try:
            link = _visitor(listener, process)
        except OSError as error:
            process.kill()
            process.wait()
            said.seek(0)
            words = said.read(2000).decode("utf-8", errors="replace").strip()
            raise OSError(None, f"{error.strerror}{words and ': '}{words}") from error
        finally:
            door.unlink()
        with link:
            socket.send_fds(link, [b"."], [*far, *descriptors])
        return process


def _visitor(listener: socket.socket, process: subprocess.Popen[bytes]) -> socket.socket:
    listener.settimeout(0.1)
    deadline = time.monotonic() + DOOR_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(TimeoutError):
            return listener.accept()[0]
    raise OSError(None, "it does not start" if process.poll() is None else "it ended at once")


class Warm:
    """An interpreter of an environment that has imported `modules` once and forks for each program that it is to run:
    what an import costs is paid once for all of them. It ends with us.

    With `walls` it stands in them before it imports anything, and its programs in their own besides; what they write
    lies below `folder`, since more than it may write they may not either.
    """

    def __init__(
        self,
        python: str,
        modules: Sequence[str],
        folder: Path | None = None,
        walls: dict[str, Any] | None = None,
        enclosure: Enclosure = Enclosure(),  # noqa: B008 - nothing changes it
    ) -> None:
        self.python = python
        self.folder = folder
        self._lock = threading.Lock()
        self._link, theirs = socket.socketpair()
        told = json.dumps(walls) if walls else ""
        with theirs:
            self._process = subprocess.Popen(
                [*enclosure.argv, python, "-s", "-P", "-c", PROGRAM, "warm", str(theirs.fileno()), told, *modules],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                env=cleared(Path("/nonexistent"), python),
                cwd="/",
            )

    def fits(self, argv: Sequence[str]) -> bool:
        """Whether it can run this: a program text or a module, with no other option of the interpreter."""
        return argv[0] == self.python and list(argv[1:2]) in (["-c"], ["-m"]) and self._process.poll() is None

    def start(self, descriptors: Sequence[int]) -> Pipes:
        def give(far: list[int]) -> None:
            with self._lock:
                socket.send_fds(self._link, [b"."], [*far, *descriptors])

        return Pipes.join(give)


def cleared(scratch: Path, program: str) -> dict[str, str]:
    """Nothing of the caller's environment; the program's own folder is first on the path."""
    return {
        "PATH": os.pathsep.join([str(Path(program).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(scratch / "home"),
        "TMPDIR": str(scratch / "tmp"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUNBUFFERED": "1",
    }
