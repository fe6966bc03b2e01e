"""What a backend adds to one program: cold, and by an interpreter that is ready for it."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from scaffolder import sandboxes
from scaffolder.errors import SandboxError
from scaffolder.types import Sandbox

TIMES = 21
NOTHING = [sys.executable, "-c", "pass"]


def measured(root: Path) -> Iterator[str]:
    """One line a backend, in milliseconds: the median of runs of a program that does nothing, in a copy of `root`."""
    backends = list(_usable())
    cold = _side_by_side(backends, root)
    for backend in backends:
        backend.warm(Path(sys.executable), ["json"])
        backend.run(NOTHING, root)
    warm = _side_by_side(backends, root)
    least = {"cold": cold["process"], "warm": warm["process"]}
    for name in cold:
        said = [
            f"{kind} {ms:5.0f} ms ({ms - least[kind]:+4.0f})"
            for kind, ms in (("cold", cold[name]), ("warm", warm[name]))
        ]
        yield f"  {name:44} {'   '.join(said)}"


def _usable() -> Iterator[Sandbox]:
    for name in sandboxes.BACKENDS:
        try:
            yield sandboxes.usable(name)
        except SandboxError as error:
            print(f"  {name:44} {error.message}")


def _side_by_side(backends: list[Sandbox], root: Path) -> dict[str, float]:
    """In turn, so that a busy moment of the machine meets them all."""
    taken: dict[str, list[float]] = {b.name: [] for b in backends}
    for _ in range(TIMES):
        for backend in backends:
            began = time.monotonic()
            backend.run(NOTHING, root)
            taken[backend.name].append(1000 * (time.monotonic() - began))
    return {name: statistics.median(ms) for name, ms in taken.items()}
