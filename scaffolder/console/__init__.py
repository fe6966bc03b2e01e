"""The only place that prints. A `Terminal` knows the two streams, their width and whether colour is wanted."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from typing import Literal, TextIO

from msgspec import Struct

Color = Literal["auto", "always", "never"]
CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "bold": "1",
    "dim": "2",
    "ok": "32",
    "bad": "31",
    "accent": "36",
}
CONTROL = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
PIPED_WIDTH = 100


class Terminal(Struct, frozen=True):
    """`live`: somebody looks at standard error. `symbols`: it can show more than ASCII. `width` in columns."""

    out: TextIO
    err: TextIO
    color: bool
    live: bool
    symbols: bool
    width: int
    verbose: bool = False

    def say(self, line: str = "") -> None:
        """A line for the person, on standard error; where nothing more can be written there, nobody hears it."""
        try:
            self._print(line, self.err)
        except BrokenPipeError:
            raise
        except OSError:
            return

    def answer(self, line: str = "") -> None:
        """A line of what was asked for, on standard output."""
        self._print(line, self.out)

    def paint(self, text: str, style: str) -> str:
        """`text` without control sequences, in the colour of `style` where colour is on."""
        plain = clean(text)
        return f"\x1b[{CODES[style]}m{plain}\x1b[0m" if self.color and style and plain else plain

    def _print(self, line: str, stream: TextIO) -> None:
        encoding = stream.encoding or "utf-8"
        print(line.encode(encoding, "replace").decode(encoding), file=stream, flush=True)


def terminal(color: Color = "auto", *, verbose: bool = False, environ: Mapping[str, str] | None = None) -> Terminal:
    """The terminal of this process. NO_COLOR wins over `auto`, an option or setting over both."""
    environ = os.environ if environ is None else environ
    live = sys.stderr.isatty() and environ.get("TERM") != "dumb"
    wanted = color == "always" or (color == "auto" and live and not environ.get("NO_COLOR"))
    encoding = (sys.stderr.encoding or "ascii").lower().replace("-", "")
    width = shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if live else PIPED_WIDTH
    return Terminal(sys.stdout, sys.stderr, wanted, live, encoding.startswith("utf"), max(width, 40), verbose)


def clean(text: str) -> str:
    """Text without escape sequences and control characters, tab and newline apart: it may come from anywhere."""
    return CONTROL.sub("", text)


def program() -> str:
    """How this program was called, as it can be typed again."""
    import shlex

    called = sys.argv[0]
    if os.path.basename(called) == "__main__.py":
        return f"{shlex.quote(os.path.basename(sys.executable))} -m scaffolder"
    found = shutil.which(os.path.basename(called))
    if found and os.path.realpath(found) == os.path.realpath(called):
        return os.path.basename(called)
    return shlex.quote(os.path.relpath(called)) if os.path.exists(called) else "scaffold"


def seconds(value: float | None) -> str:
    """A duration as people read it: 0.04 s, 3.1 s, 2 min 5 s."""
    if value is None:
        return ""
    if value >= 60:
        return f"{int(value // 60)} min {int(value % 60)} s"
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s"


def near(directory: str) -> str:
    """The path from here where that is shorter, else the whole."""
    if not directory:
        return ""
    try:
        relative = os.path.relpath(directory)
    except ValueError:
        return directory
    return relative if not relative.startswith("..") and len(relative) < len(directory) else directory
