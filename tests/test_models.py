"""What a model that misbehaves does to us: each fault over a real socket, and what comes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffolder.config import Settings
from scaffolder.errors import ProviderError, UsageError
from scaffolder.models import Message, Prompt, Reply, Usage, asking, prices, providers
from scaffolder.models.faults import retry_after_s
from scaffolder.types import Event
from tests.misbehaving import Call, Case, drip, server

pytestmark = pytest.mark.slow  # waits for servers that do not answer, and `openai` takes a second to import
KEY = "sk-canary-1234567890"
ASK = Prompt((Message("system", "Be brief."), Message("user", "hello")), max_tokens=50, timeout_s=8, idle_s=0.5)
SCHEMA = {"type": "object", "properties": {"sum": {"type": "integer"}}}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "FIRST_WAIT_S", 0.01)


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """ask(case) -> reply, how often the server was asked, what was told, what it was sent."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def call(case: Case, prompt: Prompt = ASK, **more: Any) -> tuple[Reply | ProviderError, int, list[str], list[Call]]:
        told: list[Event] = []
        with server({"case": case}) as (address, asked, calls):
            settings = Settings(cache_dir=str(tmp_path / "cache"))
            endpoint = providers.endpoint(f"{address}/case/v1#m", settings)
            model = asking.Patient(endpoint, settings, told.append, **more)
            try:
                reply: Reply | ProviderError = model(prompt)
            except ProviderError as error:
                reply = error
            return reply, asked["case"], [e.detail for e in told], calls

    yield call


def twice(bad: Case) -> Case:
    """Bad the first time, good from then on."""
    return lambda call: bad(call) if call.number == 1 else call.answer()


def cut(call: Call) -> None:
    call.open_stream()
    call.piece("hal")


def reset_in_the_middle(call: Call) -> None:
    cut(call)
    time.sleep(0.05)
    call.reset()


def error_in_the_middle(call: Call) -> None:
    cut(call)
    call.send('data: {"error": {"message": "upstream died", "code": 502}}\n\n')


def stall(call: Call) -> None:
    cut(call)
    time.sleep(2)


def bad_event(call: Call) -> None:
    cut(call)
    call.send("data: {not json\n\n")


def loop(call: Call) -> None:
    call.open_stream()
    for _ in range(400):
        call.piece("and again the same line\n")


def no_words(call: Call) -> None:
    call.open_stream()
    call.piece(ending="stop")
    call.done()


MENDED = {  # what is mended by asking again: (case, how often it is asked then)
    "reset before headers": (twice(Call.reset), 2),
    "silence instead of headers": (twice(lambda call: time.sleep(1.5)), 2),
    "reset in the middle": (twice(reset_in_the_middle), 2),
    "closed in the middle": (twice(cut), 2),
    "stalled": (twice(stall), 2),
    "busy": (twice(lambda call: call.refuse(429, "slow down", headers="Retry-After: 0\r\n")), 2),
    "busy, in milliseconds": (twice(lambda call: call.refuse(429, "slow", headers="retry-after-ms: 20\r\n")), 2),
    "busy, without a time": (twice(lambda call: call.refuse(429, "slow down")), 2),
    "busy, a time before now": (twice(lambda call: call.refuse(429, "slow", headers="Retry-After: -7\r\n")), 2),
    "a page instead of an answer": (twice(lambda call: call.respond(502, "<html>bad gateway", "text/html")), 2),
    "overloaded": (lambda call: call.refuse(529, "overloaded") if call.number < 4 else call.answer(), 4),
    "an error with status 200": (twice(lambda call: call.respond(200, {"error": {"message": "no", "code": 503}})), 2),
    "broken JSON": (twice(lambda call: call.respond(200, '{"choices": [')), 2),
    "no JSON at all": (twice(lambda call: call.respond(200, "")), 2),
    "not UTF-8": (twice(lambda call: call.respond(200, b'{"choices": "\xff"}')), 2),
    "an event that is not JSON": (twice(bad_event), 2),
    "an error in the middle": (twice(error_in_the_middle), 2),
    "no choices": (twice(lambda call: call.respond(200, {"choices": []})), 2),
    "null choices": (twice(lambda call: call.respond(200, {"choices": None})), 2),
    "no words": (twice(no_words), 2),
    "the same line for ever": (twice(loop), 2),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_passes_is_asked_again(name: str, ask: Callable[..., Any]) -> None:
    case, times = MENDED[name]
    reply, asked, told, _ = ask(case)
    assert isinstance(reply, Reply), reply
    assert (reply.text, reply.ending, reply.attempts, asked) == ("hello", "stop", times, times)
    assert all("asked again" in line for line in told[: times - 1])


def test_what_a_broken_answer_took_is_not_forgotten(ask: Callable[..., Any]) -> None:
    spent: list[Usage] = []
    reply, *_ = ask(twice(reset_in_the_middle), spend=spent.append)
    assert [u.estimated for u in spent] == [True, False] and spent[0].completion_tokens > 0
    assert spent[1] == reply.usage


def redirect(call: Call) -> None:
    call.respond(307, "", headers="Location: http://elsewhere.example/v1\r\n")


LEFT = {  # what asking again does not mend: (case, a word of what is said, of the hint)
    "no key": (lambda call: call.refuse(401, f"Incorrect API key: {KEY[:8]}"), "key was not accepted", "export "),
    "not for this key": (lambda call: call.refuse(403, "no"), "key was not accepted", "export "),
    "nothing to spend": (lambda call: call.refuse(402, "add credits"), "nothing left", "credit"),
    "quota": (lambda call: call.refuse(429, "pay", code="insufficient_quota"), "nothing left", "credit"),
    "an hour": (lambda call: call.refuse(429, "later", headers="Retry-After: 3600\r\n"), "too many", "in 3600 s"),
    "too long": (lambda call: call.refuse(400, "x", code="context_length_exceeded"), "can read", "shorter"),
    "too large": (lambda call: call.refuse(413, "too large"), "can read", "shorter"),
    "filtered": (lambda call: call.refuse(400, "filtered", code="content_filter"), "filter", "other words"),
    "elsewhere": (redirect, "sends us elsewhere", "not followed"),
    "a portal": (lambda call: call.respond(200, "<html>log in", "text/html"), "no API", "/v1"),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_stays_is_told_once_with_what_to_do(name: str, ask: Callable[..., Any]) -> None:
    case, words, hint = LEFT[name]
    error, asked, _, _ = ask(case)
    assert isinstance(error, ProviderError), error
    assert (asked, error.exit_code) == (1, 3)
    assert words in error.message and hint in error.hint
    assert KEY[:8] not in error.message + error.hint


def refused(call: Call) -> None:
    call.open_stream()
    call.piece(delta={"refusal": "I cannot help with that."}, ending="stop")
    call.done()


def filtered(call: Call) -> None:
    call.open_stream()
    call.piece("Here")
    call.piece(ending="content_filter")
    call.done()


def blocked_by_an_event(call: Call) -> None:
    call.open_stream()
    call.send('data: {"error": {"message": "unsafe", "code": "SafetyBlockedError"}}\n\ndata: [DONE]\n\n')


@pytest.mark.parametrize(
    ("case", "words"),
    [(refused, "refused (I cannot help"), (filtered, "filter"), (blocked_by_an_event, "filter stopped it (unsafe)")],
)
def test_a_refusal_is_not_asked_again(case: Case, words: str, ask: Callable[..., Any]) -> None:
    error, asked, _, _ = ask(case)
    assert isinstance(error, ProviderError) and words in error.message and asked == 1


def test_a_server_that_sends_a_byte_now_and_then_does_not_hold_us(ask: Callable[..., Any]) -> None:
    head = "HTTP/1.1 200 OK\r\nX-Long: " + "a" * 2000
    for case in (lambda call: drip(call, head), lambda call: (call.open_stream(), drip(call, ": wait\n" * 500))):
        began = time.monotonic()
        error, *_ = ask(case, Prompt(ASK.messages, 50, None, timeout_s=1.0, idle_s=0.4))
        assert isinstance(error, ProviderError) and "no answer in time" in error.message
        assert time.monotonic() - began < 3


def test_a_server_that_is_not_there(ask: Callable[..., Any], tmp_path: Path) -> None:
    settings = Settings(cache_dir=str(tmp_path))
    endpoint = providers.endpoint("http://127.0.0.1:9/v1#m", settings)
    with pytest.raises(ProviderError, match="no connection") as raised:
        asking.Patient(endpoint, settings, lambda event: None)(ASK)
    assert "curl -sS http://127.0.0.1:9/v1/models" in raised.value.hint


def test_the_names_that_a_server_has_are_told(ask: Callable[..., Any]) -> None:
    def case(call: Call) -> None:
        if "/models" in call.head:
            call.respond(200, {"object": "list", "data": [{"id": n, "object": "model"} for n in ("mm", "other")]})
        else:
            call.refuse(404, "The model `m` does not exist", code="model_not_found")

    error, asked, _, _ = ask(case)
    assert "no such model" in error.message and error.hint == "it has: mm" and asked == 2


def picky(*taken_out: str) -> Case:
    """Refuses a request that has one of the parameters, by name."""

    def case(call: Call) -> None:
        found = next((p for p in taken_out if p in call.body), "")
        if found:
            call.refuse(400, f"Unsupported parameter: '{found}' is not supported with this model.", param=found)
        else:
            call.answer()

    return case


def test_what_an_endpoint_does_not_take_is_left_out_and_remembered(ask: Callable[..., Any]) -> None:
    prompt = Prompt(ASK.messages, 50, SCHEMA, 8, 0.5)
    case = picky("max_tokens", "response_format", "stream_options")
    reply, asked, told, calls = ask(case, prompt)
    assert isinstance(reply, Reply), reply
    assert asked == 5 and "m takes no" not in told
    assert calls[-1].body["max_completion_tokens"] == 50
    forms = [c.body.get("response_format", {}).get("type") for c in calls]
    assert list(dict.fromkeys(forms)) == ["json_schema", "json_object", None]


def test_what_was_found_out_is_kept_for_the_next_run(ask: Callable[..., Any], tmp_path: Path) -> None:
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    with server({"case": picky("max_tokens")}) as (address, asked, _):
        endpoint = providers.endpoint(f"{address}/case/v1#m", settings)
        for _run in range(2):
            asking.Patient(endpoint, settings, lambda event: None)(ASK)
        assert asked["case"] == 3


def test_a_server_that_names_the_parameter_with_status_500(ask: Callable[..., Any]) -> None:
    def case(call: Call) -> None:
        if "stream_options" in call.body:
            call.refuse(500, "unexpected keyword argument 'stream_options'")
        else:
            call.answer()

    reply, asked, *_ = ask(case)
    assert reply.text == "hello" and asked == 2


def test_an_answer_in_one_piece_is_one(ask: Callable[..., Any]) -> None:
    message = {"role": "assistant", "content": "all at once"}
    whole = {"model": "m", "choices": [{"message": message, "finish_reason": "stop"}], "usage": {}}
    reply, asked, *_ = ask(lambda call: call.respond(200, whole))
    assert (reply.text, asked, reply.usage.estimated) == ("all at once", 1, True)


def test_the_cap_is_said_and_a_server_that_ignores_it_is_cut_off(ask: Callable[..., Any]) -> None:
    def case(call: Call) -> None:
        call.open_stream()
        for number in range(5_000):
            call.piece(f"line {number} of many\n")

    reply, asked, *_ = ask(case)
    assert reply.ending == "length" and asked == 1 and len(reply.text) < 2_000


def test_thinking_that_takes_the_whole_reply_is_given_more_room(ask: Callable[..., Any]) -> None:
    def case(call: Call) -> None:
        call.open_stream()
        call.piece("" if call.number == 1 else "now", ending="length" if call.number == 1 else "stop")
        call.usage(completion=50, completion_tokens_details={"reasoning_tokens": 50})
        call.done()

    spent: list[Usage] = []
    reply, _, _, calls = ask(case, spend=spent.append)
    assert reply.text == "now"
    assert [c.body["max_tokens"] for c in calls] == [50, 100]
    assert spent[0].reasoning_tokens == 50


def test_what_was_cut_off_by_the_cap_says_so(ask: Callable[..., Any]) -> None:
    reply, *_ = ask(lambda call: call.answer("half a", ending="length"))
    assert reply.ending == "length"


@pytest.mark.parametrize(
    ("said", "estimated"),
    [
        ({"prompt": 11, "completion": 7}, False),
        ({"prompt": 0, "completion": 0}, True),
        ({"prompt": -5, "completion": 7}, True),
        ({"prompt": "11", "completion": None}, True),
        ({"prompt": 11, "completion": 7, "prompt_tokens_details": {"cached_tokens": 99}}, True),
    ],
)
def test_a_bill_that_makes_no_sense_is_estimated(said: Any, estimated: bool, ask: Callable[..., Any]) -> None:
    def case(call: Call) -> None:
        call.open_stream()
        call.piece("some words")
        call.piece(ending="stop")
        call.usage(1, 1)
        call.usage(**said)  # the last one counts
        call.done()

    reply, *_ = ask(case)
    assert reply.usage.estimated is estimated
    assert reply.usage.prompt_tokens > 0 and reply.usage.completion_tokens > 0
    assert 0 <= reply.usage.cached_tokens <= reply.usage.prompt_tokens


def test_another_model_than_asked_for_is_told(ask: Callable[..., Any]) -> None:
    def case(call: Call) -> None:
        call.open_stream()
        call.piece("hello", ending="stop", model="cheaper")
        call.done()

    reply, _, told, _ = ask(case)
    assert reply.served == "cheaper" and told == ["cheaper answered for m"]


@pytest.mark.parametrize("repeated", [False, True])
def test_what_comes_as_a_call_of_a_tool_is_the_answer(repeated: bool, ask: Callable[..., Any]) -> None:
    def case(call: Call) -> None:
        call.open_stream()
        for number in range(2 if repeated else 1):
            tool = {"id": f"c{number}", "function": {"name": "reply", "arguments": '{"sum": 42}'}}
            call.piece(delta={"tool_calls": [tool]})
        call.piece(ending="stop")
        call.done()

    reply, *_ = ask(case)
    assert json.loads(reply.text) == {"sum": 42}


def test_the_key_goes_to_the_provider_and_nowhere_else(ask: Callable[..., Any], tmp_path: Path) -> None:
    error, _, told, calls = ask(lambda call: call.refuse(400, f"bad key {KEY} in the model field"))
    assert f"Authorization: Bearer {KEY}" in calls[0].head.replace("authorization", "Authorization")
    assert KEY not in f"{error.message} {error.hint} {told}"
    kept = [p.read_text(errors="replace") for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(KEY in text for text in kept)


def command(*args: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }
    return subprocess.run(
        [sys.executable, "-m", "scaffolder", *args],
        cwd=home,
        env={**surroundings, **env},
        capture_output=True,
        text=True,
    )


def adds(call: Call) -> None:
    if "/models" in call.head:
        call.respond(200, {"object": "list", "data": [{"id": "small", "object": "model"}]})
    else:
        call.answer('{"sum": 42}')


def test_a_provider_of_ones_own_is_asked_and_its_price_counts(tmp_path: Path) -> None:
    settings = tmp_path / "scaffold" / "config.toml"
    settings.parent.mkdir()
    with server({"case": adds}) as (address, _, calls):
        settings.write_text(f"""\
model = "mine:small"
[providers.mine]
base_url = "{address}/case/v1"
key = "MINE_KEY"
[prices."mine:small"]
prompt = 1.0
completion = 2.0
""")
        done = command("models", "test", "--json", home=tmp_path, MINE_KEY=KEY)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert found["right"] and found["model"] == "mine:small" and found["form"] == "schema"
        assert found["cost_usd"] == pytest.approx((11 * 1.0 + 7 * 2.0) / 1e6)
        assert calls[0].body["response_format"]["type"] == "json_schema"
        listed = command("models", "mine", "--json", home=tmp_path, MINE_KEY=KEY)
        assert [m["price"]["prompt"] for m in json.loads(listed.stdout)["models"]] == [1.0]
        assert KEY not in done.stdout + done.stderr + listed.stdout + listed.stderr


def test_a_reply_that_is_not_what_was_asked_for_is_no_success(tmp_path: Path) -> None:
    with server({"case": lambda call: call.answer("I think it is 43.")}) as (address, *_):
        done = command("models", "test", f"{address}/case/v1#m", home=tmp_path)
    assert done.returncode == 1 and "not what was asked" in done.stdout
    assert "its price is not known" in done.stdout


@pytest.mark.parametrize(
    ("name", "words", "hint"),
    [
        ("github:gpt-5", "shut down", "scaffold models"),
        ("opnai:gpt-5", "no provider 'opnai'", "did you mean openai:NAME?"),
        ("gpt-5", "names no provider", "PROVIDER:NAME"),
        ("openai:gpt-5", "asks for a key", "export OPENAI_API_KEY="),
        ("openai:", "which model", "openai:NAME"),
        ("azure:mine", "where yours is", "export AZURE_OPENAI_ENDPOINT="),
        ("http://models.example/v1", "which model", "URL#NAME"),
        ("http://user:word@host/v1#m", "no address", "https://"),
    ],
)
def test_a_name_that_cannot_be_used_is_told(name: str, words: str, hint: str, tmp_path: Path) -> None:
    environ = {"OPENAI_API_KEY": KEY} if name == "openai:" else {}
    with pytest.raises(UsageError, match=words) as raised:
        providers.endpoint(name, Settings(), environ)
    assert hint in raised.value.hint


def test_a_key_does_not_travel_unencrypted() -> None:
    with pytest.raises(UsageError, match="unencrypted"):
        providers.endpoint("http://models.example/v1#m", Settings(), {"OPENAI_API_KEY": KEY})
    near = providers.endpoint("http://localhost:9000/v1#m", Settings(), {"OPENAI_API_KEY": KEY})
    assert near.key == KEY and KEY not in repr(near)


def test_a_project_cannot_say_who_is_asked(tmp_path: Path) -> None:
    (tmp_path / "scaffold.toml").write_text('[providers.openai]\nbase_url = "https://elsewhere.example/v1"\n')
    done = command("models", home=tmp_path)
    assert done.returncode == 2 and "providers is for the person who runs scaffold" in done.stderr


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("2", 2.0), ("-1", None), ("1e99", None), ("soon", None), ("Thu, 01 Jan 1970 00:01:00 GMT", 60.0), ("a, b", None)],
)
def test_when_to_come_back(value: str, seconds: float | None) -> None:
    assert retry_after_s({"retry-after": value}, now=0.0) == seconds


def test_what_nobody_knows_the_price_of_has_none() -> None:
    unknown = providers.endpoint("openai:a-model-that-never-was", Settings(), {"OPENAI_API_KEY": KEY})
    assert prices.price(unknown, Settings()) is None
    known = prices.price(providers.endpoint("openai:gpt-5", Settings(), {"OPENAI_API_KEY": KEY}), Settings())
    assert known is not None and known.source == "genai-prices" and 0 < known.prompt < known.completion
    free = prices.price(providers.endpoint("ollama:any", Settings(), {}), Settings())
    assert free is not None and free.of(Usage(1000, 0, 1000)) == 0
