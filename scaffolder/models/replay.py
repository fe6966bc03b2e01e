"""A model that says again what another has said: the replies of a recorded run, in their order, for what they were for.

Prompts may have been put in other words since: what counts is what a reply was for, and the how-manieth it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from scaffolder.errors import ModelError, UsageError
from scaffolder.models import Ending, Prompt, Reply, Usage
from scaffolder.types import Usage as Total

PREFIX = "replay:"


class Replayed:
    """`record`: the file; `total`: what the replies took when they were first given, which costs nothing now."""

    def __init__(self, record: Path, on_reply: Callable[[Prompt, Reply], None]) -> None:
        self.record = record
        self._on_reply = on_reply
        self.total = Total()
        self._left: dict[str, list[Reply]] = {}
        for line in lines(record):
            if line.get("kind") == "call":
                self._left.setdefault(str(line.get("about", "")), []).append(_reply(line, record))

    def __call__(self, prompt: Prompt) -> Reply:
        """Raises ModelError where nothing more was said about it."""
        left = self._left.get(prompt.about)
        if not left:
            raise ModelError(f"{self.record} has no further reply about {prompt.about}", hint="a run with a model")
        reply, known = left.pop(0), self.total
        self.total = Total(
            known.calls + 1,
            known.prompt_tokens + reply.usage.prompt_tokens,
            known.cached_tokens + reply.usage.cached_tokens,
            known.completion_tokens + reply.usage.completion_tokens,
            0.0,
        )
        self._on_reply(prompt, reply)
        return reply

    def forget(self) -> None:
        """Nothing is kept."""


def lines(record: Path) -> Iterable[Mapping[str, Any]]:
    """The entries of a journal. Raises UsageError where it cannot be read."""
    try:
        found = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{record} is no record of a run: {error}", hint="scaffold replay DIR") from None
    return [line for line in found if isinstance(line, dict)]


def _reply(line: Mapping[str, Any], record: Path) -> Reply:
    said = line.get("usage") or {}
    try:
        usage = Usage(int(said.get("prompt_tokens", 0)), 0, int(said.get("completion_tokens", 0)))
        ending: Ending = "length" if line.get("ending") == "length" else "stop"
        return Reply(str(line["text"]), ending, usage, str(line.get("served", "")), 0.0)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{record} is no record of a run: {type(error).__name__}: {error}") from None
