"""Times of `compile_description` in this process, over many descriptions."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from scaffolder.compiler import compile_description

RUNS = 3  # of each description; the best counts, since what else the machine does says nothing about it


def descriptions(examples: Path, specs: str) -> list[str]:
    """The texts of a file of JSON lines (`specs`), where one is named; else those of the examples."""
    if specs:
        lines = Path(specs).read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line)["text"]) for line in lines if line.strip()]
    return [path.read_text(encoding="utf-8") for path in sorted(examples.glob("*/description.md"))]


def times_s(texts: Sequence[str]) -> list[float]:
    """CPU seconds of each, shortest first; what is loaded at first use is loaded before."""
    compile_description(texts[0])
    return sorted(min(_time_s(text) for _ in range(RUNS)) for text in texts)


def _time_s(text: str) -> float:
    began = time.process_time()
    compile_description(text)
    return time.process_time() - began


def report(texts: Sequence[str]) -> None:
    found = times_s(texts)
    median, most = statistics.median(found), found[min(len(found) - 1, int(0.95 * len(found)))]
    print(f"\ncompile() of {len(texts)} descriptions in one process   (bounds: median ≤ 15 ms, 95 % in ≤ 60 ms)")
    print(f"  median {1000 * median:5.1f} ms   95 % in {1000 * most:5.1f} ms   longest {1000 * found[-1]:5.1f} ms")
