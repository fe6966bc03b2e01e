"""What a run asks of a model, counted: calls, tokens, money."""

from __future__ import annotations

import threading

from scaffolder.config import Settings
from scaffolder.models import Prompt, Reply, Usage, connect
from scaffolder.models.prices import cost_usd, price
from scaffolder.models.providers import endpoint
from scaffolder.types import Event, OnEvent
from scaffolder.types import Usage as Total


class Metered:
    """A model that knows what it has cost so far; a callable like any other. Each call is told as it ends."""

    def __init__(self, name: str, settings: Settings, on_event: OnEvent) -> None:
        self.name = name
        self.total = Total()
        self._price = price(endpoint(name, settings), settings)
        self._ask = connect(name, settings, on_event)
        self._on_event = on_event
        self._lock = threading.Lock()

    def __call__(self, prompt: Prompt) -> Reply:
        reply = self._ask(prompt)
        with self._lock:
            for usage in (reply.usage, *reply.spent):
                self.total = self._with(usage)
        self._on_event(Event("notice", "model", detail=self._told(reply)))
        return reply

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
        return f"{reply.served}: {tokens}, {reply.seconds:.1f} s, {money}"
