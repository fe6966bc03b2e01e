"""Modules by a model: what of a reply is taken, what is sent back, and how a run with one ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from scaffolder import author, criteria, emitter, pipeline, planning, stacks
from scaffolder.compiler import compile_description, model
from scaffolder.config import Settings
from scaffolder.errors import BudgetError, ModelError
from scaffolder.models import Message, Prompt, Reply, Usage
from scaffolder.models.meter import Metered
from scaffolder.plan import Plan, reading, validation
from scaffolder.types import Event, Request, Run
from tests.extent import deep
from tests.misbehaving import Call, server

PLAN = """\
name: Doubler
slug: doubler
kind: cli
stack: cli
requirements:
- {id: R1, text: "Double a number, which is not below zero."}
functions:
- name: double
  params: [{name: amount, type: integer}]
  returns: integer
  module: double.py
  raises: [invalid]
  examples:
  - {args: {amount: 2}, result: 4}
  - {args: {amount: 0}, result: 0}
  - {args: {amount: -1}, raises: invalid}
  satisfies: [R1]
modules:
- path: double.py
  purpose: Doubles.
  public: [{name: double, params: [{name: amount, type: integer}], returns: integer}]
  satisfies: [R1]
"""
GOOD = '''\
"""Doubles numbers."""


def double(amount: int) -> int:
    """Twice the amount."""
    if amount < 0:
        raise ValueError("an amount is not below zero")
    return amount * 2
'''
WRONG = GOOD.replace("* 2", "* 3")


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = reading.from_yaml(PLAN)
    validation.check(found, source="here")
    return found


@pytest.fixture(scope="module")
def asked(plan: Plan) -> emitter.Asked:
    (found,) = emitter.asked_of_models(plan, stacks.load("cli").with_modules)
    return found


def saying(*replies: str, prompts: list[str] | None = None, ending: Any = "stop") -> Callable[[Prompt], Reply]:
    """A model that says one after the other."""
    left = list(replies)

    def call(prompt: Prompt) -> Reply:
        if prompts is not None:
            prompts.append(prompt.messages[-1].text)
        return Reply(left.pop(0), ending, Usage(1, 0, 1), "m", 0.0)

    return call


@pytest.mark.parametrize(
    "reply",
    [
        f"```python\n{GOOD}```",
        f"Sure! Here it is.\n\n```python\n{GOOD}```\n\nHope that helps.",
        f"````py\n{GOOD}````",
        f"~~~\n{GOOD}~~~",
        GOOD,
        f"<think>```python\nx = 1\n```</think>\n```python\n{GOOD}```",
        f"\ufeff```python\r\n{GOOD}```".replace("\n", "\r\n"),
        f"```bash\npip install it\n```\n```python title=double.py\n{GOOD}```",
    ],
)
def test_the_code_of_a_reply_is_found_whatever_stands_around_it(reply: str) -> None:
    assert author.taken(reply) == (GOOD, "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("```python\ndef double(", "no end"),
        (f"```python\n{GOOD}", "no end"),
        (GOOD.replace("amount * 2", "amount * 2  # \u202e"), "nobody sees"),
    ],
)
def test_what_is_half_or_hidden_is_sent_back(text: str, fault: str) -> None:
    assert fault in author.taken(text)[1]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("I am sorry, I cannot do that.", "not valid Python"),
        (GOOD.replace("def double", "def twice"), "def double is not defined"),
        (GOOD.replace("(amount: int)", "(n: int)").replace("amount", "n"), "the parameters are amount"),
        (GOOD.replace("(amount: int)", "(amount: int, *more: int)"), "the parameters are amount"),
        ("import os\n" + GOOD, "may not import os"),
        ("from subprocess import run\n" + GOOD, "may not import subprocess.run"),
        (GOOD.replace("return amount", "return eval('amount')"), "may not call eval"),
        (GOOD.replace("return amount * 2", "open('x')\n    return amount * 2"), "may not call open"),
        (GOOD.replace("    return amount * 2", "    # TODO: the rest of it\n    return 0"), "code is left out"),
        ('"""D."""\n\n\ndef double(amount: int) -> int:\n    """Twice."""\n    ...\n', "does nothing"),
        ('"""D."""\n\n\ndef double(amount: int) -> int:\n    raise NotImplementedError\n', "does nothing"),
        (GOOD + "# long\n" * 400, "lines are more than 300"),
    ],
)
def test_what_is_not_the_module_that_was_asked_for_is_sent_back(
    code: str, fault: str, plan: Plan, asked: emitter.Asked
) -> None:
    prompts: list[str] = []
    answers = saying(f"```python\n{code}\n```", f"```python\n{GOOD}```", prompts=prompts)
    written = author.write(answers, asked, plan, stacks.load("cli"))
    assert written.text == GOOD
    assert fault in prompts[1] and fault not in prompts[0]


def test_the_prompt_says_what_is_asked_for_and_no_more(plan: Plan, asked: emitter.Asked) -> None:
    prompts: list[str] = []
    author.write(saying(GOOD, prompts=prompts), asked, plan, stacks.load("cli"))
    for words in (
        "def double(amount: int) -> int:",
        "double(amount=2)  ->  4",
        "> Double a number",
        "ValueError (invalid)",
    ):
        assert words in prompts[0]
    assert "pathlib" not in prompts[0] and "Your last" not in prompts[0]


def test_a_model_may_say_that_no_code_can_be_right(plan: Plan, asked: emitter.Asked) -> None:
    answers = saying("CONTRADICTION: double(2) cannot be 4 and 5.")
    with pytest.raises(ModelError, match=r"double\(2\) cannot be 4 and 5"):
        author.write(answers, asked, plan, stacks.load("cli"), faults=["a test fails"], last=WRONG)


def test_a_model_that_never_gets_it_right_ends_the_run_with_the_reason(plan: Plan, asked: emitter.Asked) -> None:
    with pytest.raises(ModelError, match="may not import os") as raised:
        author.write(saying(*["import os\n" + GOOD] * 3), asked, plan, stacks.load("cli"))
    assert raised.value.exit_code == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stack", "replies", "rounds"),
    [pytest.param("api", [GOOD], 0, marks=deep), pytest.param("web", [GOOD], 0, marks=deep), ("cli", [WRONG, GOOD], 1)],
)
def test_a_run_with_a_model_ends_with_a_proof(stack: str, replies: Sequence[str], rounds: int, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace("stack: cli", f"stack: {stack}"))
    with server({"case": lambda call: call.answer(f"```python\n{replies[call.number - 1]}```")}) as (address, asked, _):
        settings = Settings(model=f"{address}/case/v1#m", git=False)
        request = Request(plan_path=tmp_path / "plan.yaml", directory=tmp_path / "app", git=False)
        run = pipeline.new(request, settings, lambda event: None)
    assert (run.status, run.rounds, run.usage.calls, asked["case"]) == ("proven", rounds, len(replies), len(replies))
    again = pipeline.check(tmp_path / "app", Settings(), lambda event: None)
    assert again.status == "proven" and not again.diagnostics


@deep
@pytest.mark.slow
def test_the_best_state_stays_where_nothing_gets_better(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    lost = GOOD.replace("* 2", "* 0 + None")

    def case(call: Call) -> None:
        call.answer(f"```python\n{WRONG if call.number == 1 else lost}```")

    with server({"case": case}) as (address, asked, _):
        settings = Settings(model=f"{address}/case/v1#m", git=False)
        request = Request(plan_path=tmp_path / "plan.yaml", directory=tmp_path / "app", git=False)
        run = pipeline.new(request, settings, lambda event: None)
    assert run.status == "failed" and run.exit_code == 1
    assert "* 3" in (tmp_path / "app" / "doubler_cli" / "modules" / "double.py").read_text()
    assert {r.id: r.status for r in run.requirements} == {"R1": "failed"} and asked["case"] == 2


def money(tmp_path: Path, **more: Any) -> tuple[Run, int]:
    """A run whose first version is wrong; each call costs (11 * 1 + 7 * 1000) / 1e6 USD, and may cost 8 USD."""
    (tmp_path / "plan.yaml").write_text(PLAN)
    answers = [WRONG, GOOD]
    with server({"case": lambda call: call.answer(f"```python\n{answers[call.number - 1]}```")}) as (address, asked, _):
        settings = Settings(model=f"{address}/case/v1#m", git=False, assume_price="1/1000", **more)
        request = Request(plan_path=tmp_path / "plan.yaml", directory=tmp_path / "app", git=False)
        return pipeline.new(request, settings, lambda event: None), asked["case"]


@pytest.mark.slow
def test_a_call_that_could_cost_more_than_is_left_is_not_made(tmp_path: Path) -> None:
    run, asked = money(tmp_path, budget_usd=0.5)
    assert (run.exit_code, run.error and run.error.code, run.directory, asked) == (4, "budget", "", 0)
    run, asked = money(tmp_path, budget_usd=8.005)
    assert (run.exit_code, run.error and run.error.code, asked) == (4, "budget", 1)
    assert (tmp_path / "app" / "doubler_cli" / "modules" / "double.py").is_file(), "what there is is kept"
    assert run.usage.cost_usd == pytest.approx(7011 / 1e6)


def test_what_an_attempt_more_could_cost_is_looked_at_too(tmp_path: Path) -> None:
    """The first one thinks until the cap, so the second one would have twice the room."""

    def case(call: Call) -> None:
        call.open_stream()
        call.piece(ending="length")
        call.usage(1, 50, completion_tokens_details={"reasoning_tokens": 50})
        call.done()

    with server({"case": case}) as (address, asked, _):
        settings = Settings(cache_dir=str(tmp_path), assume_price="0/100000", budget_usd=12)
        model = Metered(f"{address}/case/v1#m", settings, lambda event: None, lambda prompt, reply: None)
        with pytest.raises(BudgetError, match="10.0000 USD, and of 12 USD 5.0000 are spent"):
            model(Prompt((Message("user", "hello"),), 50))
    assert (asked["case"], model.total.cost_usd) == (1, 5.0)


@pytest.mark.slow
def test_a_model_is_waited_for_no_longer_than_the_run_lasts(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    with server({"case": lambda call: time.sleep(20)}) as (address, *_):
        settings = Settings(model=f"{address}/case/v1#m", cache_dir=str(tmp_path / "kept"))
        request = Request(plan_path=tmp_path / "plan.yaml", directory=tmp_path / "app", git=False, timeout_s=4)
        run = pipeline.new(request, settings, lambda event: None)
    assert (run.exit_code, run.error and run.error.code, run.directory) == (4, "budget", "")
    assert run.seconds < 12


def test_what_is_said_of_the_kind_counts_where_a_model_plans(tmp_path: Path) -> None:
    reply = json.dumps({"name": "Vowels", "functions": [FUNCTION]})

    def kind_of(text: str, rid: str) -> str:
        found = planning.compile_text(text, "", saying(reply.replace('"R1"', f'"{rid}"'))).plan
        return found.stack if found else ""

    assert kind_of("A web app where the vowels of a text are counted.", "R1") == "web"
    assert kind_of(TEXT, "R1") == "cli"


@deep
@pytest.mark.slow
def test_rounds_are_as_many_as_somebody_says(tmp_path: Path) -> None:
    run, asked = money(tmp_path, max_rounds=0)
    assert (run.exit_code, run.rounds, asked) == (1, 0, 1)


def test_what_an_unfinished_run_has_paid_for_is_not_paid_twice(tmp_path: Path) -> None:
    told: list[Event] = []
    prompt = Prompt((Message("user", "hello"),), 50)
    with server({"case": lambda call: call.answer(f"answer {call.number}")}) as (address, asked, _):
        settings = Settings(cache_dir=str(tmp_path))
        first, second, third = (
            Metered(f"{address}/case/v1#m", settings, told.append, lambda p, r: None) for _ in range(3)
        )
        assert first(prompt).text == second(prompt).text == "answer 1"
        assert (first.total.calls, second.total.calls, asked["case"]) == (1, 0, 1)
        kept = list((tmp_path / "replies").iterdir())
        assert [p.stat().st_mode & 0o777 for p in kept] == [0o600]
        second.forget()
        assert third(prompt).text == "answer 2"


TEXT = "The vowels of a text are counted."
FUNCTION = {
    "name": "count_vowels",
    "params": [{"name": "words", "type": "text"}],
    "returns": "integer",
    "examples": [{"args": {"words": "tree"}, "result": 2}, {"args": {"words": "x"}, "result": 0}],
    "satisfies": ["R1"],
}


def planned(*replies: object, prompts: list[str] | None = None) -> Plan:
    texts = [r if isinstance(r, str) else json.dumps(r) for r in replies]
    plan = reading.from_yaml("name: Vowels\nslug: vowels\nkind: cli\nstack: cli\n")
    plan.requirements = [r for r in compile_description(TEXT).draft.plan.requirements]  # type: ignore[union-attr]
    for requirement in plan.requirements:
        requirement.kind, requirement.status, requirement.reason = "functional", "uncovered", "not understood"
    return model.complete(plan, saying(*texts, prompts=prompts))


@pytest.mark.parametrize("around", ["{}", "Here it is:\n```json\n{}\n```", "<think>hm</think> {}"])
def test_what_a_model_plans_is_covered_once_it_is_written(around: str) -> None:
    found = planned(around.replace("{}", json.dumps({"name": "Vowels", "functions": [FUNCTION]})))
    validation.check(found, source="the model")
    assert [(f.name, f.module, f.origin) for f in found.functions] == [("count_vowels", "count_vowels.py", "inferred")]
    derived = criteria.derive(found, stacks.load("cli").with_modules.not_offered)
    assert [r.status for r in derived.requirements] == ["covered"]
    assert [r.status for r in criteria.derive(found, stacks.load("cli").not_offered).requirements] == ["uncovered"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"examples": FUNCTION["examples"][:1]}, "at least 2 with a result"),  # type: ignore[index]
        ({"satisfies": ["R9"]}, "some of R1"),
        ({"returns": "tree"}, "tree"),
        ({"returns": "file"}, "types are"),
        ({"name": "Count Vowels"}, "snake_case"),
        ({"examples": [*FUNCTION["examples"], {"args": {"other": 1}, "result": 1}]}, "other"),  # type: ignore[misc]
        ({"examples": [FUNCTION["examples"][0]] * 2}, "same arguments"),  # type: ignore[index]
    ],
)
def test_a_plan_that_is_not_one_goes_back_with_the_reason(change: dict[str, Any], fault: str) -> None:
    prompts: list[str] = []
    bad, good = {"functions": [{**FUNCTION, **change}]}, {"functions": [FUNCTION]}
    found = planned(bad, good, prompts=prompts)
    assert [f.name for f in found.functions] == ["count_vowels"]
    assert fault in prompts[1].partition("It cannot be used:")[2]


@pytest.mark.parametrize(
    "reply", ["no", "{not json}", "[]", '{"functions": 7}', '{"functions": [7]}', '{"functions": []}']
)
def test_a_model_that_plans_nothing_leaves_the_plan_as_it_is(reply: str) -> None:
    assert not planned(*[reply] * 3).modules


@pytest.mark.slow
def test_a_plan_with_a_model_is_only_planned(tmp_path: Path) -> None:
    reply = json.dumps({"name": "Vowels", "functions": [FUNCTION]})
    with server({"case": lambda call: call.answer(reply)}) as (address, asked, calls):
        env = {**os.environ, "SCAFFOLD_CACHE_DIR": str(tmp_path / "kept")}
        done = subprocess.run(
            [sys.executable, "-m", "scaffolder", "plan", TEXT, "--json", "--model", f"{address}/case/v1#m"],
            cwd=tmp_path, capture_output=True, text=True, env=env,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)["plan"]
    assert [f["name"] for f in plan["functions"]] == ["count_vowels"]
    assert plan["requirements"][0]["status"] == "covered" and "A101" not in done.stderr
    assert asked["case"] == 1 and calls[0].body["response_format"]["type"] == "json_schema"
