"""Python's parser in several threads: none of them is told that its tree is broken."""

from __future__ import annotations

import ast
import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder import syntax


@pytest.fixture
def interrupted() -> Iterator[None]:
    """Another thread has its turn whenever memory is looked over, which happens in the middle of building a tree."""

    def give_way(*_: Any) -> None:
        time.sleep(0.0001)

    usual = gc.get_threshold()
    gc.set_threshold(50)
    gc.callbacks.append(give_way)
    yield
    gc.callbacks.remove(give_way)
    gc.set_threshold(*usual)


def test_several_threads_build_trees_at_once(interrupted: None) -> None:
    text = ("f(" + "g(" * 50 + "1" + ")" * 50 + ")\n") * 5
    with ThreadPoolExecutor(4) as threads:
        found = [threads.submit(syntax.module, text) for _ in range(24)]
    assert {type(tree.result()) for tree in found} == {ast.Module}
