"""Which tests of a generated project reach which lines of its code: `python reached.py FILE`, called in the project.

FILE gets JSON: {"app/x.py:12": [ids of tests], ...}; a line that no single test can claim (it runs when the application
is imported or made) has the empty list. Lines that a test reaches in a process forked from its own count as well.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import pytest


class Reached:
    """A plugin of pytest: the lines of the project's own code that run during each test."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root}/"
        self.tests = f"{root}/tests/"
        self.test = ""
        self.importing = 0  # modules of the project that are being imported: what they run, no single test can claim
        self.lines: dict[str, set[str]] = {}

    def begin(self) -> None:
        threading.settrace(self.enter)
        sys.settrace(self.enter)

    def enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(self.root) or file.startswith(self.tests):
            return None
        self.importing += frame.f_code.co_name == "<module>"
        return self.step

    def step(self, frame: FrameType, event: str, argument: Any) -> Any:
        line = f"{frame.f_code.co_filename.removeprefix(self.root)}:{frame.f_lineno}"
        self.lines.setdefault(line, set()).add("" if self.importing else self.test)
        self.importing -= event == "return" and frame.f_code.co_name == "<module>"
        return self.step

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        self.test = item.nodeid
        try:
            return (yield)
        finally:
            self.test = ""

    def told_by_forks(self, folder: Path) -> None:
        """Let a process that is forked from this one leave what it reached in a file of `folder`."""
        parent, leave = os.getpid(), os._exit

        def told(code: int) -> NoReturn:
            if os.getpid() != parent:
                lines = {line: sorted(tests) for line, tests in self.lines.items()}
                (folder / str(os.getpid())).write_text(json.dumps(lines))
            leave(code)

        os._exit = told

    def add(self, lines: dict[str, list[str]]) -> None:
        for line, tests in lines.items():
            self.lines.setdefault(line, set()).update(tests)


def main(target: str) -> None:
    root = Path.cwd()
    sys.path.insert(0, str(root))
    plugin = Reached(root)
    with tempfile.TemporaryDirectory() as folder:
        plugin.told_by_forks(Path(folder))
        run(plugin, root)
        for file in Path(folder).iterdir():
            plugin.add(json.loads(file.read_text()))
    found = {line: sorted(tests - {""}) if "" not in tests else [] for line, tests in plugin.lines.items()}
    Path(target).write_text(json.dumps(found))


def run(plugin: Reached, root: Path) -> None:
    plugin.begin()
    options = ["-q", "--assert=plain", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts=", "--rootdir", str(root)]
    pytest.main([*options, "tests"], plugins=[plugin])
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.path[:] = [p for p in sys.path if p != str(Path(__file__).resolve().parent)]
    main(sys.argv[1])
