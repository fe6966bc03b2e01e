"""The programs that come as wheels beside us, and where they stand. Both raise ImportError or FileNotFoundError where
there is none."""

from __future__ import annotations

import os
import threading

# Both ask how Python was built; before 3.12 whoever asks while another one still gathers that is told a part of it.
_ONE_AT_A_TIME = threading.Lock()


def uv() -> str:
    import uv

    with _ONE_AT_A_TIME:
        return os.fspath(uv.find_uv_bin())


def ruff() -> str:
    import ruff

    with _ONE_AT_A_TIME:
        return str(ruff.find_ruff_bin())
