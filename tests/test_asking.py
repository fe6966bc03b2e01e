"""What a description leaves open is asked, the answers are lines of English, and a normal form leaves nothing open."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest

from scaffolder import planning
from scaffolder.compiler import asking
from tests.test_cli import document, scaffold

LIBRARY = """A small library. A book has a title and an ISBN (unique). Members have a name and an email.
Members can borrow a book. Librarians can see all overdue loans."""
ORCHARD = "A REST API for an orchard. A Tree has a label. Pickers can prune a Tree."
DOWN, ENTER = b"\x1b[B", b"\r"


def asked(text: str) -> dict[str, asking.Asked]:
    return {a.question.text: a for a in asking.questions(text)}


def test_at_most_five_questions_are_asked_those_first_that_change_most() -> None:
    found = asking.questions(LIBRARY + " An Order has a number. Members can ship an Order.")
    assert [a.question.id for a in found] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert [a.effect for a in found] == sorted((a.effect for a in found), reverse=True)
    assert found[0].question.text == "what kind of application is wanted?"


@pytest.mark.parametrize("text", [LIBRARY, ORCHARD, "todo app"])
def test_every_answer_is_understood_and_changes_the_plan_unless_it_is_the_recommended_one(text: str) -> None:
    plan = planning.compile_text(text, "").plan
    assert plan is not None
    for found in asked(text).values():
        assert found.question.default == found.question.options[0] and len(found.question.options) > 1
        for option, line in found.lines.items():
            told = planning.compile_text(asking.answered(text, [line]), "")
            assert told.plan is not None
            assert (told.plan.content() == plan.content()) == (option == found.question.default), option
            assert not [d.message for d in told.diagnostics if d.code in asking.NOT_READ]


@pytest.mark.parametrize("text", [LIBRARY, "todo app"])
def test_the_normal_form_leaves_nothing_open(text: str) -> None:
    lines = [list(found.lines.values())[-1] for found in asked(text).values()]
    assert any(lines)
    answered = planning.compile_text(asking.answered(text, lines), "")
    assert asked(answered.normal_form) == {}


def test_nobody_is_asked_who_may_do_what_with_a_tool_that_has_one_user() -> None:
    text = "Members can borrow a book. A book has a title. Librarians can delete books."
    for stack, told in (("api", True), ("cli", False)):
        codes = {d.code for d in planning.compile_text(text, stack).diagnostics}
        assert ({"A202", "A205"} <= codes, bool({"A202", "A205"} & codes)) == (told, told)
        assert ("who may do everything?" in {a.question.text for a in asking.questions(text, stack)}) == told


def test_an_answer_is_what_is_built() -> None:
    found = asked(LIBRARY)["how long may a Loan last?"]
    plan = planning.compile_text(asking.answered(LIBRARY, [found.lines["A Loan is due after 21 days."]]), "").plan
    assert plan is not None
    assert "days(21)" in str(plan.content()) and "days(14)" not in str(plan.content())


@pytest.mark.slow
def test_where_nobody_can_be_asked_the_recommendations_are_told_and_stand_in_the_plan() -> None:
    done = scaffold("plan", LIBRARY, "--json", "--ask")
    questions = document(done, "plan")["plan"]["questions"]
    assert [q["id"] for q in questions] == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert "assumed: how long may a Loan last? A Loan is due after 14 days." in done.stderr
    assert "  or: A Loan is due after 7 days." in done.stderr
    assert document(scaffold("plan", LIBRARY, "--json"), "plan")["plan"]["questions"] == []


def at_a_terminal(keys: bytes, *argv: str) -> tuple[str, str]:
    """What is shown at a terminal, where `keys` are pressed at each question, and what is on standard output."""
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "scaffolder", *argv]
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(command, stdin=child, stdout=subprocess.PIPE, stderr=child, env=env) as process:
        os.close(child)
        shown, answered, end = b"", 0, time.monotonic() + 60
        while time.monotonic() < end:
            if select.select([parent], [], [], 0.1)[0]:
                try:
                    shown += os.read(parent, 65536)
                except OSError:  # the other end is closed
                    break
            if b"\x1b[6n" in shown:  # where the cursor is
                shown = shown.replace(b"\x1b[6n", b"")
                os.write(parent, b"\x1b[1;1R")
            if len(set(re.findall(rb"\((\d) of \d\)", shown))) > answered:
                answered += 1
                os.write(parent, keys)
            elif process.poll() is not None:
                break
        assert process.stdout is not None
        out = process.stdout.read().decode()
    os.close(parent)
    return shown.decode(errors="replace"), out


@pytest.mark.slow
def test_a_person_at_a_terminal_is_asked_and_heard() -> None:
    shown, out = at_a_terminal(DOWN + ENTER, "plan", ORCHARD, "--normal-form")
    assert "who may do everything? (" in shown and "(recommended)" in shown
    assert "There is a role picker (admin" in out


@pytest.mark.slow
def test_no_ask_asks_nobody() -> None:
    shown, out = at_a_terminal(DOWN + ENTER, "plan", ORCHARD, "--normal-form", "--no-ask")
    assert "(recommended)" not in shown
    assert "There is a role admin (admin)." in out
