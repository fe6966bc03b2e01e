"""What a program that lives for a moment does otherwise than one that stays."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from typing import NoReturn


def begin() -> None:
    """Look for garbage seldom: one command makes little that must be thrown away before it ends."""
    gc.set_threshold(200_000)


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
