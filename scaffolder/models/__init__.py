"""Language models behind any endpoint that speaks OpenAI's Chat Completions: `connect("ollama:qwen3")` gives one.

A `Model` is a callable: messages and limits in, a `Reply` out. Everything that can go wrong on the way is either mended
here (by patience, or by asking for less) or becomes a ProviderError that says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from scaffolder.config import Settings
    from scaffolder.types import OnEvent

Speaker = Literal["system", "user", "assistant"]
Ending = Literal["stop", "length"]


class Message(Struct, frozen=True):
    role: Speaker
    text: str


class Prompt(Struct, frozen=True):
    """What is asked. `max_tokens` caps the reply; `schema`: the JSON schema of the reply, None for text; `timeout_s`
    bounds everything, waiting for a busy provider included; `idle_s` bounds the silence between two pieces. `about`:
    what the reply is for ("plan", the path of a file), which is not sent."""

    messages: tuple[Message, ...]
    max_tokens: int = 8_000
    schema: Mapping[str, Any] | None = None
    timeout_s: float = 600.0
    idle_s: float = 300.0
    about: str = ""


class Usage(Struct, frozen=True):
    """Tokens of one exchange. `cached_tokens` are part of the prompt, `reasoning_tokens` of the completion;
    `cost_usd`: what the provider itself says; `estimated`: it said nothing that makes sense, so texts were measured."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    reasoning_tokens: int = 0
    cost_usd: float | None = None
    estimated: bool = False


class Reply(Struct, frozen=True):
    """`ending` "length": the cap cut it off. `served`: the model that the provider says has answered."""

    text: str
    ending: Ending
    usage: Usage
    served: str
    seconds: float
    attempts: int = 1


Model = Callable[[Prompt], Reply]
Before = Callable[[Prompt], object]
Spend = Callable[[Usage], object]


def ignored(told: object) -> None:
    """Nobody listens."""


def connect(
    name: str, settings: Settings, on_event: OnEvent = ignored, before: Before = ignored, spend: Spend = ignored
) -> Model:
    """The model called "PROVIDER:NAME" or "URL#NAME". Nothing is sent before it is called. `before` is called for every
    attempt, and may raise; `spend` with what each has taken.

    Raises UsageError for a name that cannot be read, a provider that nobody knows and a key that is missing.
    """
    from scaffolder.models import asking, providers

    return asking.Patient(providers.endpoint(name, settings), settings, on_event, before, spend)
