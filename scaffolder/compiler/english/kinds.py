"""Which kind of application is wanted, where no sentence names it: told by what the text speaks of, else assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

from scaffolder.compiler.english import vocabulary
from scaffolder.compiler.english.draft import Draft
from scaffolder.plan import Kind

ASSUMED: Kind = "web"
"""What people mean who speak of an application for other people, and of nothing that a screen or a program shows."""


def settle(texts: Iterable[str], draft: Draft) -> None:
    """The kind that most of the signs in the text speak for; where there is none, `draft` says that it is assumed."""
    if "kind" in draft.said or draft.strict:
        return
    words = f" {re.sub(r'[^a-z0-9/-]+', ' ', ' '.join(texts).lower())} "
    signs = {kind: sum(f" {s} " in words for s in vocabulary.table("kind_signs", kind)) for kind in _signed()}
    best = max(signs, key=lambda kind: signs[kind])
    draft.plan.kind = best if signs[best] else ASSUMED
    if not signs[best]:
        draft.said.add("kind assumed")


def _signed() -> list[Kind]:
    kinds: tuple[Kind, ...] = get_args(Kind)
    return [k for k in kinds if k in vocabulary.tables()["kind_signs"]]
