"""Whether a backend does what it says on this machine: a program in it tries to get out."""

from __future__ import annotations

import functools
import os
import socket
import tempfile
from pathlib import Path

from scaffolder import temporary
from scaffolder.errors import ScaffoldError
from scaffolder.sandboxes.starting import PYTHON
from scaffolder.types import Limits, Sandbox

PREFIX = "scaffold-selftest-"
CANARY = "canary"
TRY = """
import os, socket, sys

folder, port = sys.argv[1], int(sys.argv[2])


def read():
    return open(os.path.join(folder, "canary")).read()


def listed():
    return os.listdir(folder)


def write():
    return open(os.path.join(folder, "left"), "w").close()


def connect():
    return socket.create_connection(("127.0.0.1", port), 1)


open("own", "w").close()
open(sys.argv[3]).close()
for name, attempt in {
    "reads files outside": read, "lists folders outside": listed, "writes outside": write,
    "connects to this machine": connect,
}.items():
    try:
        attempt()
        print(name)
    except OSError:
        pass
print("done")
"""


def fault(sandbox: Sandbox) -> str:
    """Why the backend is not fit for what is not trusted; empty where it is. Tried once for each backend."""
    return _fault(type(sandbox), os.getuid())


@functools.cache
def _fault(backend: type[Sandbox], _user: int) -> str:
    """What it must not reach is there for everybody, so that only the sandbox can keep the program from it; the library
    that it needs lies where only its owner can pass."""
    place = Path(tempfile.gettempdir())
    with temporary.folder(PREFIX, place) as outside, temporary.folder(PREFIX, place) as closed:
        outside.chmod(0o777)
        (outside / CANARY).write_text(CANARY)
        (outside / CANARY).chmod(0o644)
        (outside / "app").mkdir()
        library = closed / "library"
        library.mkdir()
        (library / "module").write_text("")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            told = [str(outside), str(listener.getsockname()[1]), str(library / "module")]
            program = [PYTHON, "-I", "-S", "-c", TRY, *told]
            try:
                ended = backend().run(program, outside / "app", readable=[library], limits=Limits(timeout_s=10))
            except ScaffoldError as error:
                return error.message
    said = ended.stdout.splitlines()
    if said != ["done"]:
        why = ", ".join(said[:-1]) or ended.stderr.strip().rpartition("\n")[2] or ended.reason or "it says nothing"
        return f"its self-test fails: {why}"
    return ""
