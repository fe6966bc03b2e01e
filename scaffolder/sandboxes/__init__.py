"""Where generated code runs. A backend is a module of this folder with `connect() -> Sandbox`, or `None` where this
machine cannot offer it. Nothing outside this folder starts generated code."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable
from typing import Literal

from scaffolder.errors import SandboxError
from scaffolder.types import Sandbox

# Strongest first. `process` isolates nothing, so it is only for code that our own templates wrote.
BACKENDS = ("process",)

Writer = Literal["template", "model", "plan"]


def choose(writers: Iterable[Writer], name: str = "") -> Sandbox:
    """The strongest backend of this machine, or the one called `name`, for files written by `writers`.

    Raises SandboxError where none is good enough: text that templates did not write needs isolation.
    """
    trusted = set(writers) <= {"template", "plan"}
    refused = []
    for backend in [name] if name else BACKENDS:
        sandbox = connect(backend)
        if sandbox is None:
            refused.append(f"{backend}: not available on this machine")
        elif not (sandbox.isolates or trusted):
            refused.append(f"{backend}: does not isolate files and network")
        else:
            return sandbox
    why = "; ".join(refused)
    raise SandboxError(f"no sandbox can run this code ({why})", hint="scaffold doctor")


def connect(name: str) -> Sandbox | None:
    """The backend of that name; a module of this folder, or a dotted path for one kept elsewhere."""
    try:
        module = importlib.import_module(name if "." in name else f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        raise SandboxError(f"there is no sandbox {name!r}", hint=f"one of: {', '.join(BACKENDS)}") from error
    opener: Callable[[], Sandbox | None] = module.connect
    return opener()


# CSI and OSC sequences, other escapes, then every control character but newline and tab: a terminal obeys none of it.
_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


def plain(said: bytes | str) -> str:
    """Text of a program, safe to print."""
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


class Kept:
    """The first and the last `half` bytes of a stream; `size` counts all of it."""

    def __init__(self, half: int = 256 * 1024) -> None:
        self.half = half
        self.size = 0
        self._first = bytearray()
        self._last = bytearray()

    def add(self, data: bytes) -> None:
        self.size += len(data)
        room = self.half - len(self._first)
        self._first += data[:room]
        self._last += data[room:]
        del self._last[: -self.half]

    def text(self) -> str:
        left_out = self.size - len(self._first) - len(self._last)
        middle = f"\n[… {left_out} bytes left out …]\n".encode() if left_out else b""
        return plain(bytes(self._first) + middle + bytes(self._last))
