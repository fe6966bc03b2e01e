"""What a program that lives for a moment does otherwise than one that stays."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

# The last is how one that was put off comes again.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)


def begin() -> None:
    """Look for garbage seldom: one command makes little that must be thrown away before it ends."""
    gc.set_threshold(200_000)


def open_streams() -> None:
    """Standard streams that were closed lead nowhere: else the next file that is opened would get their numbers, and
    hear what programs say."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - it stays open


def when_ended(handler: Callable[[int, FrameType | None], object]) -> None:
    """What hears SIGTERM, and that the terminal goes away, where `nohup` does not want that to be ignored."""
    signal.signal(signal.SIGTERM, handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, handler)


def stop(number: int, frame: object) -> NoReturn:
    """What Ctrl-C does while there is nothing yet to unwind: an exception would end as a traceback of some import."""
    os._exit(128 + number)


def leave(code: int) -> NoReturn:
    """End here and now, as mypy does too: taking thousands of objects apart one by one takes longer than making a
    plan of them. What is registered for the end is still done, and what was said is still heard."""
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
