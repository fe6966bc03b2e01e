"""The backend `process`: limits, a clean environment and a clean end, but no isolation of files and network.

Good enough for code that our own templates wrote, and named for what it is wherever a result is shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from scaffolder.errors import SandboxError
from scaffolder.sandboxes import Kept, collected, remove, scratch_copy
from scaffolder.types import Limits, Result

SUPERVISOR = Path(__file__).with_name("supervisor.py")
DEFAULT_LIMITS = Limits()


def connect() -> ProcessSandbox | None:
    return ProcessSandbox() if os.name == "posix" else None


class ProcessSandbox:
    """`cancel` may be called from another thread, and ends whatever runs."""

    name = "process"
    description = "process (own session, limits, clean environment; files and network NOT isolated)"
    isolates = False

    def __init__(self) -> None:
        self._running: set[Running] = set()
        self._lock = threading.Lock()

    def run(
        self,
        argv: Sequence[str],
        root: Path,
        *,
        env: Mapping[str, str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        collect: Sequence[str] = (),
        readable: Sequence[Path] = (),
    ) -> Result:
        """See `types.Sandbox`. Raises DiskError where the copy cannot be made."""
        with self.start(argv, root, env=env, limits=limits, readable=readable) as running:
            return running.wait(collect)

    def start(
        self,
        argv: Sequence[str],
        root: Path,
        *,
        env: Mapping[str, str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        readable: Sequence[Path] = (),
        descriptors: Sequence[int] = (),
        on_output: Callable[[str], None] | None = None,
    ) -> Running:
        """The same, not waited for: a server. `descriptors` are inherited by it (a listening socket); `on_output`
        hears its output as it comes. Leaving the `with` block ends it and everything it started."""
        running = Running(argv, root, env or {}, limits, descriptors, on_output)
        running.at_end = lambda: self._forget(running)
        with self._lock:
            self._running.add(running)
        return running

    def cancel(self) -> None:
        with self._lock:
            running = list(self._running)
        for one in running:
            one.stop()

    def _forget(self, running: Running) -> None:
        with self._lock:
            self._running.discard(running)


class Running:
    """A program that runs in a throw-away copy. `pid` is 0 until it has started."""

    def __init__(
        self,
        argv: Sequence[str],
        root: Path,
        env: Mapping[str, str],
        limits: Limits,
        descriptors: Sequence[int],
        on_output: Callable[[str], None] | None,
    ) -> None:
        self.argv = tuple(argv)
        self.limits = limits
        self.on_output = on_output
        self.at_end: Callable[[], None] = lambda: None
        self.pid = 0
        self._streams = {"stdout": Kept(), "stderr": Kept()}
        self._report: dict[str, Any] = {}
        self._reason = ""
        self._stopped = False
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._scratch = scratch_copy(root)
        try:
            self._spawn(env, descriptors)
        except BaseException:
            remove(self._scratch)
            raise
        self._threads = [
            threading.Thread(target=self._read, args=(name,), daemon=True, name=f"read-{name}")
            for name in self._streams
        ]
        for thread in self._threads:
            thread.start()

    def _spawn(self, env: Mapping[str, str], descriptors: Sequence[int]) -> None:
        status, told = os.pipe()
        try:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-I", "-S", str(SUPERVISOR), str(told)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[told, *descriptors],
                start_new_session=True,
                env={"PATH": os.defpath},
                cwd="/",
            )
        except OSError as error:
            os.close(status)
            raise SandboxError(f"the sandbox cannot start: {error.strerror}", hint="scaffold doctor") from error
        finally:
            os.close(told)
        self._status = os.fdopen(status, encoding="utf-8")
        self._tell(self._order(env, descriptors))
        first = self._status.readline()
        self.pid = int(json.loads(first)["pid"]) if first else 0

    def _order(self, env: Mapping[str, str], descriptors: Sequence[int]) -> dict[str, Any]:
        """What the supervisor is told, in one line."""
        return {
            "argv": [str(a) for a in self.argv],
            "env": _environment(self._scratch, self.argv[0]) | dict(env),
            "folder": str(self._scratch / "app"),
            "descriptors": list(descriptors),
            "timeout_s": self.limits.timeout_s,
            "cpu_s": self.limits.cpu_s,
            "memory_bytes": self.limits.memory_bytes,
            "processes": self.limits.processes,
            "file_bytes": self.limits.file_bytes,
        }

    def _tell(self, order: dict[str, Any]) -> None:
        if self._supervisor.stdin is not None:
            self._supervisor.stdin.write(json.dumps(order).encode() + b"\n")
            self._supervisor.stdin.flush()

    def _read(self, name: str) -> None:
        pipe = getattr(self._supervisor, name)
        kept = self._streams[name]
        while True:
            try:
                data = os.read(pipe.fileno(), 65536)
            except (OSError, ValueError):
                return
            if not data:
                return
            kept.add(data)
            if self.on_output is not None:
                self.on_output(data.decode("utf-8", errors="replace"))
            if kept.size > self.limits.output_bytes:
                self._reason = self._reason or "output"
                self.stop()

    @property
    def alive(self) -> bool:
        return self._supervisor.poll() is None

    def output(self) -> str:
        """What it has said so far, both streams, capped and safe to print."""
        return self._streams["stdout"].text() + self._streams["stderr"].text()

    def stop(self) -> None:
        """End it and everything it started; returns at once, `wait` sees it through. May be called twice."""
        with self._lock:
            if not self._stopped and self._supervisor.stdin is not None:
                self._stopped = True
                with contextlib.suppress(OSError):
                    self._supervisor.stdin.close()

    def wait(self, collect: Sequence[str] = ()) -> Result:
        """Wait for its end. A Ctrl-C here ends it first and is then passed on."""
        try:
            line = self._status.readline()
        except BaseException:
            self.close()
            raise
        self._report = json.loads(line) if line else {"exit_code": None, "reason": "interrupted", "cpu_s": 0.0}
        seconds = time.monotonic() - self._started
        for thread in self._threads:
            thread.join(1.0)
        reason = self._reason or str(self._report["reason"])
        return Result(
            argv=self.argv,
            exit_code=None if reason else self._report["exit_code"],
            stdout=self._streams["stdout"].text(),
            stderr=self._streams["stderr"].text(),
            seconds=seconds,
            cpu_s=float(self._report["cpu_s"]),
            reason=reason,
            files=dict(collected(self._scratch / "app", collect)),
        )

    def close(self) -> None:
        """End it, wait until nothing of it is left, remove the copy."""
        self.stop()
        try:
            self._supervisor.wait(10)
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.wait()
        for thread in self._threads:
            thread.join(1.0)
        for pipe in (self._supervisor.stdout, self._supervisor.stderr, self._status):
            with contextlib.suppress(OSError, AttributeError):
                pipe.close()  # type: ignore[union-attr]
        remove(self._scratch)
        self.at_end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _environment(scratch: Path, program: str) -> dict[str, str]:
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
