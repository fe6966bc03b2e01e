"""A program that runs in a throw-away copy of a project, from its start to the removal of the copy."""

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

from msgspec import Struct

from scaffolder.errors import SandboxError
from scaffolder.sandboxes import Kept, collected, remove
from scaffolder.sandboxes.starting import Pipes
from scaffolder.types import Limits, Result

LOST = {"exit_code": None, "reason": "interrupted", "cpu_s": 0.0, "peak_bytes": 0}

Start = Callable[[Sequence[int]], Pipes]


class Job(Struct, frozen=True):
    """What is to be run. `env` is all of its environment; `scratch` holds the copy, and goes when it ends; `walls` are
    those of `confinement.enclose`; `watched` what it writes into besides; `ways` to start a supervisor, each tried
    where the one before is gone."""

    argv: tuple[str, ...]
    env: Mapping[str, str]
    limits: Limits
    scratch: Path
    ways: tuple[Start, ...]
    descriptors: tuple[int, ...] = ()
    walls: Mapping[str, Any] | None = None
    watched: tuple[Path, ...] = ()

    def order(self) -> bytes:
        """What the supervisor is told, in one line."""
        told = {
            "argv": self.argv,
            "env": self.env,
            "watched": [str(self.scratch), *map(str, self.watched)],
            "folder": str(self.scratch / "app"),
            "descriptors": self.descriptors,
            "walls": self.walls,
            "timeout_s": self.limits.timeout_s,
            "cpu_s": self.limits.cpu_s,
            "memory_bytes": self.limits.memory_bytes,
            "processes": self.limits.processes,
            "file_bytes": self.limits.file_bytes,
            "disk_bytes": self.limits.disk_bytes,
            "files": self.limits.files,
        }
        return json.dumps(told).encode() + b"\n"


def _ordered(pipes: Pipes, order: bytes) -> int:
    """The number of the program that a supervisor has started; 0 where the supervisor is gone."""
    with contextlib.suppress(BrokenPipeError):
        pipes.control.write(order)
        pipes.control.flush()
        if first := pipes.status.readline():
            return int(json.loads(first)["pid"])
    return 0


def _launch(job: Job) -> tuple[Pipes, int]:
    """By the first way that works. Raises SandboxError where none does."""
    said = ""
    for start in job.ways:
        with contextlib.suppress(BrokenPipeError):  # a warm interpreter may have just died
            pipes = start(job.descriptors)
            if pid := _ordered(pipes, job.order()):
                return pipes, pid
            pipes.stop()
            said = os.read(pipes.stderr, 4096).decode("utf-8", errors="replace").strip()
            pipes.close()
    raise SandboxError(f"the sandbox ended before it ran anything{said and ': '}{said}", hint="scaffold doctor")


class Running:
    """A program that runs in a throw-away copy. `pid` is 0 until it has started."""

    def __init__(self, job: Job, on_output: Callable[[str], None] | None = None) -> None:
        self.argv = job.argv
        self.limits = job.limits
        self.on_output = on_output
        self.at_end: Callable[[], None] = lambda: None
        self.pid = 0
        self._streams = {"stdout": Kept(), "stderr": Kept()}
        self._report: dict[str, Any] = {}
        self._closed = False
        self._reason = ""
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._scratch = job.scratch
        self._pipes, self.pid = _launch(job)
        ends = {"stdout": self._pipes.stdout, "stderr": self._pipes.stderr}
        self._threads = [
            threading.Thread(target=self._read, args=(name, end), daemon=True) for name, end in ends.items()
        ]
        for thread in self._threads:
            thread.start()

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
