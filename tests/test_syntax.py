"""Python's parser in many threads: none of them is told that its tree is broken."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor

import pytest

from scaffolder import syntax


def test_many_threads_build_trees_at_once() -> None:
    text = "x = " + "(" * 60 + "1" + ")" * 60 + "\n"
    with ThreadPoolExecutor(8) as threads:
        found = list(
            threads.map(lambda n: syntax.module(text * 40) if n % 2 else syntax.expression("a < b"), range(200))
        )
    assert {type(tree) for tree in found} == {ast.Module, ast.Expression}


def test_what_is_no_python_is_refused_and_the_next_text_is_read() -> None:
    for wrong in ("a b", "x\0"):
        with pytest.raises((SyntaxError, ValueError)):
            syntax.expression(wrong)
    assert isinstance(syntax.expression("a").body, ast.Name)
