"""One request and what comes back, through the `openai` package, in a thread of its own.

The package waits for every single piece as long as a timeout says, so that a server which sends a byte now and then
holds it for ever; and it takes nearly anything for an answer. Whoever waits here waits for a deadline, and what comes
is looked at.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from scaffolder.models import Ending, Prompt, Usage
from scaffolder.models.faults import NOTHING, Fault, of_answer
from scaffolder.models.providers import Cap, Endpoint, Form

CONNECT_S = 15.0
CHARACTERS = 4  # of a token, about
MOST_CHARACTERS = 12  # a server that sends so many for each token of the cap does not know the cap
LOOP = 20  # times the same line
CHECKED_EVERY = 100  # characters
HIDDEN = "…"


class Abilities(Struct, frozen=True):
    """What an endpoint takes, as far as is known."""

    form: Form
    cap: Cap
    usage: bool = True
    stream: bool = True


class Answer(Struct, frozen=True):
    text: str
    ending: Ending
    usage: Usage
    served: str


def once(endpoint: Endpoint, prompt: Prompt, able: Abilities, until: float) -> Answer:
    """Ask once; `until`: on the monotonic clock. Raises Fault."""
    import openai  # noqa: F401 - it takes a second, which is not the provider's

    seen = _Seen(prompt)
    try:
        for piece in _pieces(lambda put: _ask(endpoint, prompt, able, put), prompt.idle_s, until):
            if seen.take(piece):
                break
        return seen.answer(endpoint.model)
    except Fault as fault:
        told = fault.told.replace(endpoint.key, HIDDEN) if endpoint.key else fault.told
        spent = fault.spent if fault.spent != NOTHING or not seen.text else seen.usage()
        raise Fault(fault.kind, told, parameter=fault.parameter, wait_s=fault.wait_s, spent=spent) from None


def listed(endpoint: Endpoint, timeout_s: float = CONNECT_S) -> list[str]:
    """The models that the endpoint says it has. Raises Fault."""

    def ask(put: Callable[[Any], None]) -> None:
        for model in _client(endpoint, timeout_s).models.list():
            put(str(model.id))

    return sorted(_pieces(ask, timeout_s, time.monotonic() + timeout_s))


def _pieces(work: Callable[[Callable[[Any], None]], None], idle_s: float, until: float) -> Iterator[Any]:
    """What `work` gives, as it gives it. Where it gives nothing in time it is left to itself: nobody can end a thread
    that waits for a socket, but it ends with the program."""
    came: queue.Queue[tuple[str, Any]] = queue.Queue()
    left_alone = threading.Event()

    def put(piece: Any) -> None:
        came.put(("piece", piece))
        if left_alone.is_set():
            raise Fault("stalled", "nobody listens any more")

    def run() -> None:
        try:
            work(put)
            came.put(("end", None))
        except BaseException as error:  # noqa: BLE001 - it is told where somebody listens
            came.put(("error", error))

    threading.Thread(target=run, name="model", daemon=True).start()
    try:
        while (piece := _next(came, idle_s, until)) is not None:
            yield piece
    finally:
        left_alone.set()


def _next(came: queue.Queue[tuple[str, Any]], idle_s: float, until: float) -> Any:
    """None where nothing more comes. Raises Fault."""
    left = min(idle_s, until - time.monotonic())
    try:
        kind, value = came.get(timeout=max(left, 0.0))
    except queue.Empty:
        late = time.monotonic() >= until
        raise Fault("stalled", "the time for it is over" if late else f"silent for {idle_s:g} s") from None
    if kind == "error":
        raise value if isinstance(value, Fault) else _fault(value)
    return value


def _client(endpoint: Endpoint, timeout_s: float) -> Any:
    import openai

    headers = {endpoint.provider.header: endpoint.key} if endpoint.provider.header and endpoint.key else {}
    # A redirect would take prompt and key to whoever is named there.
    http = openai.DefaultHttpx2Client(follow_redirects=False)
    return openai.OpenAI(
        api_key=endpoint.key or "none", base_url=endpoint.base_url, max_retries=0, http_client=http,
        timeout=openai.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s)), default_headers=headers,
    )  # fmt: skip


def _ask(endpoint: Endpoint, prompt: Prompt, able: Abilities, put: Callable[[Any], None]) -> None:
    raw = _client(endpoint, prompt.idle_s).chat.completions.with_streaming_response
    with raw.create(**_request(endpoint.model, prompt, able)) as response:
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        if kind == "text/event-stream":
            for chunk in response.parse():
                put(chunk.model_dump(warnings=False))
        elif kind == "application/json":  # it was asked for pieces and gives all at once, or was not asked
            put(_whole(response.read()))
        else:
            told = f"{endpoint.base_url} answers with {kind or 'nothing that says what it is'}"
            raise Fault("not_an_api", told)


def _request(model: str, prompt: Prompt, able: Abilities) -> dict[str, Any]:
    request: dict[str, Any] = {
        "model": model,
        "messages": [{"role": m.role, "content": m.text} for m in prompt.messages],
        able.cap: prompt.max_tokens,
        "stream": able.stream,
    }
    if able.stream and able.usage:
        request["stream_options"] = {"include_usage": True}
    if prompt.schema is not None and able.form == "schema":
        form = {"name": "reply", "schema": prompt.schema}
        request["response_format"] = {"type": "json_schema", "json_schema": form}
    elif prompt.schema is not None and able.form == "object":
        request["response_format"] = {"type": "json_object"}
    return request


def _whole(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"))
    except ValueError as error:  # UnicodeDecodeError is one
        raise Fault("broken", f"not JSON: {error}") from None
    if not isinstance(found, dict):
        raise Fault("broken", "no JSON object")
    return found


def _fault(error: BaseException) -> Fault:
    import openai

    if isinstance(error, openai.APIStatusError):
        return of_answer(error.status_code, error.body, error.response.headers)
    if isinstance(error, openai.APITimeoutError):
        return Fault("stalled", "no answer in time")
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__
        lost = type(cause).__name__ in ("ReadError", "WriteError", "RemoteProtocolError", "CloseError")
        return Fault("broken" if lost else "unreachable", str(cause or error))
    if isinstance(error, openai.APIError):  # in the middle of a stream
        return of_answer(200, error.body or {"message": error.message}, {})
    if isinstance(error, ValueError):  # JSON, UTF-8
        return Fault("broken", f"{type(error).__name__}: {error}")
    raise error


class _Seen:
    """What has come so far."""

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt
        self.text = ""
        self.ending = ""
        self.served = ""
        self.refusal = ""
        self.tools: dict[Any, str] = {}
        self.said: Mapping[str, Any] = {}
        self._checked = 0

    def take(self, piece: Mapping[str, Any]) -> bool:
        """Whether it is more than was asked for. Raises Fault for an error in the place of an answer, and for one that
        says the same for ever."""
        if piece.get("error"):
            raise of_answer(200, piece, {})
        self.served = str(piece.get("model") or self.served)
        if isinstance(piece.get("usage"), dict):
            self.said = piece["usage"]  # some say it with every piece: the last one counts
        for choice in (piece.get("choices") or [])[:1]:
            self._choice(choice)
        self._look_for_loops()
        endless = len(self.text) > self.prompt.max_tokens * MOST_CHARACTERS
        self.ending = "length" if endless else self.ending
        return endless

    def _choice(self, choice: Mapping[str, Any]) -> None:
        said = choice.get("delta") or choice.get("message") or {}
        self.text += said.get("content") or ""
        self.refusal += said.get("refusal") or ""
        for number, call in enumerate(said.get("tool_calls") or ()):
            slot = call.get("index") if call.get("index") is not None else call.get("id") or number
            arguments = (call.get("function") or {}).get("arguments") or ""
            self.tools[slot] = self.tools.get(slot, "") + arguments
        self.ending = choice.get("finish_reason") or self.ending

    def _look_for_loops(self) -> None:
        if len(self.text) - self._checked < CHECKED_EVERY:
            return
        self._checked = len(self.text)
        lines = [line for line in self.text.splitlines() if line.strip()][-LOOP - 1 : -1]
        if len(lines) == LOOP and len(set(lines)) == 1 and len(lines[0]) > 3:
            raise Fault("looping", lines[0][:80], spent=self.usage())

    def answer(self, asked: str) -> Answer:
        """Raises Fault where there is none."""
        usage, text = self.usage(), self.text
        if self.ending in ("content_filter", "SafetyBlockedError"):
            raise Fault("blocked", spent=usage)
        if self.refusal.strip() and not text.strip():
            raise Fault("refused", " ".join(self.refusal.split())[:300], spent=usage)
        if not text.strip() and self.tools:  # it was offered none: what it wanted to hand over is what was asked for
            text = next(iter(dict.fromkeys(self.tools.values())))
        if not text.strip():
            thought = self.ending == "length" or usage.reasoning_tokens >= self.prompt.max_tokens * 0.9
            raise Fault("exhausted" if thought else "empty", spent=usage)
        if not self.ending:
            raise Fault("broken", "it ended in the middle", spent=usage)
        return Answer(text, "length" if self.ending == "length" else "stop", usage, self.served or asked)

    def usage(self) -> Usage:
        """What the provider says, where that can be; else by the length of the texts."""
        prompt, completion = _count(self.said.get("prompt_tokens")), _count(self.said.get("completion_tokens"))
        cached = _count((self.said.get("prompt_tokens_details") or {}).get("cached_tokens")) or 0
        thought = _count((self.said.get("completion_tokens_details") or {}).get("reasoning_tokens")) or 0
        cost = self.said.get("cost")
        known = bool(prompt) and bool(completion) and cached <= (prompt or 0)
        if not known:
            sent = sum(len(m.text) for m in self.prompt.messages)
            prompt = max(prompt or 0, sent // CHARACTERS + 1)
            completion = max(completion or 0, len(self.text) // CHARACTERS + 1)
        return Usage(
            prompt or 0, min(cached, prompt or 0), completion or 0, min(thought, completion or 0),
            float(cost) if isinstance(cost, (int, float)) and cost >= 0 else None, not known,
        )  # fmt: skip


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
