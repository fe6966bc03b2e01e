"""`python tools/picture.py`: the README's picture, made from the real output of one real run of `scaffold new`."""

from __future__ import annotations

import os
import pty
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100
DESCRIPTION = (
    "A REST API for a climbing gym. A Route has a name, a grade (easy, medium, hard) and a set date. "
    "A Climber has a name and an email (unique). An Ascent belongs to a Route and a Climber and has a date and "
    "a number of tries (at least 1). Search Routes by name. List hard Routes. "
    "Show the number of Ascents per Route and month."
)


def record(argv: list[str], folder: str) -> str:
    """What a person sees of `argv` on a terminal of WIDTH columns."""
    said = bytearray()
    reader, writer = pty.openpty()
    if (pid := os.fork()) == 0:
        os.chdir(folder)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        os.environ.update(COLUMNS=str(WIDTH), LINES="60", TERM="xterm-256color", PATH=path)
        os.login_tty(writer)
        os.execvp(argv[0], argv)  # noqa: S606  # our own program
    os.close(writer)
    try:
        while chunk := os.read(reader, 65536):
            said += chunk
    except OSError:  # the terminal is gone: the program has ended
        pass
    os.waitpid(pid, 0)
    return said.decode(errors="replace")


def lasting(screen: str) -> str:
    """The lines that stay: a live line is drawn over and over, and only its last state counts."""
    kept: list[str] = []
    for line in re.sub(r"\x1b\[\?25[lh]", "", screen).replace("\r\n", "\n").split("\n"):
        ups = re.findall(r"\x1b\[(\d*)A", line)
        for up in ups:
            del kept[len(kept) - int(up or 1) :]
        kept.append(re.split(r"\x1b\[2K", line)[-1].rpartition("\r")[2])
    return "\n".join(kept)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        screen = record(["scaffold", "new", DESCRIPTION, "-o", "gym"], folder)
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text(f'$ scaffold new "{DESCRIPTION}"', style="bold"))
    console.print(Text.from_ansi(lasting(screen)))
    console.save_svg(str(ROOT / "docs" / "run.svg"), title="scaffold new")


if __name__ == "__main__":
    main()
