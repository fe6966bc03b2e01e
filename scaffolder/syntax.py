"""Python's own parser, for one thread at a time: in Python 3.11, two that build trees at once mix up how deep they are,
and end with a SystemError."""

from __future__ import annotations

import ast
from threading import Lock

_ONE_AT_A_TIME = Lock()


def module(text: str) -> ast.Module:
    """Raises SyntaxError and ValueError, as `ast.parse` does."""
    with _ONE_AT_A_TIME:
        return ast.parse(text)


def expression(text: str) -> ast.Expression:
    """Raises SyntaxError and ValueError, as `ast.parse` does."""
    with _ONE_AT_A_TIME:
        return ast.parse(text, mode="eval")
