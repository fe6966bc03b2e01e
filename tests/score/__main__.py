"""`python -m tests.score [FILE …] [-v]`: the figures of the labelled descriptions, or of others of that shape."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from scaffolder import stacks
from scaffolder.compiler import compile_description
from tests.score.labels import Label, read
from tests.score.matching import MEASURES, Comparison, compare

HERE = Path(__file__).parent
SETS = (HERE / "seen.yaml", HERE / "blind.yaml")


class Score(Struct, frozen=True):
    """Of one set; `refused` holds nothing to build on."""

    compared: list[Comparison]
    milliseconds: list[float]
    refused: int

    @property
    def assumed(self) -> float:
        """Elements a description that nobody stated."""
        return sum(c.assumed for c in self.compared) / len(self.compared)

    def f1(self, measure: str) -> float:
        n = sum((c.counts[measure] for c in self.compared), Counter[str]())
        whole = n["right"] + (n["extra"] + n["missed"]) / 2
        return n["right"] / whole if whole else 1.0


def score(labels: Sequence[Label]) -> Score:
    known, near = stacks.by_kind(), stacks.nearest()
    compared, times, refused = [], [], 0
    for label in labels:
        began = time.perf_counter()
        plan = compile_description(label.text, stacks=known, near=near).plan
        times.append((time.perf_counter() - began) * 1000)
        compared.append(compare(label, plan))
        refused += plan is None
    return Score(compared, times, refused)


def table(name: str, found: Score) -> str:
    times = sorted(found.milliseconds)
    head = f"{name}: {len(times)} descriptions, {found.refused} refused, {found.assumed:.1f} assumed elements each, "
    head += f"median {statistics.median(times):.0f} ms, p95 {times[int(0.95 * (len(times) - 1))]:.0f} ms"
    rows = [f"{'':14}{'F1':>5}{'right':>8}{'extra':>8}{'missed':>8}"]
    for measure in MEASURES:
        n = sum((c.counts[measure] for c in found.compared), Counter[str]())
        rows.append(f"  {measure:12}{found.f1(measure):5.2f}{n['right']:8}{n['extra']:8}{n['missed']:8}")
    return "\n".join([head, *rows])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip())
    parser.add_argument("files", nargs="*", type=Path, default=SETS)
    parser.add_argument("-v", "--verbose", action="store_true", help="what was not right; never for the blind set")
    asked = parser.parse_args()
    for path in asked.files:
        labels = read(path)
        found = score(labels)
        print(table(path.stem, found), end="\n\n")
        for label, compared in zip(labels, found.compared, strict=True):
            if asked.verbose and path.name != "blind.yaml" and compared.notes:
                print(label.id, *compared.notes, sep="\n    ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
