"""Expressions in words: clear to people, and read back as the same expression by the reader of our English."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffolder.compiler.english import expressions
from scaffolder.compiler.english.speaking import Speaker
from scaffolder.compiler.english.tokens import tokenize
from scaffolder.expr import Scope, check, parse
from scaffolder.expr.english import to_condition, to_english, to_rule
from scaffolder.plan.index import Index
from tests.expr_cases import CASES, PLANS

SPEAKERS = {name: Speaker(plan()) for name, plan in PLANS.items()}
SHOP = Index(PLANS["shop"]())
TEXTS = sorted({(c.plan, c.entity, c.text) for c in CASES if not c.params})


def from_english(plan: str, entity: str, words: str) -> str | None:
    draft = SPEAKERS[plan].draft
    return expressions.read(tokenize(words), draft.entity(entity), draft)


@pytest.mark.parametrize(("plan", "entity", "expr"), TEXTS)
def test_what_is_said_of_an_expression_reads_back_as_that_expression(plan: str, entity: str, expr: str) -> None:
    said = from_english(plan, entity, SPEAKERS[plan].say(expr, entity))
    assert said is not None
    assert parse(said) == parse(expr)


ATOMS = st.sampled_from(
    ["effort > 1", "effort == 3", "done", "not done", "starts_on < today", "due_at is None", "level == 'high'",
     "budget >= 2.5", "share + 1 < 2", "count(subtasks) > 2", "sum(subtasks.effort) < effort", "parent.effort == 1"]
)  # fmt: skip


@given(
    st.recursive(
        ATOMS,
        lambda below: st.tuples(below, st.sampled_from(["and", "or"]), below).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})")
        | below.map(lambda b: f"not ({b})"),
        max_leaves=6,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_nesting_of_conditions_reads_back_as_it_was(expr: str) -> None:
    said = from_english("shop", "Task", SPEAKERS["shop"].say(expr, "Task"))
    assert said is not None
    assert parse(said) == parse(expr)


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        ("effort > 1", "the effort is more than 1"),
        ("due_at is None and starts_on < today", "the due at is empty and the starts on is before today"),
        ("done and (late or effort > 1)", "the done is yes and (the late is yes or the effort is more than 1)"),
        ("not (done and late)", "not (the done is yes and the late is yes)"),
        ("not done", "the done is no"),
        ("2 * (effort + 1)", "2 times (the effort plus 1)"),
        ("effort - (effort - 1)", "the effort minus (the effort minus 1)"),
        ("starts_on + days(14)", "the starts on plus 14 days"),
        ("starts_on + days(1)", "the starts on plus 1 day"),
        ("parent.title", "the title of the parent"),
        ("level in ('low', 'high')", "the level is one of low, high"),
        ("count(subtasks, subtasks.done)", "the number of the subtasks for which the done of the subtasks is yes"),
        ("round(budget / 3, 2)", "the budget divided by 3, rounded to 2 decimals"),
        ("round(budget)", "the budget, rounded"),
        ("effort // 2", "the effort divided by 2, rounded down"),
        ("coalesce(effort, 0)", "the effort (or, where it is empty, 0)"),
        ("coalesce(effort, share, 0)", "the effort (or, where it is empty, the share, or 0)"),
        ("len(title)", "the length of the title"),
        ("lower(title)", "the title in small letters"),
    ],
)
def test_an_expression_has_words_that_leave_no_doubt(expr: str, words: str) -> None:
    assert to_english(check(expr, Scope.of(SHOP, "Task")), SHOP) == words


def test_what_must_hold_is_a_sentence_also_where_it_is_a_flag() -> None:
    typed = check("done", Scope.of(SHOP, "Task"))
    assert (to_english(typed, SHOP), to_condition(typed, SHOP)) == ("the done", "the done is yes")


@pytest.mark.parametrize(
    ("expr", "sentence"),
    [
        ("due_at > now", "The due at must be after now."),
        ("starts_on <= today and done", "The starts on must not be after today and done must be yes."),
        ("not done", "Done must be no."),
        ("done", "Done must be yes."),
        ("parent.done", "The done of the parent must be yes."),
        ("due_at is not None", "The due at must not be empty."),
        ("level != 'high'", "The level must not be high."),
        ("done or late", "It must hold that (the done is yes or the late is yes)."),
    ],
)
def test_a_rule_is_told_as_what_must_be_so(expr: str, sentence: str) -> None:
    assert to_rule(check(expr, Scope.of(SHOP, "Task")), SHOP) == sentence


@pytest.mark.parametrize(
    "expr", ["effort > 1", "not done", "count(subtasks) > 2", "due_at is None", "starts_on + days(14)"]
)
def test_everyday_expressions_are_said_in_words_and_not_as_code(expr: str) -> None:
    assert "`" not in SPEAKERS["shop"].say(expr, "Task")
