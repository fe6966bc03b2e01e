"""Questions at the terminal, on standard error: standard output holds only what was asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Protocol

from scaffolder.console import Terminal, clean


class Question(Protocol):
    """What `scaffolder.plan.Question` says: the options are lines, the default is one of them."""

    text: str
    options: list[str]
    default: str


def possible(terminal: Terminal) -> bool:
    """Whether somebody is there to answer."""
    return terminal.live and sys.stdin.isatty()


def ask(terminal: Terminal, questions: Sequence[Question]) -> list[str]:
    """The chosen option of each question, in their order. Raises KeyboardInterrupt where the person leaves."""
    import questionary
    from prompt_toolkit.output import ColorDepth, create_output

    output = create_output(stdout=sys.stderr)
    depth = None if terminal.color else ColorDepth.DEPTH_1_BIT
    answers = []
    for number, question in enumerate(questions, start=1):
        told = f"{clean(question.text)} ({number} of {len(questions)})"
        choices = [questionary.Choice(_shown(option, question), value=option) for option in question.options]
        picked = questionary.select(told, choices, default=question.default, output=output, color_depth=depth)
        answers.append(picked.unsafe_ask())
    return answers


def tell(terminal: Terminal, questions: Sequence[Question]) -> None:
    """The questions with the answers that are taken where nobody can be asked."""
    for question in questions:
        terminal.say(f"{terminal.paint('assumed', 'note')}: {clean(question.text)} {clean(question.default)}")
        others = [clean(o) for o in question.options if o != question.default]
        terminal.say(f"  or: {' or '.join(others)}")


def _shown(option: str, question: Question) -> str:
    return clean(option) + (" (recommended)" if option == question.default else "")
