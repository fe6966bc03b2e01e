"""What is going on, as it happens: a line for every finished stage and check; a spinner below them for what runs now.

Where standard error is no terminal the same lines come plain; whoever waits hears after a second what is going on.
"""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any

from scaffolder.console import Terminal, seconds
from scaffolder.types import Event

SILENCES_S = (0.9, 2.0, 5.0)  # between two lines of somebody who waits; the last one again and again
MARKS = {
    "finished": ("✔", "ok", "ok"),
    "failed": ("✖", "FAIL", "bad"),
    "skipped": ("–", "skip", "dim"),
    "info": ("·", "-", "dim"),
}
NAME_COLUMNS = 13


class Progress:
    """Listens to events of several threads; a context manager, because the live part must be taken down again."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._running: dict[tuple[str, str], float] = {}
        self._counts: dict[str, str] = {}
        self._lock = threading.RLock()
        self._spoke = threading.Event()
        self._closed = threading.Event()
        self._live: Any = None
        self._beat: threading.Thread | None = None

    def __enter__(self) -> Progress:
        if self._terminal.live:
            self._live = self._spinner()
            self._live.start()
        else:
            self._beat = threading.Thread(target=self._heartbeat, name="heartbeat", daemon=True)
            self._beat.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take down what is live; lines that come later are printed all the same."""
        self._closed.set()
        self._spoke.set()
        if self._live is not None:
            with self._lock:
                self._running.clear()
            self._live.stop()
            self._live = None
        if self._beat is not None:
            self._beat.join()

    def hear(self, event: Event) -> None:
        """The `on_event` of a run."""
        with self._lock:
            key = (event.kind, event.name)
            if event.state == "started":
                self._running[key] = time.monotonic()
                self._counts[event.name] = event.detail
            elif event.kind == "file":
                self._count(event)
            elif event.state in ("finished", "failed"):
                self._running.pop(key, None)
                self._counts.pop(event.name, None)
                self._line(event)
            else:
                self._line(event)

    def _count(self, event: Event) -> None:
        if event.total:
            self._counts["emit"] = f"{event.done} of {event.total} files"
        if self._terminal.verbose:
            self._say(f"    {self._terminal.paint(event.name, 'dim')}")

    def _line(self, event: Event) -> None:
        skipped = event.state == "finished" and event.detail.startswith(("skipped", "not run"))
        symbol, word, style = MARKS["skipped" if skipped else event.state]
        t = self._terminal
        mark = t.paint(symbol, style) if t.symbols else t.paint(f"{word:<4}", style)
        if event.kind == "notice":
            self._say(f"  {mark} {t.paint(event.detail or event.name, 'dim')}")
            return
        took = t.paint(f"{seconds(event.seconds):>8}", "dim")
        detail = t.paint(event.detail, "" if event.state == "failed" else "dim")
        self._say(f"  {mark} {t.paint(f'{event.name:<{NAME_COLUMNS}}', '')} {took}  {detail}".rstrip())

    def _say(self, line: str) -> None:
        self._spoke.set()
        if self._live is None:
            self._terminal.say(line)
        else:
            from rich.text import Text

            self._live.console.print(Text.from_ansi(line), soft_wrap=True)

    def _heartbeat(self) -> None:
        """Says what still runs: after a second of silence, after two more, and then every five."""
        said = 0
        while not self._closed.is_set():
            if self._spoke.wait(SILENCES_S[min(said, len(SILENCES_S) - 1)]):
                self._spoke.clear()
                said = 0
                continue
            with self._lock:
                if self._running and not self._closed.is_set():
                    self._terminal.say(f"    {self._now()}")
                    said += 1

    def _now(self) -> str:
        now = time.monotonic()
        names = [(name, now - began) for (_, name), began in self._innermost()]
        return ", ".join(f"{name} {took:.0f} s{self._part(name)}" for name, took in names)

    def _innermost(self) -> list[tuple[tuple[str, str], float]]:
        """What runs now; a stage is left out while its parts are running."""
        parts = [item for item in self._running.items() if item[0][0] != "stage"]
        return parts or list(self._running.items())

    def _part(self, name: str) -> str:
        return f" ({self._counts[name]})" if self._counts.get(name) else ""

    def _spinner(self) -> Any:
        from rich.console import Console
        from rich.live import Live

        t = self._terminal
        console = Console(file=t.err, no_color=not t.color, highlight=False, markup=False, emoji=False)
        return Live(console=console, get_renderable=self._frame, refresh_per_second=12, transient=True)

    def _frame(self) -> Any:
        from rich.spinner import Spinner
        from rich.table import Table

        grid = Table.grid(padding=(0, 1))
        now = time.monotonic()
        with self._lock:
            rows = [(name, now - began) for (_, name), began in self._innermost()]
        for name, took in rows[:8]:
            style = "cyan" if self._terminal.color else ""
            spinner = Spinner("dots" if self._terminal.symbols else "line", style=style)
            spinner.start_time = 0.0
            grid.add_row("", spinner, f"{name:<{NAME_COLUMNS}}", f"{took:6.0f} s", self._counts.get(name, ""))
        return grid
