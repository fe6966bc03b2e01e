"""What people see: findings that point into their own words, progress that is never silent, no control sequences."""

from __future__ import annotations

import io
import time

import pytest

from scaffolder import console
from scaffolder.console import Terminal, diagnostics, outcome
from scaffolder.console import progress as progress_module
from scaffolder.console.progress import Progress
from scaffolder.types import CheckResult, Diagnostic, Event, RequirementResult, Run, Span


def piped(width: int = 100, color: bool = False) -> Terminal:
    return Terminal(io.StringIO(), io.StringIO(), color, False, True, width)


def shown(text: str, words: str, width: int = 100, **more: str) -> list[str]:
    start = text.index(words)
    found = Diagnostic("A203", "warning", "how long?", Span(start, start + len(words)), **more)  # type: ignore[arg-type]
    return diagnostics.lines(piped(width), found, text)


def test_a_finding_points_into_the_users_words() -> None:
    text = "A library.\nmembers borrow books and return them later"
    assert shown(text, "return", assumed="14 days", help='say "due after 14 days"') == [
        "warning[A203]: how long?",
        '  --> 2:26  "members borrow books and return them later"',
        "                                      ^^^^^^ assumed 14 days",
        '  = say "due after 14 days"',
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("图书馆 members 借书 later", "借书"),
        ("\tmembers\tborrow\tbooks", "borrow"),
        ("cafe\u0301 serves coffee", "serves"),
        ("x" * 300 + " borrow " + "y" * 300, "borrow"),
        ("borrow " + "y" * 300, "borrow"),
        ("x" * 300 + " borrow", "borrow"),
        ("\x1b[31mred\x1b[0m books", "books"),
        ("one\r\ntwo books\r\n", "books"),
        ("借" * 200 + "书", "书"),
    ],
)
def test_the_marks_stand_under_the_words(text: str, words: str) -> None:
    _, quoted, marks = shown(text, words, width=80)
    assert diagnostics.width(quoted) <= 80
    assert "\x1b" not in quoted
    before = diagnostics.width(quoted[: quoted.rindex(words)])
    assert diagnostics.width(marks.rstrip("^")) == before
    assert marks.count("^") == diagnostics.width(words)


def test_a_span_over_several_lines_is_marked_in_its_first() -> None:
    lines = shown("books and\nmembers", "and\nmembers")
    assert lines[1].endswith('"books and"')
    assert lines[2].strip() == "^^^"


def test_a_span_longer_than_the_line_keeps_to_the_width() -> None:
    lines = shown("w" * 500, "w" * 500, width=60)
    assert all(diagnostics.width(line) <= 60 for line in lines)


def test_a_span_outside_the_text_does_no_harm() -> None:
    found = Diagnostic("A1", "error", "?", Span(50, 60))
    assert diagnostics.lines(piped(), found, "short")[1].strip().startswith("--> 1:6")


def test_a_finding_of_a_plan_names_its_element() -> None:
    found = Diagnostic("P1", "error", "no field tilte", element="Book.title", help="did you mean title?")
    assert diagnostics.lines(piped(), found, "") == [
        "error[P1]: no field tilte",
        "  --> Book.title",
        "  = did you mean title?",
    ]


def test_control_sequences_are_never_printed() -> None:
    assert console.clean("a\x1b[2Jb\x1b]0;title\x07c\x00d\x9be\nf\tg") == "abcde\nf\tg"


@pytest.mark.parametrize(
    ("color", "environ", "wanted"),
    [
        ("auto", {}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
        ("auto", {"NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_and_for_those_who_ask(
    color: console.Color, environ: dict[str, str], wanted: bool
) -> None:
    assert console.terminal(color, environ=environ).color is wanted


@pytest.mark.slow
def test_piped_progress_says_each_step_once_and_is_never_silent_for_long() -> None:
    terminal = piped()
    with Progress(terminal) as progress:
        progress.hear(Event("stage", "emit", "started"))
        progress.hear(Event("stage", "emit", "finished", "40 files", 0.25))
        progress.hear(Event("check", "types", "started"))
        time.sleep(1.1)
        said_meanwhile = terminal.err.getvalue()  # type: ignore[attr-defined]
        progress.hear(Event("check", "types", "failed", "2 findings", 1.1))
    lines = [" ".join(line.split()) for line in terminal.err.getvalue().splitlines()]  # type: ignore[attr-defined]
    assert lines[0] == "✔ emit 0.25 s 40 files"
    assert "types 1 s" in said_meanwhile
    assert lines[-1] == "✖ types 1.1 s 2 findings"


@pytest.mark.slow
def test_who_waits_hears_of_it_at_distances_that_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (progress_module.SILENCES_S[0] < 1, progress_module.SILENCES_S[-1]) == (True, 5)
    monkeypatch.setattr(progress_module, "SILENCES_S", (0.02, 0.1, 0.2))
    terminal = piped()
    with Progress(terminal) as progress:
        progress.hear(Event("check", "types", "started"))
        time.sleep(0.8)
    assert 3 <= terminal.err.getvalue().count("types 0 s") + terminal.err.getvalue().count("types 1 s") <= 6  # type: ignore[attr-defined]


def test_unproven_requirements_stand_in_the_users_words() -> None:
    results = [
        RequirementResult("R1", "Books have titles.", "functional", "proven"),
        RequirementResult("R2", "Send a text message.", "functional", "uncovered", reason="no such channel"),
        RequirementResult("R3", "It is fast.", "quality", "informational"),
    ]
    line = outcome.proven_line(piped(), results)
    assert line == '1 of 2 requirements proven; not proven: R2 "Send a text message." (uncovered: no such channel)'


def test_what_is_unproven_for_one_reason_is_told_together() -> None:
    results = [
        RequirementResult("R1", "Books have titles.", "functional", "not_run", reason="contract failed"),
        RequirementResult("R2", "Send a text message.", "functional", "uncovered", reason="no such channel"),
        RequirementResult("R3", "Books have prices.", "functional", "not_run", reason="contract failed"),
    ]
    assert outcome.proven_line(piped(), results) == (
        '0 of 3 requirements proven; not proven: R1 "Books have titles.", R3 "Books have prices." '
        '(not run: contract failed), R2 "Send a text message." (uncovered: no such channel)'
    )


@pytest.mark.parametrize(("failed", "following"), [("requirements", "run"), ("tests", "check")])
def test_what_is_only_not_built_can_be_run_and_what_is_broken_is_looked_at_again(failed: str, following: str) -> None:
    terminal = piped()
    outcome.show_new(terminal, Run("partial", 1, directory="books", checks=(CheckResult(failed, "failed"),)))
    assert f" {following} books" in terminal.out.getvalue()  # type: ignore[attr-defined]
