"""Patience with providers: come back later, ask for less, and tell people what is left to do."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import random
import time

from msgspec.structs import replace

from scaffolder import kept
from scaffolder.config import Settings, cache_folder
from scaffolder.errors import ProviderError
from scaffolder.models import Before, Prompt, Reply, Spend, ignored
from scaffolder.models.exchange import Abilities, Answer, listed, once
from scaffolder.models.faults import LONGEST_WAIT_S, NOTHING, Fault, Kind
from scaffolder.models.providers import Endpoint
from scaffolder.types import Event, OnEvent

# How often the same is asked again. What is not named here is not mended by asking again.
AGAIN: dict[Kind, int] = {
    "unreachable": 2, "broken": 2, "stalled": 1, "busy": 6, "server": 3, "empty": 1, "looping": 1, "exhausted": 1,
}  # fmt: skip
FIRST_WAIT_S = 1.0
LESS_FORM = {"schema": "object", "object": "text"}
OTHER_CAP = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}


class Patient:
    """A model that is asked again where that helps. What an endpoint does not take is remembered, here and on disk.
    `before` is called for every attempt, and may raise; `spend` with what each has taken, whatever came of it."""

    def __init__(
        self,
        endpoint: Endpoint,
        settings: Settings,
        on_event: OnEvent,
        before: Before = ignored,
        spend: Spend = ignored,
    ) -> None:
        self.endpoint = endpoint
        self.on_event = on_event
        self.before = before
        self.spend = spend
        self._place = cache_folder(settings) / "models" / f"{_digest(endpoint)}.json"
        self.able = kept.read(self._place, Abilities) or Abilities(endpoint.provider.json, endpoint.provider.cap)

    def __call__(self, prompt: Prompt) -> Reply:
        """Raises ProviderError where there is no answer."""
        began = time.monotonic()
        until, tried, attempts = began + prompt.timeout_s, dict[Kind, int](), 0
        while True:
            attempts += 1
            self.before(prompt)
            try:
                answer = once(self.endpoint, prompt, self.able, until)
            except Fault as fault:
                if fault.spent != NOTHING:
                    self.spend(fault.spent)
                prompt = self._after(fault, prompt, tried, until)
            else:
                self.spend(answer.usage)
                return self._reply(answer, time.monotonic() - began, attempts)

    def _reply(self, answer: Answer, seconds: float, attempts: int) -> Reply:
        if answer.served != self.endpoint.model:
            self._tell(f"{answer.served} answered for {self.endpoint.model}")
        return Reply(answer.text, answer.ending, answer.usage, answer.served, seconds, attempts)

    def _after(self, fault: Fault, prompt: Prompt, tried: dict[Kind, int], until: float) -> Prompt:
        """What to ask next, once it is time to. Raises ProviderError where nothing is left to try."""
        if fault.kind == "unsupported" and (less := _less(self.able, fault.parameter)) is not None:
            self._tell(f"{self.endpoint.name} takes no {fault.parameter}: asked without")
            self.able = less
            kept.write(self.able, self._place)
            return prompt
        count = tried[fault.kind] = tried.get(fault.kind, 0) + 1
        wait_s = _wait_s(fault, count)
        late = wait_s > LONGEST_WAIT_S or time.monotonic() + wait_s >= until
        if count > AGAIN.get(fault.kind, 0) or late:
            raise self._error(fault, wait_s if late else None)
        self._tell(f"{_why(fault)}; asked again" + (f" in {wait_s:.0f} s" if wait_s >= 1 else ""))
        time.sleep(wait_s)
        return replace(prompt, max_tokens=prompt.max_tokens * 2) if fault.kind == "exhausted" else prompt

    def _error(self, fault: Fault, wait_s: float | None) -> ProviderError:
        near = self._near() if fault.kind == "unknown_model" else []
        return error_of(fault, self.endpoint, near, wait_s)

    def _near(self) -> list[str]:
        with contextlib.suppress(Fault):
            names = listed(self.endpoint)
            return difflib.get_close_matches(self.endpoint.model, names, n=3, cutoff=0.3) or names[:3]
        return []

    def _tell(self, detail: str) -> None:
        self.on_event(Event("notice", "model", detail=detail))


def models_of(endpoint: Endpoint) -> list[str]:
    """The names of the models that an endpoint has. Raises ProviderError."""
    try:
        return listed(endpoint)
    except Fault as fault:
        raise error_of(fault, endpoint, []) from None


def error_of(fault: Fault, endpoint: Endpoint, near: list[str], wait_s: float | None = None) -> ProviderError:
    """The user's words for a fault that stays."""
    where, key = endpoint.base_url, endpoint.provider.key or "its key"
    hints: dict[Kind, str] = {
        "unreachable": f"is it running, and its certificate trusted?   curl -sS {where}/models",
        "stalled": "try again, or another model: scaffold models",
        "busy": f"try again in {wait_s:.0f} s" if wait_s else "try again later, or another provider: scaffold models",
        "auth": f"export {key}=…   with a key that is good for {where}",
        "quota": "add credit there, or take another provider: scaffold models",
        "unknown_model": f"it has: {', '.join(near)}" if near else f"curl -sS {where}/models",
        "too_long": "a shorter description, or a model that reads more: scaffold models",
        "redirected": "an address that answers itself: it was not followed, since that would hand on your text and key",
        "not_an_api": "the address of the API, which often ends in /v1",
        "refused": "say it in other words, or take another model: scaffold models",
        "blocked": "say it in other words, or take another provider: scaffold models",
    }
    return ProviderError(
        f"{endpoint.name}:{endpoint.model}: {_why(fault)}", hint=hints.get(fault.kind, "scaffold models test")
    )


def _why(fault: Fault) -> str:
    words: dict[Kind, str] = {
        "unreachable": "no connection",
        "broken": "the answer broke off, or cannot be read",
        "stalled": "no answer in time",
        "busy": "too many requests",
        "server": "the provider failed",
        "empty": "an empty answer",
        "looping": "the answer said the same again and again",
        "exhausted": "thinking took the whole reply",
        "unsupported": "the provider does not take what was asked",
        "too_long": "the text is more than the model can read",
        "auth": "the key was not accepted",
        "quota": "the account has nothing left to spend",
        "unknown_model": "there is no such model",
        "redirected": "it sends us elsewhere",
        "not_an_api": "this is no API",
        "refused": "the model refused",
        "blocked": "a content filter stopped it",
    }
    shown = fault.told if fault.kind != "auth" else ""  # some repeat a part of the key there
    return words[fault.kind] + (f" ({shown})" if shown else "")


def _wait_s(fault: Fault, count: int) -> float:
    if fault.kind not in ("busy", "server", "unreachable", "broken"):
        return 0.0
    if fault.wait_s is not None:
        return fault.wait_s + random.uniform(0, 0.2)  # noqa: S311 - so that not all come back at once
    return FIRST_WAIT_S * 2.0 ** (count - 1) * random.uniform(0.5, 1.0)  # noqa: S311


def _less(able: Abilities, parameter: str) -> Abilities | None:
    """What is asked of an endpoint that does not take a parameter; None where nothing is left to leave out."""
    if parameter in ("response_format", "json_schema") and able.form in LESS_FORM:
        return replace(able, form=LESS_FORM[able.form])
    if parameter == able.cap:
        return replace(able, cap=OTHER_CAP[able.cap])
    if parameter == "stream_options" and able.usage:
        return replace(able, usage=False)
    if parameter == "stream" and able.stream:
        return replace(able, stream=False)
    return None


def _digest(endpoint: Endpoint) -> str:
    return hashlib.sha256(f"{endpoint.base_url}\n{endpoint.model}".encode()).hexdigest()[:32]
