"""The language of acceptance tests: who does what, and what must be seen. Independent of any stack."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    requirements: tuple[str, ...] = ()
