"""What models cost, in USD per million tokens: the user's word, else `genai-prices`; what is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from scaffolder.config import Settings
from scaffolder.errors import UsageError
from scaffolder.models import Usage
from scaffolder.models.providers import Endpoint

MILLION = 1_000_000


class Price(Struct, frozen=True, forbid_unknown_fields=True):
    """USD per million tokens; `cached` None: as `prompt`. `source`: who says so."""

    prompt: float
    completion: float
    cached: float | None = None
    source: str = "your settings"

    def of(self, usage: Usage) -> float:
        cached = self.prompt if self.cached is None else self.cached
        fresh = usage.prompt_tokens - usage.cached_tokens
        return (
            fresh * self.prompt + usage.cached_tokens * cached + usage.completion_tokens * self.completion
        ) / MILLION


def price(endpoint: Endpoint, settings: Settings) -> Price | None:
    """The price of a model, None where nobody knows it. Raises UsageError for one of the user's that cannot be read."""
    own = settings.prices.get(f"{endpoint.name}:{endpoint.model}")
    if own is not None:
        return _own(f"{endpoint.name}:{endpoint.model}", own)
    if endpoint.provider.free:
        return Price(0.0, 0.0, source="runs on your machine")
    return _published(endpoint.model, endpoint.provider.prices) or _assumed(settings.assume_price)


def _assumed(text: str) -> Price | None:
    """Of IN/OUT. Raises UsageError."""
    if not text:
        return None
    try:
        prompt, completion = map(float, text.split("/"))
    except ValueError:
        prompt = completion = -1.0
    if not (0 <= prompt < MILLION and 0 <= completion < MILLION):
        hint = "--assume-price 0.2/1.2   (USD per million tokens read/written)"
        raise UsageError(f"a price cannot be {text!r}", hint=hint)
    return Price(prompt, completion, source="assumed")


def _own(name: str, table: object) -> Price:
    try:
        return msgspec.convert(table, Price)
    except msgspec.ValidationError as error:
        hint = f'[prices."{name}"]   prompt = 0.2   completion = 1.2   (USD per million tokens)'
        raise UsageError(f'[prices."{name}"]: {error}', hint=hint) from error


def _published(model: str, provider: str) -> Price | None:
    """What the data that was installed says; nothing is asked on the network."""
    if not provider:
        return None
    import genai_prices

    try:
        found = [
            genai_prices.calc_price(usage, model, provider_id=provider).total_price
            for usage in (
                genai_prices.Usage(input_tokens=MILLION),
                genai_prices.Usage(output_tokens=MILLION),
                genai_prices.Usage(input_tokens=MILLION, cache_read_tokens=MILLION),
            )
        ]
    except (LookupError, ValueError):
        return None
    return Price(float(found[0]), float(found[1]), float(found[2]), source="genai-prices")


def cost_usd(usage: Usage, known: Price | None) -> float | None:
    """What an exchange cost: what the provider says, else by the price; None where neither is known."""
    return usage.cost_usd if usage.cost_usd is not None else None if known is None else known.of(usage)


def to_document(known: Price | None) -> Mapping[str, Any] | None:
    return None if known is None else msgspec.to_builtins(known)
