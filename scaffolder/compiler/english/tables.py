"""The data files of the English. As Python keeps what it has compiled of a module, what is parsed of a file, or made of
it, is kept beside it for the next start: TOML takes fifty times as long to read as JSON."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

FOLDER = Path(__file__).parent
T = TypeVar("T")


class _Kept(msgspec.Struct, Generic[T]):
    """`of`: the digest of the text that says so, and of the code that made `table` of it."""

    of: str
    table: T


def read(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """What stands in `name`.toml. Raises tomli.TOMLDecodeError where that cannot be read."""
    return made(name, lambda table: table, dict[str, Any], Path(__file__), folder)


def made(name: str, make: Callable[[dict[str, Any]], T], kind: type[T], maker: Path, folder: Path = FOLDER) -> T:
    """The same as `make` has it, of the type `kind`; `maker` is the file that holds `make`."""
    data = (folder / f"{name}.toml").read_bytes()
    digest, place = sha256(data + maker.read_bytes()).hexdigest(), folder / "__pycache__" / f"{name}.json"
    with contextlib.suppress(OSError, msgspec.DecodeError, msgspec.ValidationError):
        kept = msgspec.json.decode(place.read_bytes(), type=_Kept[kind])  # type: ignore[valid-type]
        if kept.of == digest:
            return kept.table
    import tomli

    table = make(tomli.loads(data.decode("utf-8")))
    if not sys.dont_write_bytecode:
        _keep(_Kept(digest, table), place)
    return table


def _keep(kept: _Kept[Any], place: Path) -> None:
    """A folder that cannot be written costs time, nothing else; others may be at it at the same moment."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        half = place.with_suffix(f".{os.getpid()}")
        half.write_bytes(msgspec.json.encode(kept))
        os.replace(half, place)
