"""What the expression language admits, what it refuses, and in which words."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffolder.expr import (
    Binary,
    Compare,
    ExprError,
    Logic,
    Node,
    Path,
    Scope,
    Unary,
    Value,
    check,
    fits,
    parse,
    references,
    text,
)
from scaffolder.plan.index import Index
from tests.expr_cases import CASES, PARAMS, PLANS, Case

SHOP, LIBRARY = (Index(PLANS[name]()) for name in ("shop", "library"))


def refusal(expr: str, entity: str | None = "Task", index: Index = SHOP) -> ExprError:
    with pytest.raises(ExprError) as caught:
        check(expr, Scope.of(index, entity, params=PARAMS if index is SHOP else ()))
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 240
    assert 0 <= caught.value.offset <= len(expr)
    return caught.value


ATTACKS = {
    "__import__('os').system('id')": "cannot be called",
    "__import__('os')": "no function __import__()",
    "import os": "not an expression",
    "os.system('id')": "cannot be called",
    "eval('1')": "no function eval()",
    "open('/etc/passwd')": "no function open()",
    "title.__class__": "__class__ is not a name that a plan can have",
    "__builtins__": "__builtins__ is not a name that a plan can have",
    "title.format(1)": "cannot be called",
    "'{0.__class__}'.format(title)": "cannot be called",
    "''.__class__": "only names can stand before a dot",
    "(1).real": "only names can stand before a dot",
    "lambda: 1": "lambda",
    "(lambda x: x)(1)": "cannot be called",
    "[x for x in subtasks]": "comprehension",
    "sum(x.effort for x in subtasks)": "comprehension",
    "{x for x in subtasks}": "comprehensions",
    "{x: 1 for x in subtasks}": "comprehensions",
    "2 ** 99999999": "** is not part",
    "effort << 4": "the operators are",
    "effort @ 2": "the operators are",
    "~effort": "the operators are",
    "(x := 1)": "nothing can be assigned",
    "x = 1": "not an expression",
    "f'{title}'": "f-strings",
    "*title": "not an expression",
    "count(*subtasks)": "* before a name",
    "count(**subtasks)": "no named arguments",
    "round(effort, ndigits=2)": "no named arguments",
    "title[0]": "square brackets",
    "b'abc'": "not part of the expression language",
    "1j": "1j is not part of the expression language",
    "1e400": "write numbers as",
    "0x10": "write numbers as",
    "9" * 40: "too large",
    "10000000000000001": "too large",
    "...": "not part of the expression language",
    "{}": "dictionaries",
    "[1, 2]": "a list stands only to the right of in",
    "(1, 2)": "a list stands only to the right of in",
    "await title": "await",
    "yield title": "not an expression",
    "title is 'x'": "after is stands None",
    "effort in ()": "the list after in is empty",
    "effort in []": "the list after in is empty",
    "'a\\x00b' == title": "printable",
    "'" + "x" * 501 + "' == title": "at most 500",
    "": "empty",
    "  \n ": "empty",
    "1 +": "not an expression",
    "title; effort": "not an expression",
    "title # effort": "not an expression",
    "x" * 2001: "2000 is the limit",
    "(" * 300 + "1" + ")" * 300: "not an expression",
    " + ".join("1" * 100): "nested more than 40 levels",
    "not " * 60 + "done": "nested more than 40 levels",
    ".".join(["parent"] * 9): "at most 8 names",
    "effort\u202e": "not an expression",
    "éffort": "not a name that a plan can have",
    "print(title)": "no function print()",
}


@pytest.mark.parametrize("expr", ATTACKS)
def test_what_is_outside_the_language_is_refused_in_one_line(expr: str) -> None:
    assert ATTACKS[expr] in refusal(expr).message


WRONG = {
    "effrot > 1": 'Task has no "effrot"; did you mean effort?',
    "parent.titel": 'has no "titel"; did you mean title',
    "subtask": "did you mean subtasks?",
    "cuont(subtasks)": "did you mean count()?",
    "title.length": "title is text: nothing can follow it with a dot",
    "subtasks": "subtasks is a list of rows: use it inside count, sum, avg, min or max",
    "subtasks.effort > 1": "subtasks is a list of rows",
    "starts_on == title": "starts_on is a date, title is text",
    "starts_on == 'soon'": '"soon" is not a date like 2026-03-31',
    "starts_on == '2026-02-30'": "is not a date like",
    "due_at < 'tomorrow'": "is not a date with a time like",
    "wakes < '25:00'": "is not a time of day like 12:30",
    "wakes < '12:00+02:00'": "is not a time of day like 12:30",
    "starts_on < now": "compare dates with today, dates with a time with now",
    "due_at < today": "compare dates with today, dates with a time with now",
    "due_at + 2": "say how long: due_at + days(2)",
    "starts_on + hours(2)": "only days() and weeks() can be added to the date starts_on",
    "days(2) + starts_on": "write the date first: starts_on + days(2)",
    "title + 1": "text + a whole number has no meaning",
    "title > 'a'": "> needs numbers, dates or times",
    "title and done": "and needs a condition, and title is text",
    "not effort": "not needs a condition",
    "-title": "- needs a number",
    "budget // 2": "// needs whole numbers",
    "effort == None and budget == title": "budget is a number, title is text",
    "level == 'medium'": '"medium" is none of low, high',
    "level in ('low', 'hihg')": '"hihg" is none of low, high',
    "effort < None": "compare with nothing by is None",
    "effort in title": "in needs a list such as (1, 2)",
    "effort in subtasks": "effort is a whole number, and subtasks is a list of Task rows",
    "product in subtasks": "product is a row of Product, and subtasks is a list of Task rows",
    "parent == product": "parent is a row of Task, product is a row of Product",
    "count(effort)": "count() goes over many rows, and effort is one value",
    "count(subtasks.effort)": "count() counts rows",
    "sum(subtasks)": "sum() needs numbers",
    "avg(subtasks.title)": "avg() needs numbers",
    "min(subtasks.title)": "min() needs numbers or dates",
    "sum(subtasks.effort, 1)": "sum() needs a condition",
    "sum(subtasks.effort * helpers.id)": "are different rows: aggregate them separately",
    "sum(subtasks.effort, count(subtasks) > 1)": "stands inside another aggregate",
    "count()": "count() takes 1 to 2 arguments, not 0",
    "abs(1, 2)": "abs() takes 1 argument, not 2",
    "coalesce(effort)": "coalesce() takes 2 to 8 arguments, not 1",
    "coalesce(effort, title)": "coalesce() mixes a whole number and text",
    "effort if done else title": "mixes a whole number and text",
    "None if done else None": "needs a value that is not None",
    "1 if effort else 2": "if needs a condition",
    "round(budget, 9)": "a number of decimals from 0 to 6",
    "round(budget, effort)": "a number of decimals from 0 to 6",
    "month(title)": "month() needs a date or a date with a time, and title is text",
    "lower(effort)": "lower() needs text",
    "days(1.5)": "days() needs a whole number",
    "user == title": 'has no "user"',
    "self": 'has no "self"',
}  # fmt: skip


@pytest.mark.parametrize("expr", WRONG)
def test_what_has_no_meaning_is_refused_with_the_reason(expr: str) -> None:
    assert WRONG[expr] in refusal(expr).message


@pytest.mark.parametrize(
    ("expr", "meant"),
    [
        ("effrot > 1", ("effort",)),
        ("count(subtask)", ("subtasks",)),
        ("cuont(subtasks)", ("count",)),
        ("parent.titel == ''", ("title",)),
        ("level == 'hihg'", ("high",)),
    ],
)
def test_a_misspelled_name_comes_with_what_was_perhaps_meant(expr: str, meant: tuple[str, ...]) -> None:
    assert refusal(expr).suggestions[: len(meant)] == meant


def test_an_error_says_where_in_the_text_it_is() -> None:
    assert refusal("effort > 1 and effrot < 5").offset == len("effort > 1 and ")


def test_secrets_are_read_by_nobody() -> None:
    assert "pin is secret: nothing can read it" in refusal("pin == 'x'", "Specimen").message


def test_the_login_is_there_exactly_where_an_application_has_roles() -> None:
    assert check("user.member.status == 'active'", Scope.of(LIBRARY, "Loan")).type.kind == "boolean"
    assert 'the user has no "membr"; did you mean member?' in refusal("user.membr", "Loan", LIBRARY).message


def test_names_that_are_words_of_python_are_written_with_an_underscore() -> None:
    typed = check("from_ == 'x' and class_ > 2 and none == 'in_part'", Scope.of(SHOP, "Specimen"))
    assert references(typed.node) == (("from",), ("class",), ("none",))


@pytest.mark.parametrize(
    ("expr", "node"),
    [
        ("effort == None", Compare("is", Path(("effort",)), Value(None))),
        ("effort != None", Compare("is not", Path(("effort",)), Value(None))),
        ("-3", Value(-3)),
        ("-effort", Unary("-", Path(("effort",)))),
        ("now()", Path(("now",))),
        ("today() - starts_on", Binary("-", Path(("today",)), Path(("starts_on",)))),
        ("done and (late and done)", Logic("and", (Path(("done",)), Path(("late",)), Path(("done",))))),
    ],
)
def test_two_spellings_of_one_thing_are_one_node(expr: str, node: Node) -> None:
    assert parse(expr) == node


def test_a_chain_of_comparisons_is_a_conjunction() -> None:
    assert parse("0 < effort <= 9") == parse("0 < effort and effort <= 9")


@pytest.mark.parametrize(
    ("expr", "kind", "nullable"),
    [
        ("title", "string", False), ("effort", "integer", True), ("effort + 1", "integer", True),
        ("len(title) + 1", "integer", False), ("7 / 2", "decimal", False), ("len(title) / 2", "decimal", False),
        ("2 / len(title)", "decimal", True), ("effort > 1", "boolean", False), ("parent", "row", True),
        ("parent.title", "string", True), ("count(subtasks)", "integer", False),
        ("sum(subtasks.budget)", "decimal", False),
        ("avg(subtasks.effort)", "decimal", True), ("coalesce(effort, 0)", "integer", False),
        ("late", "boolean", False),
        ("coalesce(effort, 0.5)", "decimal", False), ("due_at - now", "duration", True), ("share * 2", "float", True),
        ("(today - starts_on) // days(1)", "integer", True), ("1 if done else None", "integer", True),
    ],
)  # fmt: skip
def test_every_expression_has_a_type_and_may_be_nothing_or_not(expr: str, kind: str, nullable: bool) -> None:
    found = check(expr, Scope.of(SHOP, "Task")).type
    assert (found.kind, found.nullable) == (kind, nullable)


def test_a_number_goes_where_decimals_are_kept_but_decimals_not_where_whole_numbers_are() -> None:
    whole, exact = (check(e, Scope.of(SHOP, "Task")).type for e in ("effort", "budget"))
    assert fits(whole, "money") and fits(exact, "float")
    assert not fits(exact, "integer") and not fits(whole, "string")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_an_expression_written_out_reads_back_the_same(case: Case) -> None:
    node = parse(case.text)
    assert parse(text(node)) == node


@given(st.text(max_size=60) | st.from_regex(r"[a-z_.()+*/<>=\[\]{}'\" 0-9:,-]{0,60}", fullmatch=True))
def test_any_text_is_read_or_refused_and_never_worse(written: str) -> None:
    try:
        node = parse(written)
    except ExprError as error:
        assert error.message
    else:
        assert parse(text(node)) == node
        ast.parse(text(node), mode="eval")
