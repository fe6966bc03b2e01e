"""Pieces of Python code, put together so that they keep their meaning."""

from __future__ import annotations

from collections.abc import Sequence

CHOICE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, ATOM = range(9)
"""How tightly a piece of code holds together: one below what is needed is put in parentheses."""
Code = tuple[str, int]
"""A piece of code and how tightly it holds together."""


def enclosed(code: Code, level: int) -> str:
    return code[0] if code[1] >= level else f"({code[0]})"


def joined(guards: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(guards))


def filtered(loops: str, tests: Sequence[str]) -> str:
    return loops + "".join(f" if {test}" for test in tests)


def or_none_at_all(text: str, guards: list[str], zero: str = "0") -> Code:
    """A number of rows: where the row that they hang on is missing, there are none."""
    return (f"{text} if {joined(guards)} else {zero}", CHOICE) if guards else (text, ATOM)


def all_hold(guards: list[str], code: Code) -> Code:
    """The guards, then what they guard."""
    return (f"{joined(guards)} and {enclosed(code, NOT)}", AND) if guards else code
