"""What is found out once and kept for the next time, as JSON: what cannot be read or kept is found out again."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def read(place: Path, kind: type[T]) -> T | None:
    """None where nothing is kept, or nothing of that type."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(place.read_bytes(), type=kind)
    return None


def write(value: Any, place: Path, *, mode: int = 0o644) -> None:
    """Whole or not at all; others may be at it at the same moment. `mode`: who may read it."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(f".{os.getpid()}")
        half.touch(mode)
        half.write_bytes(msgspec.json.encode(value))
        os.replace(half, place)
