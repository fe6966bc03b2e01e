"""What a run asks of a model, counted: calls, tokens, money."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from scaffolder import kept
from scaffolder.config import Settings, cache_folder
from scaffolder.errors import BudgetError, UsageError
from scaffolder.models import Prompt, Reply, Usage, connect
from scaffolder.models.prices import cost_usd, price
from scaffolder.models.providers import Endpoint, endpoint
from scaffolder.types import Event, OnEvent
from scaffolder.types import Usage as Total

KEPT_S = 7 * 24 * 3600
FEWEST_CHARACTERS = 3  # of a token: what is sent may cost so much and no more


class Metered:
    """A model that knows what it has cost so far; a callable like any other. Each call is told as it ends. What was
    asked in a run that came to no end, the same words of the same model, is not paid for twice."""

    def __init__(
        self, name: str, settings: Settings, on_event: OnEvent, on_reply: Callable[[Prompt, Reply], None]
    ) -> None:
        self.name = name
        self.total = Total()
        self._budget_usd = settings.budget_usd
        self._where = endpoint(name, settings)
        self._price = price(self._where, settings)
        self._replies = cache_folder(settings) / "replies"
        self._used: list[Path] = []
        _forget_old(self._replies)
        if self._budget_usd and self._price is None:
            hint = "--assume-price IN/OUT   (USD per million tokens read/written)"
            raise UsageError(f"a budget needs a price, and that of {name} is not known", hint=hint)
        self._ask = connect(name, settings, on_event, self._afford, self._spend)
        self._on_event = on_event
        self._on_reply = on_reply
        self._lock = threading.Lock()

    def __call__(self, prompt: Prompt) -> Reply:
        """Raises BudgetError where an attempt could cost more than is left, before it is made."""
        place = self._replies / f"{_digest(self._where, prompt)}.json"
        self._used.append(place)
        reply = kept.read(place, Reply)
        told = "a reply that an earlier run has paid for"
        if reply is None:
            reply = self._ask(prompt)
            told = self._told(reply)
            kept.write(reply, place, mode=0o600)  # it speaks of what somebody described
        self._on_reply(prompt, reply)
        self._on_event(Event("notice", "model", detail=f"{reply.served}: {told}"))
        return reply

    def forget(self) -> None:
        """What was asked has led to a project: who asks again wants another answer."""
        for place in self._used:
            with contextlib.suppress(OSError):
                place.unlink()

    def _afford(self, prompt: Prompt) -> None:
        if not self._budget_usd or self._price is None:
            return
        read = sum(len(m.text) for m in prompt.messages) // FEWEST_CHARACTERS + 1
        worst = self._price.of(Usage(read, 0, prompt.max_tokens))
        spent = self.total.cost_usd or 0.0
        if spent + worst > self._budget_usd:
            told = f"the next call may cost {worst:.4f} USD, and of {self._budget_usd:g} USD {spent:.4f} are spent"
            raise BudgetError(told, hint=f"give it more: --budget {self._budget_usd * 2:g}")

    def _spend(self, usage: Usage) -> None:
        with self._lock:
            self.total = self._with(usage)

    def _with(self, usage: Usage) -> Total:
        known, cost = self.total, cost_usd(usage, self._price)
        return Total(
            known.calls + 1,
            known.prompt_tokens + usage.prompt_tokens,
            known.cached_tokens + usage.cached_tokens,
            known.completion_tokens + usage.completion_tokens,
            None if cost is None or known.cost_usd is None else known.cost_usd + cost,
            known.estimated or usage.estimated,
        )

    def _told(self, reply: Reply) -> str:
        cost = cost_usd(reply.usage, self._price)
        money = "price not known" if cost is None else f"{cost:.4f} USD"
        tokens = f"{reply.usage.prompt_tokens} tokens read, {reply.usage.completion_tokens} written"
        return f"{tokens}, {reply.seconds:.1f} s, {money}"


def _digest(where: Endpoint, prompt: Prompt) -> str:
    asked = (where.base_url, where.model, prompt.messages, prompt.max_tokens, prompt.schema)
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()[:40]


def _forget_old(replies: Path) -> None:
    """Nobody goes on with a run after so long."""
    for place in replies.glob("*.json"):
        with contextlib.suppress(OSError):
            if place.stat().st_mtime < time.time() - KEPT_S:
                place.unlink()
