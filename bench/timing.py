"""Times of whole processes: alternating runs of the two sides, medians, their ratio, CPU and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    wall_s: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Side:
    """One command of a comparison; `prepare` runs before each sample and is not timed."""

    name: str
    argv: Sequence[str]
    cwd: Path
    env: dict[str, str] | None = None
    prepare: Callable[[], None] | None = None
    allowed: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Timing:
    name: str
    samples: tuple[Sample, ...]

    def median(self, what: str) -> float:
        return statistics.median(getattr(s, what) for s in self.samples)

    def spread(self) -> str:
        walls = [s.wall_s for s in self.samples]
        return f"{min(walls):.2f}–{max(walls):.2f}"


def run(side: Side) -> Sample:
    """One run, children included. Raises RuntimeError where the command fails: a failed run has no speed."""
    if side.prepare:
        side.prepare()
    started = time.perf_counter()
    process = subprocess.Popen(
        side.argv,
        cwd=side.cwd,
        env={**os.environ, **(side.env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode not in side.allowed:
        raise RuntimeError(f"{side.name}: exit {process.returncode}\n{error.decode(errors='replace')[-2000:]}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(sides: Sequence[Side], runs: int) -> list[Timing]:
    """Alternating runs after one that warms caches up."""
    for side in sides:
        run(side)
    samples = [[run(side) for side in sides] for _ in range(runs)]
    return [Timing(side.name, tuple(row[i] for row in samples)) for i, side in enumerate(sides)]
