"""The data files of the English. As Python keeps what it has compiled of a module, what is parsed of a file, or made of
it, is kept beside it for the next start: TOML takes fifty times as long to read as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from scaffolder import kept

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
    found = kept.read(place, _Kept[kind])  # type: ignore[valid-type]
    if found is not None and found.of == digest:
        return found.table
    import tomli

    table = make(tomli.loads(data.decode("utf-8")))
    if not sys.dont_write_bytecode:
        kept.write(_Kept(digest, table), place)
    return table
