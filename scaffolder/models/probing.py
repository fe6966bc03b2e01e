"""One small question, to see what an endpoint can do and whether it answers at all."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from scaffolder.config import Settings
from scaffolder.errors import ProviderError
from scaffolder.models import Message, Prompt, Reply
from scaffolder.models.asking import Patient
from scaffolder.models.exchange import Abilities
from scaffolder.models.prices import Price, cost_usd, price
from scaffolder.models.providers import Endpoint
from scaffolder.types import Event, OnEvent

QUESTION = 'What is 17 + 25? Reply with a JSON object like {"sum": 0}, and nothing else.'
SCHEMA = {
    "type": "object",
    "properties": {"sum": {"type": "integer"}},
    "required": ["sum"],
    "additionalProperties": False,
}
MAX_TOKENS = 2_000  # room for those that think first
TIMEOUT_S = 120.0


class Found(Struct, frozen=True):
    """`right`: whether the reply was what was asked for, in the form that was asked for."""

    able: Abilities
    reply: Reply
    right: bool
    price: Price | None
    cost_usd: float | None


def probe(endpoint: Endpoint, settings: Settings, on_event: OnEvent) -> Found:
    """Ask once, or as often as it takes to find out what the endpoint takes. Raises ProviderError."""
    model = Patient(endpoint, settings, on_event)
    on_event(Event("stage", "ask", "started", f"{endpoint.base_url} for {endpoint.model}"))
    try:
        reply = model(Prompt((Message("user", QUESTION),), MAX_TOKENS, SCHEMA, TIMEOUT_S))
    except ProviderError:
        on_event(Event("stage", "ask", "failed"))
        raise
    on_event(Event("stage", "ask", "finished", reply.served, reply.seconds))
    known = price(endpoint, settings)
    return Found(model.able, reply, _is_right(reply.text), known, cost_usd(reply.usage, known))


def _is_right(text: str) -> bool:
    with contextlib.suppress(ValueError):
        found = json.loads(text.strip().removeprefix("```json").removeprefix("```").removesuffix("```"))
        return isinstance(found, dict) and found.get("sum") == 42
    return False


def to_document(found: Found, endpoint: Endpoint) -> Mapping[str, Any]:
    usage = found.reply.usage
    return {
        "model": f"{endpoint.name}:{endpoint.model}",
        "base_url": endpoint.base_url,
        "served": found.reply.served,
        "right": found.right,
        "form": found.able.form,
        "cap": found.able.cap,
        "stream": found.able.stream,
        "seconds": round(found.reply.seconds, 3),
        "attempts": found.reply.attempts,
        "usage": {
            "prompt_tokens": usage.prompt_tokens,
            "cached_tokens": usage.cached_tokens,
            "completion_tokens": usage.completion_tokens,
            "reasoning_tokens": usage.reasoning_tokens,
            "estimated": usage.estimated,
        },
        "cost_usd": found.cost_usd,
    }
