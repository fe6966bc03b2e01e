"""The backend `process`: limits, a clean environment and a clean end, but no isolation of files and network.

Good enough for code that our own templates wrote, and named for what it is wherever a result is shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from scaffolder.errors import SandboxError
from scaffolder.sandboxes import Kept, collected, remove, scratch_copy
from scaffolder.sandboxes.starting import Pipes, Warm, cleared, fresh, warmed
from scaffolder.types import Limits, Result

DEFAULT_LIMITS = Limits()
LOST = {"exit_code": None, "reason": "interrupted", "cpu_s": 0.0, "peak_bytes": 0}


def connect() -> ProcessSandbox | None:
    return ProcessSandbox() if os.name == "posix" else None


class ProcessSandbox:
    """`cancel` may be called from another thread, and ends whatever runs."""

    name = "process"
    description = "process (own session, limits, clean environment; files and network NOT isolated)"
    isolates = False

    def __init__(self) -> None:
        self._running: set[Running] = set()
        self._cancelled = False
        self._lock = threading.Lock()
        self._warm: Warm | None = None

    def warm(self, python: Path, modules: Sequence[str]) -> None:
        """See `types.Sandbox`. One warm interpreter serves all sandboxes of this process."""
        with contextlib.suppress(OSError):
            self._warm = warmed(os.getpid(), os.fspath(python), tuple(modules)) if modules else None

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
        warm = self._warm if self._warm is not None and self._warm.fits(list(argv)) else None
        running = Running(argv, root, env or {}, limits, descriptors=descriptors, on_output=on_output, warm=warm)
        running.at_end = lambda: self._forget(running)
        with self._lock:
            self._running.add(running)
            late = self._cancelled
        if late:  # it was being launched in another thread when everything was called off
            running.stop()
        return running

    def cancel(self) -> None:
        """End all that runs, and what is just being launched: an interrupted run starts nothing more."""
        with self._lock:
            self._cancelled = True
            running = list(self._running)
        for one in running:
            one.stop()

    def _forget(self, running: Running) -> None:
        with self._lock:
            self._running.discard(running)


def _ordered(pipes: Pipes, order: bytes) -> int:
    """The number of the program that a supervisor has started; 0 where the supervisor is gone."""
    with contextlib.suppress(BrokenPipeError):
        pipes.control.write(order)
        pipes.control.flush()
        if first := pipes.status.readline():
            return int(json.loads(first)["pid"])
    return 0


class Running:
    """A program that runs in a throw-away copy. `pid` is 0 until it has started."""

    def __init__(
        self,
        argv: Sequence[str],
        root: Path,
        env: Mapping[str, str],
        limits: Limits,
        *,
        descriptors: Sequence[int],
        on_output: Callable[[str], None] | None,
        warm: Warm | None,
    ) -> None:
        self.argv = tuple(str(a) for a in argv)
        self.limits = limits
        self.on_output = on_output
        self.at_end: Callable[[], None] = lambda: None
        self.pid = 0
        self._streams = {"stdout": Kept(), "stderr": Kept()}
        self._report: dict[str, Any] = {}
        self._closed = False
        self._reason = ""
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._scratch = scratch_copy(root)
        try:
            self._pipes, self.pid = self._launch(env, descriptors, warm)
        except BaseException:
            remove(self._scratch)
            raise
        ends = {"stdout": self._pipes.stdout, "stderr": self._pipes.stderr}
        self._threads = [
            threading.Thread(target=self._read, args=(name, end), daemon=True) for name, end in ends.items()
        ]
        for thread in self._threads:
            thread.start()

    def _launch(self, env: Mapping[str, str], descriptors: Sequence[int], warm: Warm | None) -> tuple[Pipes, int]:
        """By the warm interpreter where there is one that lives, else by a supervisor of its own."""
        order = json.dumps(self._order(env, descriptors)).encode() + b"\n"
        for start in [warm.start, fresh] if warm else [fresh]:
            with contextlib.suppress(BrokenPipeError):  # the warm one may have just died
                pipes = start(descriptors)
                if pid := _ordered(pipes, order):
                    return pipes, pid
                pipes.close()
        raise SandboxError("the sandbox ended before it ran anything", hint="scaffold doctor")

    def _order(self, env: Mapping[str, str], descriptors: Sequence[int]) -> dict[str, Any]:
        """What the supervisor is told, in one line."""
        return {
            "argv": self.argv,
            "env": cleared(self._scratch, self.argv[0]) | dict(env),
            "folder": str(self._scratch / "app"),
            "descriptors": list(descriptors),
            "timeout_s": self.limits.timeout_s,
            "cpu_s": self.limits.cpu_s,
            "memory_bytes": self.limits.memory_bytes,
            "processes": self.limits.processes,
            "file_bytes": self.limits.file_bytes,
        }

    def _read(self, name: str, end: int) -> None:
        kept = self._streams[name]
        while data := os.read(end, 65536):
            kept.add(data)
            if self.on_output is not None:
                self.on_output(data.decode("utf-8", errors="replace"))
            if kept.size > self.limits.output_bytes:
                self._reason = self._reason or "output"
                self.stop()

    @property
    def alive(self) -> bool:
        """Whether the program has neither ended nor been ended."""
        return not self._report and not select.select([self._pipes.status], [], [], 0)[0]

    def output(self) -> str:
        """What it has said so far, both streams, capped and safe to print."""
        return self._streams["stdout"].text() + self._streams["stderr"].text()

    def stop(self) -> None:
        """End it and everything it started; returns at once, `wait` sees it through. May be called twice."""
        with self._lock, contextlib.suppress(OSError):
            self._pipes.control.close()

    def wait(self, collect: Sequence[str] = ()) -> Result:
        """Wait for its end. A Ctrl-C here ends it first and is then passed on."""
        try:
            self._await_report()
        except BaseException:
            self.close()
            raise
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
            peak_bytes=int(self._report["peak_bytes"]),
            reason=reason,
            files=dict(collected(self._scratch / "app", collect)),
        )

    def _await_report(self) -> None:
        if not self._report:
            line = self._pipes.status.readline()
            self._report = json.loads(line) if line else LOST

    def close(self) -> None:
        """End it, wait until nothing of it is left, remove the copy. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self.stop()
        self._await_report()
        for thread in self._threads:
            thread.join(1.0)
        self._pipes.close()
        remove(self._scratch)
        self.at_end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
