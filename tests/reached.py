"""Which tests of a generated project reach which lines of its code: `python reached.py FILE`, called in the project.

FILE gets JSON: {"app/x.py:12": [ids of tests], ...}; a line that no single test can claim (it runs when the application
is imported or made) has the empty list.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import pytest


class Reached:
    """A plugin of pytest: the lines under app/ that run during each test."""

    def __init__(self, root: Path) -> None:
        self.app = f"{root}/app/"
        self.root = f"{root}/"
        self.test = ""
        self.lines: dict[str, set[str]] = {}

    def begin(self) -> None:
        threading.settrace(self.enter)
        sys.settrace(self.enter)

    def enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        return self.step if frame.f_code.co_filename.startswith(self.app) else None

    def step(self, frame: FrameType, event: str, argument: Any) -> Any:
        line = f"{frame.f_code.co_filename.removeprefix(self.root)}:{frame.f_lineno}"
        self.lines.setdefault(line, set()).add(self.test)
        return self.step

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        self.test = item.nodeid
        try:
            return (yield)
        finally:
            self.test = ""


def main(target: str) -> None:
    root = Path.cwd()
    sys.path.insert(0, str(root))
    plugin = Reached(root)
    plugin.begin()
    options = ["-q", "--assert=plain", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts=", "--rootdir", str(root)]
    pytest.main([*options, "tests"], plugins=[plugin])
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    found = {line: sorted(tests - {""}) if "" not in tests else [] for line, tests in plugin.lines.items()}
    Path(target).write_text(json.dumps(found))


if __name__ == "__main__":
    sys.path[:] = [p for p in sys.path if p != str(Path(__file__).resolve().parent)]
    main(sys.argv[1])
