"""The record of a run: one JSON line for each thing that happened, appended, never rewritten.

What happens before the project has a folder is kept in memory, so that a run that fails leaves no folder behind.
"""

from __future__ import annotations

import json
import platform
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import asdict

from scaffolder import __version__
from scaffolder.errors import Defect
from scaffolder.types import Event

PATH = ".scaffold/journal.jsonl"


class Journal:
    """Hears events; `attach` gives it the project's folder. One that cannot be written stops nobody."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._file: Path | None = None
        self._lock = threading.Lock()

    def record(self, event: Event) -> None:
        if event.kind == "file":
            return
        told = {k: v for k, v in asdict(event).items() if v not in ("", None)}
        self._add({"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **told})

    def asked(self, text: str, stack: str) -> None:
        """What the run was asked for."""
        self._add({"kind": "request", "text": text, "stack": stack})

    def called(self, about: str, text: str, ending: str, served: str, usage: Mapping[str, int]) -> None:
        """What a model replied: enough to say it again."""
        said = {"about": about, "text": text, "ending": ending, "served": served, "usage": dict(usage)}
        self._add({"kind": "call", **said})

    def attach(self, folder: Path) -> None:
        """Write what was kept so far to the project's journal, and everything from now on."""
        with self._lock:
            self._file = folder / PATH
            self._flush()

    def _add(self, entry: dict[str, object]) -> None:
        with self._lock:
            self._lines.append(json.dumps(entry, ensure_ascii=False) + "\n")
            self._flush()

    def _flush(self) -> None:
        if self._file is None or not self._lines:
            return
        try:
            with self._file.open("a", encoding="utf-8") as out:
                out.writelines(self._lines)
        except OSError:
            return
        self._lines.clear()


def log_defect(error: BaseException, folder: Path, context: str) -> Defect:
    """Write what a defect of ours left behind to a log in `folder`; the error that says where it is."""
    log = folder / f"defect-{time.strftime('%Y%m%d-%H%M%S')}-{error.__class__.__name__}.log"
    head = f"scaffold {__version__}, Python {platform.python_version()}, {platform.platform()}\n{context}\n\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log.write_text(head + "".join(traceback.format_exception(error)), encoding="utf-8")
        hint = f"the log is {log}; please report it"
    except OSError as refused:
        hint = f"no log could be written to {log}: {refused.strerror}"
    return Defect(f"a defect in scaffold: {type(error).__name__}: {error}", hint=hint)
