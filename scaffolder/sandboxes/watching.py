"""How much memory and disk the programs of a supervisor use between them: what limits of one process do not bound.

Standard library only: it is loaded by the supervisor, which has nothing else. Linux; elsewhere nothing is seen.
"""

from __future__ import annotations

import contextlib
import math
import os
import stat
from collections.abc import Iterator
from typing import Any

PERIOD_S = 0.2
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def excess(order: dict[str, Any]) -> str:
    """Which bound is overstepped: "memory", "disk", or nothing."""
    processes = list(descendants(os.getpid()))
    bound = order["memory_bytes"]
    # What several of them share is counted for each in the quick sum, so the slow one decides.
    if sum(map(resident_bytes, processes)) > bound and sum(map(own_bytes, processes)) > bound:
        return "memory"
    found = [written(folder) for folder in order["watched"]]
    size, files = sum(size for size, _ in found), sum(files for _, files in found)
    size += sum(size for pid in processes for size in deleted(pid))
    return "disk" if size > order["disk_bytes"] or files > order["files"] else ""


def descendants(pid: int) -> Iterator[int]:
    for child in children(pid):
        yield child
        yield from descendants(child)


def children(pid: int) -> list[int]:
    found = list[int]()
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:
                found += map(int, file.read().split())
    return found


def resident_bytes(pid: int) -> int:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * PAGE_BYTES
    return 0


def own_bytes(pid: int) -> int:
    """With its part of what it shares with others."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def written(folder: str) -> tuple[int, float]:
    """(bytes, number of files) below a folder; infinitely many where something cannot be looked at."""
    size = files = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
        except FileNotFoundError:
            continue  # it is gone since it was seen
        except OSError:  # too deep for a path, or nobody may read it
            return size, math.inf
    return size, files


def deleted(pid: int) -> Iterator[int]:
    """The sizes of files that have no name any more and are still open; of memory that is held as a file too."""
    with contextlib.suppress(OSError):
        for number in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                found = os.stat(f"/proc/{pid}/fd/{number}")
                if stat.S_ISREG(found.st_mode) and not found.st_nlink:
                    yield found.st_blocks * 512
