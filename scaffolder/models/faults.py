"""What goes wrong between us and a model, told apart by what is to be done about it."""

from __future__ import annotations

import contextlib
import email.utils
import time
from collections.abc import Mapping
from typing import Any, Literal

from scaffolder.models import Usage

Kind = Literal[
    "unreachable",  # no connection: name, port, certificate
    "broken",  # the connection or what came through it ended in the middle
    "stalled",  # nothing for too long, or not done in time
    "busy",  # come back later
    "server",  # its own fault
    "empty",  # an answer without an answer
    "looping",  # the same again and again
    "exhausted",  # thinking took all that the cap allows
    "unsupported",  # a parameter that this endpoint does not take
    "too_long",  # more than the model can read
    "auth",
    "quota",
    "unknown_model",
    "redirected",
    "not_an_api",
    "refused",
    "blocked",
]
LONGEST_WAIT_S = 120.0
NOTHING = Usage()
PARAMETERS = ("max_completion_tokens", "max_tokens", "response_format", "json_schema", "stream_options", "stream")
OVERLONG = (
    "context_length",
    "context length",
    "context window",
    "too many tokens",
    "prompt is too long",
    "maximum context",
)
SPENT = ("insufficient_quota", "billing", "credit", "quota exceeded")
BLOCKED = ("content_filter", "content filter", "safety", "responsibleai", "content_policy")


class Fault(Exception):
    """`told`: the provider's own words, without secrets; `parameter`: what it does not take; `wait_s`: when to come
    back, where it says so; `spent`: what was paid for nothing."""

    def __init__(
        self, kind: Kind, told: str = "", *, parameter: str = "", wait_s: float | None = None, spent: Usage = NOTHING
    ) -> None:
        super().__init__(f"{kind}: {told}" if told else kind)
        self.kind = kind
        self.told = told
        self.parameter = parameter
        self.wait_s = wait_s
        self.spent = spent


def of_answer(status: int, body: object, headers: Mapping[str, str]) -> Fault:
    """The fault that a status and what came with it stand for; a body with an error and status 200 is read alike."""
    error = body.get("error", body) if isinstance(body, dict) else body
    code, told = _code(error), _words(error)
    low = f"{code} {told}".lower()
    status = _status(error) if status < 300 else status
    if 300 <= status < 400:
        return Fault("redirected", headers.get("location", ""))
    if status in (401, 403):
        return Fault("blocked" if _says(low, BLOCKED) else "auth", told)
    if status == 402 or status == 429 and _says(low, SPENT):
        return Fault("quota", told)
    if status == 429:
        return Fault("busy", told, wait_s=retry_after_s(headers))
    if _says(low, OVERLONG) or status == 413:
        return Fault("too_long", told)
    if _says(low, BLOCKED):
        return Fault("blocked", told)
    parameter = _parameter(error, low)
    if parameter and (status < 500 or "unsupported" in low or "not supported" in low or "unexpected" in low):
        return Fault("unsupported", told, parameter=parameter)
    if status in (404, 410) or "model" in low and status == 400:
        return Fault("unknown_model", told)
    if status in (408, 409, 425) or status >= 500:
        return Fault("server", told, wait_s=retry_after_s(headers))
    return Fault("broken" if status < 300 else "unsupported", told)


def retry_after_s(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds that the provider asks us to wait; None where it does not say, or says what cannot be meant."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        try:
            return _sensible(float(value) * unit)
        except ValueError:
            with contextlib.suppress(ValueError):  # no date either
                date = email.utils.parsedate_to_datetime(value)
                return _sensible(date.timestamp() - (time.time() if now is None else now))
    return None


def _sensible(seconds: float) -> float | None:
    return seconds if 0 <= seconds < 1e6 else None


def _code(error: object) -> str:
    return " ".join(str(error.get(key) or "") for key in ("code", "type")) if isinstance(error, dict) else ""


def _words(error: object) -> str:
    if isinstance(error, dict):
        found: Any = error.get("message") or error.get("detail") or error.get("error") or ""
        return " ".join(str(found).split())[:300]
    return " ".join(error.split())[:300] if isinstance(error, str) else ""


def _status(error: object) -> int:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else int(code) if isinstance(code, str) and code.isdigit() else 200


def _parameter(error: object, low: str) -> str:
    named = str(error.get("param") or "").lower() if isinstance(error, dict) else ""
    return next((p for p in PARAMETERS if p in named), "") or next((p for p in PARAMETERS if p in low), "")


def _says(low: str, words: tuple[str, ...]) -> bool:
    return any(word in low for word in words)
