"""The wordings of `tests/cases/english`, read once for all modules of tests that use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "cases" / "english"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where PyYAML was built with it


@dataclass(frozen=True, eq=False)  # each is itself: a key of dictionaries
class Case:
    """One meaning: what is given, the sentences that all say it, and what the plan must hold then."""

    topic: str
    shape: str
    given: str
    says: tuple[str, ...]
    plan: Mapping[str, Any]

    def texts(self) -> Iterator[tuple[str, str]]:
        """A name and the whole description for each wording."""
        for number, sentence in enumerate(self.says, 1):
            yield f"{self.topic}-{self.shape}-{number}", f"{self.given}\n{sentence}".strip()


@cache
def cases() -> tuple[Case, ...]:
    return tuple(
        Case(path.stem, str(found["shape"]), str(found.get("given", "")), tuple(found["says"]), found["plan"])
        for path in sorted(FOLDER.glob("*.yaml"))
        for found in yaml.load(path.read_text(encoding="utf-8"), LOADER)
    )
